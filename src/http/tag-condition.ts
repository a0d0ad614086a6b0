import type { FastifyRequest } from 'fastify';

import { Problem } from '../problems/problem.ts';
import { headerValues } from './request-headers.ts';

/**
 * What an `If-Match` or `If-None-Match` header asks for (RFC 9110, 13.1): tags in their quotes, each as it came and as it was
 * before a proxy compressed the answer. Such a proxy makes a tag weak, or writes the coding into it (`"v1-gzip"`, `"v1;br"`,
 * `"v1--gzip"`); what the tag stands for has not changed by that, so that every comparison here is by the version alone.
 */
export type TagCondition = '*' | readonly string[];

const LIST = /^[ \t]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(?:,[ \t]*|$))+$/;
const ONE = /("[\x21\x23-\x7e\x80-\xff]*")/g;
/** A tag may end in a hyphen by itself, so that of two only one need be the proxy's. */
const CODINGS = ['-', '--', ';'].map((before) => new RegExp(`${before}(?:gzip|br|deflate|zstd)"$`));

/** What such a header may be, for the document: a list of tags. */
export const TAG_LIST = { type: 'string', pattern: LIST.source } as const;
/** The same where `*` is a condition as well. */
export const TAGS_OR_ANY = { type: 'string', pattern: `^[*]$|${LIST.source}` } as const;

/** @returns undefined when the header is neither `*` nor a list of entity tags. */
function parseTagCondition(header: string): TagCondition | undefined {
  if (header.trim() === '*') return '*';
  if (!LIST.test(header)) return undefined;
  return [...header.matchAll(ONE)].flatMap(([, tag = '']) => {
    return [...new Set([tag, ...CODINGS.map((coding) => tag.replace(coding, '"'))])];
  });
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
