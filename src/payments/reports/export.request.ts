import { OneOf, Text } from '../../http/fields/index.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';
import { DaysQuery } from './days.request.ts';

/** Which rows of the books an export has. */
export class ExportQuery extends DaysQuery {
  @OneOf(['true', 'false'], {
    optional: true,
    description: '`true`: captures, refunds and voids have rows of their own, each on its own day.',
    example: 'true',
  })
  operations?: 'true' | 'false';

  @OneOf(PAYMENT_STATES, { optional: true, description: 'Of the payment, as it is now.' })
  state?: PaymentState;

  @Text({
    max: 3,
    pattern: /^[A-Z]{3}$/,
    patternMessage: 'must be three capital letters',
    optional: true,
    example: 'KWD',
  })
  currency?: string;

  @Text({
    max: 128,
    pattern: /^[^\p{Cc}]+$/u,
    patternMessage: 'must hold no control character',
    optional: true,
    description: 'As `gateway` of the summary has it.',
    example: 'mpgs',
  })
  gateway?: string;

  @Text({
    max: 64,
    pattern: /^[a-z_]+$/,
    patternMessage: 'must be small letters and _ only',
    optional: true,
    description: 'As `method` of the summary has it.',
    example: 'apple_pay',
  })
  method?: string;
}
