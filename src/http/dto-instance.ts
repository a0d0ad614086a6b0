import { readWork } from '../json/read-work.ts';
import { memberShapes, type Class, type MemberShape } from './fields/structure-fields.ts';

/** Names that reach into prototypes when an object is copied by assignment. */
export const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A parsed JSON object as an instance of a DTO class, nested ones too, without changing or checking a value. Members
 * that no class describes (a wallet's payload, the merchant's own `extra`) are taken over by reference: copying would
 * lose members named `__proto__`. class-transformer does copy them, which is why it is not used here.
 */
export function toDto<T extends object>(dto: Class<T>, plain: object): T {
  const instance = new dto();
  readWork.instances += 1;
  const shapes = memberShapes(dto);
  for (const [name, value] of Object.entries(plain)) {
    // These are reported as faults before a DTO is made; assigning them would change the instance itself.
    if (PROTOTYPE_NAMES.has(name)) continue;
    const shape = shapes.get(name);
    (instance as Record<string, unknown>)[name] = shape === undefined ? value : shaped(shape, value);
  }
  return instance;
}

function shaped({ of, longest }: MemberShape, value: unknown): unknown {
  if (longest === undefined) return one(of(), value);
  // A list that is too long is refused for its length: nothing is built of its elements before.
  if (!Array.isArray(value) || value.length > longest) return value;
  return value.map((element) => one(of(), element));
}

function one(dto: Class, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? toDto(dto, value) : value;
}
