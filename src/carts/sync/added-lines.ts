import type { CartRow } from '../../database/cart-tables.ts';
import type { AddedLine } from '../../database/schema.ts';
import { isRecord } from '../../ottu/reply-json.ts';

/**
 * M51: the lines, or so many pieces of them, that the cart has been given since the version that was paid.
 *
 * @param purchase what was paid for (M50).
 * @returns null where the cart has not moved past that version.
 */
export function addedLines(
  { version, items, quote }: Pick<CartRow, 'version' | 'items' | 'quote'>,
  purchase: Readonly<Record<string, unknown>>,
): AddedLine[] | null {
  const { cart } = purchase;
  if (!isRecord(cart) || cart['version'] === version) return null;
  const paid = quantities(purchase['items']);
  const names = new Map(linesOf(quote?.['items']).map((line) => [line['sku'], line['name']]));
  return items.flatMap(({ sku, quantity }) => {
    const added = quantity - (paid.get(sku) ?? 0);
    const name = names.get(sku);
    return added > 0 ? [{ sku, ...(name === undefined ? {} : { name }), quantity: added }] : [];
  });
}

function quantities(lines: unknown): Map<unknown, number> {
  return new Map(linesOf(lines).map((line) => [line['sku'], Number(line['quantity'])]));
}

function linesOf(lines: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(lines) ? lines.filter(isRecord) : [];
}
