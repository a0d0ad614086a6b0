/** What is merged into every create of carts and of Buy Now (M58a). */
export interface CreateDefaults {
  readonly extra: Readonly<Record<string, unknown>>;
  /** By the members of a customer: `email`, `last_name` and so on. */
  readonly customer: Readonly<Record<string, string>>;
}

export const EXTRA_MESSAGE = 'must be a JSON object';

const CUSTOMER_MEMBERS: ReadonlySet<string> = new Set([
  'email',
  'phone',
  'phone_2',
  'first_name',
  'last_name',
  'birthdate',
]);

export const CUSTOMER_DEFAULTS_MESSAGE = `must be a JSON object of texts, with members among ${[...CUSTOMER_MEMBERS].join(', ')}`;

/** @returns nothing where it is no JSON object. */
export function readExtra(text: string): CreateDefaults['extra'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return { ...value };
  } catch {
    return undefined;
  }
}

/** @returns nothing where it is no JSON object of a customer's members. */
export function readCustomerDefaults(text: string): CreateDefaults['customer'] | undefined {
  const entries = Object.entries(readExtra(text) ?? { none: undefined });
  const texts = entries.filter((entry): entry is [string, string] => isCustomerText(entry));
  return texts.length === entries.length ? Object.fromEntries(texts) : undefined;
}

function isCustomerText([name, value]: readonly [string, unknown]): boolean {
  return CUSTOMER_MEMBERS.has(name) && typeof value === 'string' && value !== '';
}
