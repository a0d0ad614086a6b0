import type { FastifyRequest } from 'fastify';

import { Problem } from '../problems/problem.ts';
import { headerValues } from './request-headers.ts';

/** What an `If-Match` or `If-None-Match` header asks for (RFC 9110, 13.1). */
export type TagCondition = '*' | readonly { readonly weak: boolean; readonly tag: string }[];

const LIST = /^[ \t]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(?:,[ \t]*|$))+$/;
const ONE = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** @returns undefined when the header is neither `*` nor a list of entity tags. */
function parseTagCondition(header: string): TagCondition | undefined {
  if (header.trim() === '*') return '*';
  if (!LIST.test(header)) return undefined;
  return [...header.matchAll(ONE)].map(([, weak, tag = '']) => ({ weak: weak !== undefined, tag }));
}

export type ConditionName = 'If-Match' | 'If-None-Match';

/** @throws Problem `bad_request` for a header that is no condition: to ignore it could lose another edit. */
export function readTagCondition({ raw }: Pick<FastifyRequest, 'raw'>, name: ConditionName): TagCondition | undefined {
  const values = headerValues(raw, name.toLowerCase());
  if (values.length === 0) return undefined;
  const condition = parseTagCondition(values.join(', '));
  if (condition !== undefined) return condition;
  const detail = `${name} must be * or ETags in their quotes, separated by commas.`;
  throw new Problem('bad_request', { detail, outcome: 'none' });
}
