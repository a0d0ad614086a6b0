import { applyDecorators } from '@nestjs/common';
import { ValidateBy, ValidateIf } from 'class-validator';
import countries from 'i18n-iso-countries/index.js';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

import { isText } from '../../catalog/json-shape.ts';
import { DateOnly, field, type FieldOptions } from '../../http/fields/index.ts';
import { isReserved } from '../reserved-extra.ts';

/** As long as a number with spaces and brackets may be; what is stored is 16 at most (F2.2). */
const MAX_PHONE_LENGTH = 32;

/** Kosovo's code is in wide use, but not ISO 3166-1's, nor among the 249 that Ottu lists (F2.3). */
const COUNTRIES: ReadonlySet<string> = new Set(Object.keys(countries.getAlpha2Codes()).filter((code) => code !== 'XK'));

/**
 * A phone number in its one form, E.164 (`+96550000001`), which is 16 characters at most, as Ottu wants them (F2.2).
 *
 * @param country whose numbers may be written without their country code; undefined: none may.
 * @returns undefined when it is no valid number, or has an extension, which E.164 does not.
 */
export function phoneNumber(text: unknown, country?: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > MAX_PHONE_LENGTH) return undefined;
  const known = isCountry(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(text, {
    extract: false,
    ...(known !== undefined && { defaultCountry: known }),
  });
  return parsed?.isValid() === true && parsed.ext === undefined ? parsed.number : undefined;
}

/** ISO 3166-1 alpha-2, in capitals. */
function isCountry(value: unknown): value is string {
  return typeof value === 'string' && COUNTRIES.has(value);
}

/** A number with its country code. */
export function InternationalPhone(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) =>
      phoneNumber(value) === undefined
        ? 'must be a valid phone number with its country code, such as "+96550000001"'
        : undefined,
    { type: 'string', minLength: 1, maxLength: MAX_PHONE_LENGTH },
    { example: '+96550000001', ...options },
  );
}

/** A number whose country is another member of the same object: `phoneNumber` checks both together. */
export function PhoneText(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => (typeof value === 'string' ? undefined : 'must be a string'),
    { type: 'string', minLength: 1, maxLength: MAX_PHONE_LENGTH },
    { example: '+96550000001', ...options },
  );
}

export function Country(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) =>
      isCountry(value) ? undefined : 'must be a country code of two capital letters (ISO 3166-1), such as "KW"',
    { type: 'string', enum: [...COUNTRIES].toSorted() },
    { example: 'KW', ...options },
  );
}

/** A day that has been. */
export function BirthDate(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(
    DateOnly(options),
    ValidateBy({
      name: 'past',
      validator: {
        // The other rule refuses what is no day at all.
        validate: (value) => typeof value !== 'string' || !(value >= new Date().toISOString().slice(0, 10)),
        defaultMessage: () => 'must be in the past',
      },
    }),
  );
}

/** A member that callers like to send and that is refused with its reason. It is not in the documentation. */
export function Refused(reason: string): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_object, value) => value !== undefined),
    ValidateBy({ name: 'field', validator: { validate: () => false, defaultMessage: () => reason } }),
  );
}

const MAX_BYTES = 8_192;
const MAX_DEPTH = 5;

const RESERVED_EXTRA =
  'must not hold merchant_id, autopay, payment_description, sandbox_* or merchant_defined_data*, which the shop sets by itself';

const MAX_CODES = 10;
const MAX_CODE_LENGTH = 64;

/** Vouchers and gift cards, as the shopper wrote them. What they are worth, the shop's quote says. */
export function Codes(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => {
      if (!Array.isArray(value)) return 'must be a list';
      if (value.length > MAX_CODES) return `must have at most ${MAX_CODES} entries`;
      if (!value.every((code) => isText(code, MAX_CODE_LENGTH))) {
        return `must hold texts of 1 to ${MAX_CODE_LENGTH} characters without control characters`;
      }
      return new Set(value).size < value.length ? 'must hold each code once' : undefined;
    },
    {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: MAX_CODE_LENGTH },
      maxItems: MAX_CODES,
    },
    {
      description:
        'Vouchers and gift cards, for the quote of the shop. A list that is given takes the place of the whole.',
      example: ['EID'],
      ...options,
    },
  );
}

/** The merchant's own members: any names but those that mean something to Ottu (M58a), but not any amount of them, since every version of them is kept. */
export function Extra(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
      if (Object.keys(value).some(isReserved)) return RESERVED_EXTRA;
      const bytes = Buffer.byteLength(JSON.stringify(value));
      if (bytes > MAX_BYTES) return `must be at most ${MAX_BYTES} bytes of JSON`;
      return depthOf(value) > MAX_DEPTH ? `must not be nested more than ${MAX_DEPTH} deep` : undefined;
    },
    { type: 'object', additionalProperties: true },
    {
      description:
        `The merchant's own members, at most ${MAX_BYTES} bytes of JSON, nested at most ${MAX_DEPTH} deep. Prices may ` +
        `depend on it. It ${RESERVED_EXTRA}.`,
      example: { gift_wrap: true },
      ...options,
    },
  );
}

/** A scalar has depth 0. The reader of bodies has bounded it already. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
