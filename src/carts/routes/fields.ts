import { applyDecorators } from '@nestjs/common';
import { ValidateBy, ValidateIf } from 'class-validator';

import { DateOnly, field, type FieldOptions } from '../../http/fields/index.ts';

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

/** The merchant's own members: any names, but not any amount of them, since every version of them is kept. */
export function Extra(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
      const bytes = Buffer.byteLength(JSON.stringify(value));
      if (bytes > MAX_BYTES) return `must be at most ${MAX_BYTES} bytes of JSON`;
      return depthOf(value) > MAX_DEPTH ? `must not be nested more than ${MAX_DEPTH} deep` : undefined;
    },
    { type: 'object', additionalProperties: true },
    {
      description: `The merchant's own members, at most ${MAX_BYTES} bytes of JSON, nested at most ${MAX_DEPTH} deep.`,
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
