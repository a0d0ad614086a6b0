import { matching, shape, text } from './fields.ts';
import { email } from './formats.ts';

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
// Regions that CLDR knows beside ISO 3166-1: groups of countries, and codes kept for special use.
const NOT_A_COUNTRY = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'XK',
  'ZZ',
]);
const RETIRED = new Set([
  'AN',
  'BU',
  'CS',
  'DD',
  'DY',
  'FX',
  'HV',
  'NH',
  'NT',
  'RH',
  'SU',
  'TP',
  'UK',
  'VD',
  'YD',
  'YU',
  'ZR',
]);

const country = (value: unknown): string[] | undefined =>
  typeof value === 'string' &&
  /^[A-Z]{2}$/.test(value) &&
  !NOT_A_COUNTRY.has(value) &&
  !RETIRED.has(value) &&
  regions.of(value) !== undefined
    ? undefined
    : [`"${typeof value === 'string' ? value : JSON.stringify(value)}" is not a valid choice.`];

const place = {
  line1: text({ max: 128, blank: false }),
  city: text({ max: 40, blank: false }),
  country,
};
const more = { line2: text({ max: 128 }), state: text({ max: 40 }), postal_code: text({ max: 12 }) };

export const billingAddress = shape(place, more);

export const shippingAddress = shape(
  {
    ...place,
    first_name: text({ max: 64, blank: false }),
    last_name: text({ max: 64, blank: false }),
    email: (value) => matching(/./, '', 128)(value) ?? email(value),
    phone: text({ max: 16, blank: false }),
  },
  more,
);
