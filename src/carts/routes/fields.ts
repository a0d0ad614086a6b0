import { applyDecorators } from '@nestjs/common';
import { ValidateBy, ValidateIf } from 'class-validator';

import { isText } from '../../catalog/json-shape.ts';
import { DateOnly, field, type FieldOptions } from '../../http/fields/index.ts';
import { isReserved } from '../reserved-extra.ts';

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
