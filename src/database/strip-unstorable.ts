const REPLACEMENT = '\uFFFD';

/**
 * A copy of plain JSON data that a `jsonb` column takes: PostgreSQL stores neither U+0000 nor half of a surrogate pair,
 * both of which a caller's own members may hold and Ottu is sent as they are.
 */
export function stripUnstorable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [cleanText(name), clean(member)]));
}

function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', REPLACEMENT);
}
