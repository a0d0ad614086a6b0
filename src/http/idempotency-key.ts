import type { IncomingMessage } from 'node:http';

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { ApiProblems } from '../problems/api-problems.ts';
import { Problem } from '../problems/problem.ts';
import { documented } from './documented.ts';
import { headerValues } from './request-headers.ts';

const VISIBLE_ASCII = /^[\x21-\x7E]{1,255}$/;

/**
 * The request's Idempotency-Key (M7): 1 to 255 visible ASCII characters, sent once.
 *
 * @throws Problem `idempotency_key_missing` or `idempotency_key_invalid`, outcome `none`.
 */
export function readIdempotencyKey(request: Pick<IncomingMessage, 'rawHeaders'>): string {
  const values = headerValues(request, 'idempotency-key');
  const [value] = values;
  if (value === undefined) {
    const detail = 'Send a new Idempotency-Key with every new intent, and the same one when you repeat it.';
    throw new Problem('idempotency_key_missing', { detail, outcome: 'none' });
  }
  if (values.length > 1) {
    throw new Problem('idempotency_key_invalid', {
      detail: 'Idempotency-Key was sent more than once.',
      outcome: 'none',
    });
  }
  if (!VISIBLE_ASCII.test(value)) {
    const detail = 'Idempotency-Key must be 1 to 255 visible ASCII characters without spaces.';
    throw new Problem('idempotency_key_invalid', { detail, outcome: 'none' });
  }
  return value;
}

const Key = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  readIdempotencyKey(context.switchToHttp().getRequest<FastifyRequest>().raw),
);

/** A route's `Idempotency-Key` as a string parameter, documented as a required header. */
export function IdempotencyKey(): ParameterDecorator {
  return documented(
    Key(),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'Names this intent. Repeated with the same body it is answered again and never charged again.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
      example: 'order-1042-attempt-1',
    }),
    ApiProblems('idempotency_key_missing', 'idempotency_key_invalid'),
  );
}

const KeyIfSent = createParamDecorator((_data: unknown, context: ExecutionContext): string | undefined => {
  const { raw } = context.switchToHttp().getRequest<FastifyRequest>();
  return headerValues(raw, 'idempotency-key').length === 0 ? undefined : readIdempotencyKey(raw);
});

const OF_CREATES =
  'Names this intent. Required with `payment_instrument`; without it optional, and then a request that is ' +
  'repeated with the same key and body creates nothing anew.';

/** The `Idempotency-Key` of a route that charges only sometimes (M60), or never: honoured where it is sent. */
export function OptionalIdempotencyKey(description = OF_CREATES): ParameterDecorator {
  return documented(
    KeyIfSent(),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description,
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
      example: 'order-1042-create',
    }),
    ApiProblems('idempotency_key_missing', 'idempotency_key_invalid'),
  );
}
