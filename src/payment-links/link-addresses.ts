import type { StoredLink } from '../database/stored-link.ts';
import type { JsonDocument } from '../json/json-document.ts';

/** What an answer of Ottu's says of where a payer pays (F2.5). */
export function addressesIn(document: JsonDocument): Pick<StoredLink, 'url' | 'short_url'> {
  const url = document.source('/checkout_url')?.scalarText();
  const short = document.source('/checkout_short_url')?.scalarText();
  return { ...(url === undefined ? {} : { url }), ...(short === undefined ? {} : { short_url: short }) };
}
