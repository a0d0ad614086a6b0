import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { documented } from '../http/documented.ts';
import { headerValues } from '../http/header-values.ts';
import { readIdempotencyKey } from '../http/idempotency-key.ts';
import { ApiProblems } from '../problems/api-problems.ts';

const Key = createParamDecorator((_data: unknown, context: ExecutionContext): string | undefined => {
  const { raw } = context.switchToHttp().getRequest<FastifyRequest>();
  return headerValues(raw, 'idempotency-key').length === 0 ? undefined : readIdempotencyKey(raw);
});

/** The `Idempotency-Key` of a route that charges only sometimes (M60): honoured where it is sent. */
export function OptionalIdempotencyKey(): ParameterDecorator {
  return documented(
    Key(),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Names this intent. Required with `payment_instrument`; without it optional, and then a request that is ' +
        'repeated with the same key and body creates nothing anew.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
      example: 'order-1042-create',
    }),
    ApiProblems('idempotency_key_missing', 'idempotency_key_invalid'),
  );
}
