/**
 * M58a: names in `extra` that mean something to Ottu or to its signature. The shop sets them by `OTTU_EXTRA`; a browser
 * never does.
 */
const RESERVED = /^(?:merchant_id|autopay|payment_description|sandbox_.*|merchant_defined_data.*)$/isu;

export function isReserved(name: string): boolean {
  return RESERVED.test(name.trim());
}

/** What of an `extra` is its giver's own: carts that an earlier version kept may hold more. */
export function ownExtra(extra: Readonly<Record<string, unknown>> | null): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(extra ?? {}).filter(([name]) => !isReserved(name)));
}
