/** Where a fault that Ottu names is in the caller's own body: a JSON Pointer in, a JSON Pointer out. */
export type PointerMap = (pointer: string) => string;

/**
 * Maps Ottu's field names to the caller's, by the longest prefix that is given: with `{'/customer_email':
 * '/customer/email'}` a fault at `/customer_email` is one at `/customer/email`, and one at `/amount` stays there.
 */
export function mapPointers(prefixes: Readonly<Record<string, string>>): PointerMap {
  const longestFirst = Object.entries(prefixes).toSorted(([a], [b]) => b.length - a.length);
  return (pointer) => {
    const found = longestFirst.find(([prefix]) => pointer === prefix || pointer.startsWith(`${prefix}/`));
    return found === undefined ? pointer : `${found[1]}${pointer.slice(found[0].length)}`;
  };
}
