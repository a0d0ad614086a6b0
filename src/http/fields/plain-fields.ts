import { isEmail, isISO31661Alpha2 } from 'class-validator';

import { field, type FieldOptions, type FieldRule } from './field.ts';

export interface TextOptions extends FieldOptions {
  /** Fewest characters (Unicode code points); 1 when not given. */
  readonly min?: number;
  readonly max: number;
  /** Anchored; tested and documented alike. */
  readonly pattern?: RegExp;
  /** The message for a value against the pattern, such as "must be …". */
  readonly patternMessage?: string;
  readonly format?: string;
}

/** A string within lengths, and of a pattern if there is one. */
export function Text(options: TextOptions): PropertyDecorator {
  const { min = 1, max, pattern, format } = options;
  const schema = {
    type: 'string',
    minLength: min,
    maxLength: max,
    ...(pattern !== undefined && { pattern: pattern.source }),
    ...(format !== undefined && { format }),
  } as const;
  return field(textRule(options), schema, options);
}

export function textRule({
  min = 1,
  max,
  pattern,
  patternMessage = 'does not have the right form',
}: TextOptions): FieldRule {
  return (value) => {
    if (typeof value !== 'string') return 'must be a string';
    // No list of a text's characters is made where it is too long however they are counted.
    if (value.length > max * 2) return `must have at most ${max} characters`;
    const length = [...value].length;
    if (length < min) return min === 1 ? 'must not be empty' : `must have at least ${min} characters`;
    if (length > max) return `must have at most ${max} characters`;
    return pattern === undefined || pattern.test(value) ? undefined : patternMessage;
  };
}

/** One of a closed list of strings. */
export function OneOf(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const rule: FieldRule = (value) => (values.includes(value as string) ? undefined : `must be ${anyOf(values)}`);
  return field(rule, { type: 'string', enum: [...values] }, options);
}

function anyOf(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return quoted.length === 1 ? String(quoted[0]) : `one of ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

export function Email(options: FieldOptions & { readonly max?: number } = {}): PropertyDecorator {
  const { max = 254 } = options;
  return field(
    (value) => textRule({ max })(value) ?? (isEmail(value) ? undefined : 'must be an email address'),
    { type: 'string', format: 'email', maxLength: max },
    { example: 'noura@example.com', ...options },
  );
}

/** ISO 3166-1 alpha-2, in capitals. */
export function CountryCode(options: FieldOptions = {}): PropertyDecorator {
  const message = 'must be a country code of two capital letters (ISO 3166-1), such as "KW"';
  return field(
    // class-validator takes small letters too, which Ottu does not document.
    (value) => (typeof value === 'string' && /^[A-Z]{2}$/.test(value) && isISO31661Alpha2(value) ? undefined : message),
    { type: 'string', pattern: '^[A-Z]{2}$' },
    { example: 'KW', ...options },
  );
}

/** An absolute http or https address without user name and password. */
export function Url(options: FieldOptions & { readonly max?: number } = {}): PropertyDecorator {
  const { max = 2048 } = options;
  return field(
    (value) =>
      textRule({ max })(value) ??
      (isWebAddress(value as string) ? undefined : 'must be an absolute http or https address'),
    { type: 'string', format: 'uri', maxLength: max },
    { example: 'https://shop.example.com/thanks', ...options },
  );
}

/** Where a payer returns to: as `Url`, or a deep link into an app, `myapp://thanks`; never a scheme that a browser runs. */
export function ReturnAddress(options: FieldOptions & { readonly max?: number } = {}): PropertyDecorator {
  const { max = 2048 } = options;
  return field(
    (value) =>
      textRule({ max })(value) ??
      (isWebAddress(value as string) || isDeepLink(value as string)
        ? undefined
        : 'must be an absolute http or https address, or a deep link'),
    { type: 'string', format: 'uri', maxLength: max },
    { example: 'https://shop.example.com/thanks', ...options },
  );
}

/** What browsers run, read or hand on by themselves is no app's own. */
const NO_APP =
  /^(?:https?|javascript|data|vbscript|file|blob|about|ftp|wss?|filesystem|view-source|intent|tel|sms|mailto):/i;

function isDeepLink(value: string): boolean {
  if (NO_APP.test(value) || !/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@][^\s]*$/i.test(value)) return false;
  return !/@/.test(value.split(/[?#]/)[0] ?? '') && URL.canParse(value);
}

function isWebAddress(value: string): boolean {
  if (!/^https?:\/\/[^\s]+$/i.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

/** A real day as `YYYY-MM-DD`. */
export function DateOnly(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => (isDay(value) ? undefined : 'must be a real day written as YYYY-MM-DD'),
    { type: 'string', format: 'date' },
    { example: '1990-04-23', ...options },
  );
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  // Date.parse moves the 30th of February to March instead of refusing it.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

export interface WholeNumberOptions extends FieldOptions {
  readonly min: number;
  readonly max: number;
  /** Its digits may come as text too, and reach Ottu so (F16.16). */
  readonly orText?: boolean;
}

const DIGITS = /^[0-9]{1,16}$/;

/** A JSON number without a fraction, within limits. */
export function WholeNumber(options: WholeNumberOptions): PropertyDecorator {
  const { min, max, orText = false } = options;
  const schema = { type: 'integer', minimum: min, maximum: max } as const;
  return field(
    (value) => {
      const number = orText && typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isSafeInteger(number)) return 'must be a whole number';
      return number < min || number > max ? `must be from ${min} to ${max}` : undefined;
    },
    orText ? { oneOf: [schema, { type: 'string', pattern: DIGITS.source }] } : schema,
    options,
  );
}

/** `true` or `false`. */
export function Flag(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
    { type: 'boolean' },
    options,
  );
}

const DECIMAL = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/;

/**
 * An amount as a string of plain decimal digits. How many digits the currency allows is for `Money` to say: here the
 * currency is not known.
 */
export function DecimalAmount(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => {
      if (typeof value === 'number') return 'must be a string such as "1.000", not a number';
      if (typeof value !== 'string') return 'must be a string such as "1.000"';
      return DECIMAL.test(value)
        ? undefined
        : 'must be a decimal number such as "1.000": digits, and a point with digits if needed';
    },
    { type: 'string', pattern: DECIMAL.source },
    { example: '1.000', ...options },
  );
}
