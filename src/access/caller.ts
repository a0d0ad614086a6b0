import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Scope } from '../config/service-keys.ts';

/** The server or operator behind a request. Idempotency keys belong to `name` (M7), which rotated keys share. */
export interface Caller {
  readonly name: string;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

const callers = new WeakMap<object, Caller>();

export function rememberCaller(request: Pick<FastifyRequest, 'raw'>, caller: Caller): void {
  callers.set(request.raw, caller);
}

export function callerOf(request: Pick<FastifyRequest, 'raw'>): Caller | undefined {
  return callers.get(request.raw);
}

/** The server of the merchant that calls a `@Storefront` route which lets one, as `Caller | undefined`; none for a shopper. */
export const CallingServer = createParamDecorator((_data: unknown, context: ExecutionContext): Caller | undefined =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The caller, on `@ServerToServer` and `@Operator` routes; on others there is none and this is a fault. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Error('@Caller() on a route that needs no service key');
  return caller;
});
