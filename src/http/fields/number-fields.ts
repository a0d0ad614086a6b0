import { field, type FieldOptions } from './field.ts';

export interface WholeNumberOptions extends FieldOptions {
  readonly min: number;
  readonly max: number;
}

/** A JSON number without a fraction, within limits. */
export function WholeNumber(options: WholeNumberOptions): PropertyDecorator {
  const { min, max } = options;
  return field(
    (value) => {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'must be a whole number';
      return value < min || value > max ? `must be from ${min} to ${max}` : undefined;
    },
    { type: 'integer', minimum: min, maximum: max },
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

const DECIMAL = /^\d{1,15}(\.\d{1,6})?$/;

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
