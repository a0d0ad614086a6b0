import type { Access } from './decorators.ts';

/** Who reads about a route: each has a document of its own at /docs. */
export const AUDIENCES = ['operators', 'servers', 'storefront'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Whose documents a route stands in, by its access decorator alone, so that none has to be remembered: one at least. */
export function audiencesOf(access: Access): readonly Audience[] {
  switch (access.kind) {
    case 'storefront':
      return access.server === undefined ? ['storefront'] : ['storefront', 'servers'];
    case 'server':
      return ['servers'];
    case 'operator':
      return access.servers === true ? ['operators', 'servers'] : ['operators'];
    case 'ottu':
    case 'open':
      // Nobody's program calls them; those who run the service set them up.
      return ['operators'];
  }
}
