import type { Scope } from '../config/scopes.ts';

/** Who a route is for. Each kind has one decorator in `decorators.ts`. */
export type Access =
  | { readonly kind: 'storefront' }
  | { readonly kind: 'server'; readonly scope: Scope }
  | { readonly kind: 'operator'; readonly scope: Scope }
  | { readonly kind: 'ottu' }
  /** Anyone; `internal` where it leaves the public listener as soon as there is an internal one. */
  | { readonly kind: 'open'; readonly listener: 'both' | 'internal' };

/** On which listeners a route answers while there are two. */
export function listenerOf(access: Access): 'public' | 'internal' | 'both' {
  switch (access.kind) {
    case 'storefront':
    case 'ottu':
      return 'public';
    case 'server':
    case 'operator':
      return 'internal';
    case 'open':
      return access.listener;
  }
}
