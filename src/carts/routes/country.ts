import countries from 'i18n-iso-countries/index.js';

import { field, type FieldOptions } from '../../http/fields/index.ts';

/** Kosovo's code is in wide use, but not ISO 3166-1's, nor among the 249 that Ottu lists (F2.3). */
const COUNTRIES: ReadonlySet<string> = new Set(Object.keys(countries.getAlpha2Codes()).filter((code) => code !== 'XK'));

/** Names in the languages of the shops, in small letters. */
const NAMED: ReadonlyMap<string, string> = new Map(
  ['en', 'ar'].flatMap((language) => {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    return [...COUNTRIES].map((code) => [names.of(code)?.toLowerCase() ?? code, code] as const);
  }),
);

/** A name or a code is shorter; what is longer is not looked at. */
const MAX_LENGTH = 64;

/** ISO 3166-1 alpha-2 in capitals, of the code (`kw`, `KWT`) or the name (`Kuwait`, `الكويت`) that a wallet or a form gives. */
export function countryOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined;
  const text = value.trim();
  const code = text.length === 3 ? countries.alpha3ToAlpha2(text.toUpperCase()) : text.toUpperCase();
  return code !== undefined && COUNTRIES.has(code) ? code : NAMED.get(text.toLowerCase());
}

export function Country(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) =>
      countryOf(value) === undefined ? 'must be a country, by its code of ISO 3166-1 such as "KW"' : undefined,
    { type: 'string', minLength: 2, maxLength: MAX_LENGTH },
    {
      description:
        'Its code of ISO 3166-1 (`KW`, `kw`, `KWT`), or its name in English or Arabic; kept and answered as `KW`.',
      example: 'KW',
      ...options,
    },
  );
}
