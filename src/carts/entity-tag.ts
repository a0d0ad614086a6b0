import type { CartRow } from '../database/cart-tables.ts';

/**
 * The ETag of a cart: its version, and its state where that is not `open`, because a state changes without a version
 * and a cache must not take a frozen cart for an open one.
 */
export function entityTag({ version, state }: Pick<CartRow, 'version' | 'state'>): string {
  return state === 'open' ? `"v${version}"` : `"v${version}-${state}"`;
}

/** What an `If-Match` or `If-None-Match` header asks for (RFC 9110, 13.1). */
export type TagCondition = '*' | readonly { readonly weak: boolean; readonly tag: string }[];

const LIST = /^[ \t]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(?:,[ \t]*|$))+$/;
const ONE = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** @returns undefined when the header is neither `*` nor a list of entity tags. */
export function parseTagCondition(header: string): TagCondition | undefined {
  if (header.trim() === '*') return '*';
  if (!LIST.test(header)) return undefined;
  return [...header.matchAll(ONE)].map(([, weak, tag = '']) => ({ weak: weak !== undefined, tag }));
}

/**
 * Whether an `If-Match` holds: strong comparison, so that a weak tag never matches. It is about the version only:
 * whether a cart is frozen or closed is said by problems of their own.
 */
export function matchesVersion(condition: TagCondition, { version }: Pick<CartRow, 'version'>): boolean {
  if (condition === '*') return true;
  return condition.some(({ weak, tag }) => !weak && /^"v(\d+)(?:-[a-z]+)?"$/.exec(tag)?.[1] === String(version));
}

/** Whether a reader who has one of these has what is there now: weak comparison, version and state. */
export function isUnchanged(condition: TagCondition, cart: Pick<CartRow, 'version' | 'state'>): boolean {
  return condition === '*' || condition.some(({ tag }) => tag === entityTag(cart));
}
