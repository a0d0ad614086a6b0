type Members = Readonly<Record<string, unknown>>;

/**
 * What the gateway said, each value as text by its name: `{"auth_code":"A10001","rrn":"612345678901"}`. Ottu gives flat
 * values, or objects of a value and its names in two languages (F16.15). What has no single value (`card_details`) and what
 * is empty is left out.
 */
export function flatPgParams(given: Members | null): Record<string, string> | null {
  if (given === null) return null;
  const texts = Object.entries(given).map(([name, value]) => [name, textOf(value)] as const);
  return Object.fromEntries(texts.filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''));
}

function textOf(given: unknown): string | undefined {
  const value = typeof given === 'object' && given !== null ? (given as Members)['value'] : given;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
