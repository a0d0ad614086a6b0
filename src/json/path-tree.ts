import { pointerSegments } from './json-pointer.ts';

/** Places in a document by the names on the way to them; one without names below it is a place itself. */
export type PathTree = ReadonlyMap<string, PathTree>;

/** The places that these pointers name. They lead through objects only, and none stands inside another. */
export function pathTreeOf(pointers: readonly string[]): PathTree {
  const root = new Map<string, PathTree>();
  for (const each of pointers) {
    let here = root;
    for (const segment of pointerSegments(each)) {
      const below = (here.get(segment) ?? new Map()) as Map<string, PathTree>;
      here.set(segment, below);
      here = below;
    }
  }
  return root;
}
