import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a module of the built service is: the one that `dist/module-by-module.js` loads, and no copy of it. */
export function built(file: string): string {
  return pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'dist', file)).href;
}

interface Class {
  readonly prototype: object;
}

/**
 * Puts the methods of `broken`, a subclass, in the place of those that they override; `super` stays what was there before.
 * The compiler sees to it that what is overridden exists: a step that was renamed breaks the build of the proof, and never
 * its meaning.
 */
export function graft(target: Class, broken: Class): void {
  const before = Object.create(
    Object.getPrototypeOf(target.prototype) as object | null,
    Object.getOwnPropertyDescriptors(target.prototype),
  ) as object;
  Object.setPrototypeOf(broken.prototype, before);
  for (const [name, method] of Object.entries(Object.getOwnPropertyDescriptors(broken.prototype))) {
    if (name === 'constructor') continue;
    if (!(name in target.prototype)) throw new Error(`there is no step ${name} to break`);
    Object.defineProperty(target.prototype, name, method);
  }
}
