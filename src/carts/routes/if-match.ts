import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { documented } from '../../http/documented.ts';
import { headerValues } from '../../http/request-headers.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { Problem } from '../../problems/problem.ts';
import { parseTagCondition, type TagCondition } from '../entity-tag.ts';

type ConditionName = 'If-Match' | 'If-None-Match';

/** @throws Problem `bad_request` for a header that is no condition: to overlook it could lose somebody's edit. */
export function readTagCondition({ raw }: Pick<FastifyRequest, 'raw'>, name: ConditionName): TagCondition | undefined {
  const values = headerValues(raw, name.toLowerCase());
  if (values.length === 0) return undefined;
  const condition = parseTagCondition(values.join(', '));
  if (condition !== undefined) return condition;
  const detail = `${name} must be * or ETags in their quotes, separated by commas.`;
  throw new Problem('bad_request', { detail, outcome: 'none' });
}

const ConditionOf = createParamDecorator((name: ConditionName, context: ExecutionContext) =>
  readTagCondition(context.switchToHttp().getRequest<FastifyRequest>(), name),
);

/** A route's optional `If-Match` as `TagCondition | undefined`, documented. */
export function IfMatch(): ParameterDecorator {
  return documented(
    ConditionOf('If-Match'),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The ETag of the cart that this request was decided by. When the cart has moved since: 412.',
      schema: { type: 'string' },
      example: '"v3"',
    }),
    ApiProblems('bad_request', 'cart_changed'),
  );
}

/** A route's optional `If-None-Match` as `TagCondition | undefined`, documented. */
export function IfNoneMatch(): ParameterDecorator {
  return documented(
    ConditionOf('If-None-Match'),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The ETag of the cart that is known already. When it is still that one: 304 without a body.',
      schema: { type: 'string' },
      example: '"v3"',
    }),
    ApiProblems('bad_request'),
  );
}

const RequiredCondition = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const condition = readTagCondition(context.switchToHttp().getRequest<FastifyRequest>(), 'If-Match');
  // `*` would stand for whatever the cart costs by now.
  if (condition !== undefined && condition !== '*') return condition;
  const detail = 'Send the ETag of the cart that the shopper has seen as If-Match.';
  throw new Problem('precondition_required', { detail, outcome: 'none' });
});

/** A route's `If-Match` as `TagCondition`; without one the request is refused (M55). */
export function RequiredIfMatch(): ParameterDecorator {
  return documented(
    RequiredCondition(),
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'The ETag of the cart that the shopper has seen. When the cart has moved since: 412.',
      schema: { type: 'string' },
      example: '"v3"',
    }),
    ApiProblems('bad_request', 'precondition_required', 'cart_changed'),
  );
}
