import { createHash } from 'node:crypto';

import type { JsonDocument } from '../../json/json-document.ts';

/** Taken once and by whom it was given: a request that is sent again brings another one. */
const ONCE_ONLY: ReadonlySet<string> = new Set(['challenge_token']);

/**
 * What makes two requests to pay the same one (M8): the source text of every member but a solved challenge's token,
 * which no verifier takes twice. Lower-case hex.
 */
export function paymentSha256(document: JsonDocument): string {
  const hash = createHash('sha256');
  for (const { name, source } of document.members('')) {
    if (!ONCE_ONLY.has(name)) hash.update(`${JSON.stringify(name)}:${source.text}\n`);
  }
  return hash.digest('hex');
}
