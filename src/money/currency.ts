import { MoneyError } from './money-error.ts';

declare const currencyBrand: unique symbol;

/** An active ISO 4217 alphabetic code, upper case. */
export type CurrencyCode = string & { readonly [currencyBrand]: true };

/**
 * ISO 4217's active codes by the digits of their minor unit. Kept here because dinero.js counts MGA and MRU in fifths,
 * and Ottu, like ISO 4217, in hundredths; a test compares all other codes with dinero.js.
 */
const CODES_BY_EXPONENT: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
    'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR ' +
    'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
    'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  Object.entries(CODES_BY_EXPONENT).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(exponent)]),
  ),
);

export function isCurrencyCode(value: unknown): value is CurrencyCode {
  return typeof value === 'string' && EXPONENTS.has(value);
}

/** Reads a currency code as it came: exactly three upper-case letters of ISO 4217's active list, else MoneyError. */
export function parseCurrency(value: unknown): CurrencyCode {
  if (isCurrencyCode(value)) return value;
  throw new MoneyError('unknown_currency', 'The currency must be an active ISO 4217 code in upper case, such as KWD.');
}

/** Digits after the decimal point: 3 for KWD, 2 for SAR, 0 for JPY. */
export function exponentOf(currency: CurrencyCode): number {
  const exponent = EXPONENTS.get(currency);
  if (exponent === undefined) throw new MoneyError('unknown_currency', 'The currency is not in ISO 4217.');
  return exponent;
}

export function currencyCodes(): CurrencyCode[] {
  return [...EXPONENTS.keys()] as CurrencyCode[];
}
