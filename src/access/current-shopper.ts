import { createParamDecorator, Inject, Injectable, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { documented } from '../http/documented.ts';
import { headerValues } from '../http/request-headers.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { Problem } from '../problems/problem.ts';
import { callerOf } from './caller.ts';
import { CustomerJwt, customerJwtInvalid, type Shopper } from './customer-jwt.ts';
import { CART_TOKEN_SCHEME, CUSTOMER_JWT_SCHEME } from './security-schemes.ts';

@Injectable()
class ShopperPipe implements PipeTransform<readonly string[], Promise<Shopper | undefined>> {
  readonly #jwt: CustomerJwt;

  constructor(@Inject(CustomerJwt) jwt: CustomerJwt) {
    this.#jwt = jwt;
  }

  async transform([authorization, ...more]: readonly string[]): Promise<Shopper | undefined> {
    // Proxies disagree on which of two Authorization headers counts.
    if (more.length > 0) throw customerJwtInvalid({ detail: 'Authorization was sent more than once.' });
    return this.#jwt.verify(authorization);
  }
}

@Injectable()
class SignedInPipe implements PipeTransform<Shopper | undefined, Shopper> {
  transform(shopper: Shopper | undefined): Shopper {
    if (shopper !== undefined) return shopper;
    throw customerJwtMissing();
  }
}

/** For what only a signed-in customer may do, such as paying a cart that is bound to one (M58). */
export function customerJwtMissing(): Problem {
  const headers = { 'www-authenticate': 'Bearer realm="ottu-bff"' };
  const detail = 'Send the token of the signed-in customer as "Authorization: Bearer <token>".';
  return new Problem('customer_jwt_missing', { outcome: 'none', headers, detail });
}

const AuthorizationValues = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  // A server that has shown its key is no shopper; the guard has read the header.
  return callerOf(request) === undefined ? headerValues(request.raw, 'authorization') : [];
});

const REFUSALS = ['customer_jwt_invalid', 'customer_jwt_not_configured', 'identity_provider_unavailable'] as const;

/** A storefront route's `Shopper | undefined`: the shopper of a verified JWT, undefined for a guest. Documents the JWT as second scheme. */
export function CurrentShopper(of: 'cart' | 'newShopper' = 'cart'): ParameterDecorator {
  return documented(
    AuthorizationValues(ShopperPipe),
    ApiSecurity({ ...(of === 'cart' ? { [CART_TOKEN_SCHEME]: [] } : {}), [CUSTOMER_JWT_SCHEME]: [] }),
    ApiProblems(...REFUSALS),
  );
}

/** A storefront route's `Shopper`, on routes that need one. */
export function SignedInShopper(): ParameterDecorator {
  return documented(
    AuthorizationValues(ShopperPipe, SignedInPipe),
    ApiSecurity(CUSTOMER_JWT_SCHEME),
    ApiProblems('customer_jwt_missing', ...REFUSALS),
  );
}
