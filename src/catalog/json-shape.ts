/** The members of a JSON object; of anything else, none. */
export function members(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Whether it is a text for shoppers, of so many characters at most, that a database can store and a page can show. */
export function isText(value: unknown, longest: number): value is string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > longest) return false;
  return value.isWellFormed() && !/\p{Cc}/u.test(value);
}
