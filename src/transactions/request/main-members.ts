import { DecimalAmount, OneOf, Text, TextList, type FieldOptions } from '../../http/fields/index.ts';

/** More gateways than any merchant has. */
const MAX_GATEWAYS = 100;

/** The four members that Ottu asks for on create and on a full update (F2.1), and that a partial one may have. */
export function TransactionType(options: FieldOptions = {}): PropertyDecorator {
  return OneOf(['e_commerce', 'payment_request'], { example: 'e_commerce', ...options });
}

export function Amount(options: FieldOptions = {}): PropertyDecorator {
  return DecimalAmount({
    description: 'At most as many decimals as the currency has; reaches Ottu as it is spelled. `"0"` for `save_card`.',
    example: '12.5',
    ...options,
  });
}

export function Currency(options: FieldOptions = {}): PropertyDecorator {
  return Text({
    min: 3,
    max: 3,
    pattern: /^[A-Z]{3}$/,
    patternMessage: 'must be three capital letters (ISO 4217)',
    example: 'KWD',
    ...options,
  });
}

export function GatewayCodes(options: FieldOptions = {}): PropertyDecorator {
  return TextList({
    max: MAX_GATEWAYS,
    each: {
      max: 50,
      pattern: /^[-a-zA-Z0-9_]+$/,
      patternMessage: 'must be a gateway code: letters, digits, - and _',
    },
    description: 'The payer picks one of them; exactly one with `payment_instrument`.',
    example: ['credit-card'],
    ...options,
  });
}
