import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import type { CartRow } from '../database/cart-tables.ts';
import { documented } from '../http/documented.ts';
import {
  readTagCondition,
  TAG_LIST,
  TAGS_OR_ANY,
  type ConditionName,
  type TagCondition,
} from '../http/tag-condition.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { Problem } from '../problems/problem.ts';

export type { TagCondition };

/**
 * The ETag of a cart: its version, and its state where that is not `open`, because a state changes without a version
 * and a cache must not take a frozen cart for an open one.
 */
export function entityTag({ version, state }: Pick<CartRow, 'version' | 'state'>): string {
  return state === 'open' ? `"v${version}"` : `"v${version}-${state}"`;
}

/** Whether an `If-Match` holds. It compares the version only: a cart that is frozen or closed has problems of its own. */
export function matchesVersion(condition: TagCondition, { version }: Pick<CartRow, 'version'>): boolean {
  if (condition === '*') return true;
  return condition.some((tag) => /^"v(\d+)(?:-[a-z]+)?"$/.exec(tag)?.[1] === String(version));
}

/** Whether an `If-None-Match` names the cart as it is now, version and state. */
export function isUnchanged(condition: TagCondition, cart: Pick<CartRow, 'version' | 'state'>): boolean {
  return condition === '*' || condition.includes(entityTag(cart));
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
      schema: TAGS_OR_ANY,
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
      schema: TAGS_OR_ANY,
      example: '"v3"',
    }),
    ApiProblems('bad_request'),
  );
}

const RequiredCondition = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const condition = readTagCondition(context.switchToHttp().getRequest<FastifyRequest>(), 'If-Match');
  // `*` would agree to any total that the cart has by now.
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
      schema: TAG_LIST,
      example: '"v3"',
    }),
    ApiProblems('bad_request', 'precondition_required', 'cart_changed'),
  );
}
