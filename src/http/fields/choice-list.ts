import { field, type FieldOptions } from './field.ts';

/** A list of values of a closed set; it may be empty. */
export function ChoiceList(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const known = new Set<unknown>(values);
  return field(
    (value) => {
      if (!Array.isArray(value)) return 'must be a list';
      return value.every((entry) => known.has(entry)) ? undefined : `must hold nothing but ${values.join(', ')}`;
    },
    { type: 'array', items: { type: 'string', enum: [...values] } },
    options,
  );
}
