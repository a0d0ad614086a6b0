import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems } from '../problems/api-problems.ts';
import { Problem } from '../problems/problem.ts';
import { documented } from './documented.ts';
import { headerValues } from './header-values.ts';

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
