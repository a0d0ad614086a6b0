import { MAX_QUANTITY } from '../../../catalog/catalog.ts';
import { isSku } from '../../../catalog/check-items.ts';
import { field, type FieldOptions } from '../../../http/fields/index.ts';

export function Sku(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => (isSku(value) ? undefined : 'must be 1 to 64 printable ASCII characters without white space'),
    { type: 'string', minLength: 1, maxLength: 64, pattern: '^[!-~]+$' },
    { example: 'DATES-KHALAS', ...options },
  );
}

export function Quantity(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'must be a whole number';
      if (value === 0) return `must be from 1 to ${MAX_QUANTITY}; an item is removed with DELETE`;
      return value < 0 || value > MAX_QUANTITY ? `must be from 1 to ${MAX_QUANTITY}` : undefined;
    },
    { type: 'integer', minimum: 1, maximum: MAX_QUANTITY },
    { example: 2, ...options },
  );
}

export class CartItem {
  @Sku()
  sku: string;

  @Quantity()
  quantity: number;
}

export class SetItemRequest {
  @Quantity({ description: 'How many there shall be, whatever there are now.' })
  quantity: number;
}
