import type { JsonDocument } from '../../json/json-document.ts';

/**
 * Makes the body of a charge, once, and lets go of what it was made of: while Ottu is waited for, a charge holds what is
 * needed afterwards, and a shop may have thousands that wait.
 *
 * @param document what `make` reads; it is released.
 */
export function madeOnce<Claimed>(
  document: JsonDocument,
  make: (claimed: Claimed) => string,
): (claimed: Claimed) => string {
  let parts: { readonly document: JsonDocument; readonly make: (claimed: Claimed) => string } | undefined = {
    document,
    make,
  };
  return (claimed) => {
    if (parts === undefined) throw new Error('The body of a charge is made once');
    const body = parts.make(claimed);
    parts.document.release();
    parts = undefined;
    return body;
  };
}
