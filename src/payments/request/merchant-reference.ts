import { Text, type FieldOptions } from '../../http/fields/index.ts';

const EXAMPLE = 'طلب ٢٠٢٦/١٠٠١';

/** The merchant's own name of the order, in any script. Ottu never gets it: M40 says what an order number may be. */
export function MerchantReference(options: FieldOptions = {}): PropertyDecorator {
  return Text({
    max: 128,
    pattern: /^(?=.*\S)[^\p{C}\p{Zl}\p{Zp}]+$/u,
    patternMessage: 'must be printable characters, not spaces alone',
    optional: true,
    example: EXAMPLE,
    ...options,
  });
}
