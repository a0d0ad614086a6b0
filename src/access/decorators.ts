import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';

import type { Scope } from '../config/service-keys.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { CART_TOKEN_SCHEME, SERVICE_KEY_SCHEME } from './security-schemes.ts';

/** Who a route is for. Each kind has one decorator in `decorators.ts`. */
export type Access =
  /** `server`: a server of the merchant may call it too, with a key of this scope, and then says more. */
  | { readonly kind: 'storefront'; readonly server?: Scope }
  | { readonly kind: 'server'; readonly scope: Scope }
  /** `servers`: the merchant's servers call it as a part of their work, and read about it in their document too. */
  | { readonly kind: 'operator'; readonly scope: Scope; readonly servers?: true }
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

const ACCESS = Symbol('access');
const MOVES_MONEY = Symbol('moves money');
const CARRIES_WALLET_PAYLOAD = Symbol('carries a wallet payload');

/**
 * For shoppers: cart token, perhaps a customer JWT; both are checked where the cart is read. `newShopper` where the
 * shopper has no token yet; `signedIn` where a customer JWT opens the route, and `SignedInShopper` documents it.
 *
 * @param server the scope with which a server of the merchant may call the route as well, never from a browser.
 */
export function Storefront(
  of: 'cart' | 'newShopper' | 'signedIn' = 'cart',
  { server }: { readonly server?: Scope } = {},
): MethodDecorator {
  return declare(
    { kind: 'storefront', ...(server !== undefined && { server }) },
    ...serverToo(server),
    ...(of === 'signedIn' ? [] : [ApiSecurity(of === 'cart' ? CART_TOKEN_SCHEME : {})]),
    ApiProblems('server_to_server_only', 'rate_limited'),
  );
}

/** For merchant servers with this scope. A request that looks like a browser's is refused, even with a good key. */
export function ServerToServer(scope: Scope): MethodDecorator {
  return declare({ kind: 'server', scope }, ...serviceKeyDocumentation(scope));
}

/**
 * For operators with this scope, from scripts or from this service's own Swagger UI.
 *
 * @param servers whether it stands in the document for the merchant's servers as well; who may call it is the same.
 */
export function Operator(scope: Scope, { servers }: { readonly servers?: true } = {}): MethodDecorator {
  return declare({ kind: 'operator', scope, ...(servers && { servers }) }, ...serviceKeyDocumentation(scope));
}

/** For Ottu's webhooks, which prove themselves by the signature inside the body. */
export function FromOttu(): MethodDecorator {
  return declare({ kind: 'ottu' }, ApiSecurity({}));
}

/** For anyone. `internal` keeps a route such as /metrics off the public listener while there is an internal one. */
export function Open(listener: 'both' | 'internal' = 'both'): MethodDecorator {
  return declare({ kind: 'open', listener }, ApiSecurity({}));
}

/** Says that a route can charge or pay out: every problem it ends in then carries an `outcome`. */
export function MovesMoney(): MethodDecorator {
  return (_target, _key, descriptor) => Reflect.defineMetadata(MOVES_MONEY, true, descriptor.value as object);
}

/** Says that a shopper's body may hold what a wallet gave, which is larger than anything else that he sends. */
export function CarriesWalletPayload(): MethodDecorator {
  return (_target, _key, descriptor) =>
    Reflect.defineMetadata(CARRIES_WALLET_PAYLOAD, true, descriptor.value as object);
}

/** Every declaration on a route's method: one, unless it was forgotten or doubled. */
export function declaredAccess(method: object): readonly Access[] {
  return (Reflect.getMetadata(ACCESS, method) as readonly Access[] | undefined) ?? [];
}

export function movesMoney(method: object): boolean {
  return Reflect.getMetadata(MOVES_MONEY, method) === true;
}

export function carriesWalletPayload(method: object): boolean {
  return Reflect.getMetadata(CARRIES_WALLET_PAYLOAD, method) === true;
}

function declare(access: Access, ...documentation: MethodDecorator[]): MethodDecorator {
  const remember: MethodDecorator = (_target, _key, descriptor) => {
    const method = descriptor.value as object;
    Reflect.defineMetadata(ACCESS, [...declaredAccess(method), access], method);
  };
  return applyDecorators(remember, ApiExtension('x-access', access.kind), ...documentation);
}

/** On a `Storefront` route: servers of the merchant may call it as well, and `CallingServer` says which one did. */
function serverToo(scope: Scope | undefined): MethodDecorator[] {
  if (scope === undefined) return [];
  return [ApiSecurity(SERVICE_KEY_SCHEME), ApiProblems('service_key_invalid', 'service_key_expired', 'scope_missing')];
}

function serviceKeyDocumentation(scope: Scope): MethodDecorator[] {
  return [
    ApiSecurity(SERVICE_KEY_SCHEME),
    ApiExtension('x-required-scope', scope),
    ApiProblems(
      'service_key_missing',
      'service_key_invalid',
      'service_key_expired',
      'scope_missing',
      'server_to_server_only',
    ),
  ];
}
