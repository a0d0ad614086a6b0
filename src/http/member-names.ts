import { pointer } from '../json/json-pointer.ts';
import type { FieldError } from '../problems/problem.ts';
import { PROTOTYPE_NAMES } from './dto-instance.ts';

/** Whether a pointer leads to a value below `place` (not to `place` itself). */
export function isWithin(at: string, place: string): boolean {
  return at.startsWith(`${place}/`);
}

/** Members named `__proto__`, `constructor` or `prototype`, outside the places given. Depth is bounded by the reader. */
export function prototypeNameFaults(value: unknown, except: readonly string[], path = ''): FieldError[] {
  if (typeof value !== 'object' || value === null || except.includes(path)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const at = path + pointer(name);
    return !Array.isArray(value) && PROTOTYPE_NAMES.has(name)
      ? [{ pointer: at, message: 'is not allowed as a name' }]
      : prototypeNameFaults(member, except, at);
  });
}
