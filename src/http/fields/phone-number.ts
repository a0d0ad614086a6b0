import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

import { field, type FieldOptions } from './field.ts';

/** As long as a number with spaces and brackets may be; in its one form it has 16 characters at most (F2.2). */
const MAX_LENGTH = 32;
/** As it arrives: marks of the writing direction come before and after, and between the groups. */
const MAX_WRITTEN = 64;

/** Digits of Arabic and of Persian and Urdu, which keyboards of the region write. */
const DIGITS = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';

/**
 * A phone number in its one form, E.164 (`+96550000001`), which is 16 characters at most, as Ottu wants them (F2.2).
 *
 * @param country ISO 3166-1 alpha-2: whose numbers may be written as they are dialled there; undefined: none may.
 * @returns undefined when it is no valid number, or has an extension, which E.164 does not.
 */
export function phoneNumber(text: unknown, country?: unknown): string | undefined {
  const written = plainNumber(text);
  if (written === undefined) return undefined;
  const parsed = parsePhoneNumberFromString(written, {
    extract: false,
    ...(isPhoneCountry(country) && { defaultCountry: country }),
  });
  return parsed?.isValid() === true && parsed.ext === undefined ? parsed.number : undefined;
}

/** Whether numbers of this country can be read as they are dialled there. */
function isPhoneCountry(country: unknown): country is CountryCode {
  return typeof country === 'string' && isSupportedCountry(country);
}

/** Without what only shows it: digits are Latin, `00` is `+`, marks of direction and spaces are gone. */
function plainNumber(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > MAX_WRITTEN) return undefined;
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{Z}\s]/gu, '')
    .replaceAll(/[٠-٩۰-۹]/g, (digit) => String(DIGITS.indexOf(digit) % 10))
    .replace(/^00/, '+');
  return plain.length > MAX_LENGTH ? undefined : plain;
}

/** What could be a number of some country: which one is not known where the field is read. */
const LOCAL = /^[0-9][0-9()./-]{2,}$/;

/** A phone number. One without a country code is read by `phoneNumber`, where the country is known. */
export function PhoneText(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => {
      if (typeof value !== 'string') return 'must be a string';
      const plain = plainNumber(value);
      const possible = plain !== undefined && (LOCAL.test(plain) || phoneNumber(plain) !== undefined);
      return possible ? undefined : 'must be a valid phone number, such as "+96550000001"';
    },
    { type: 'string', minLength: 1, maxLength: MAX_WRITTEN },
    { example: '+96550000001', ...options },
  );
}
