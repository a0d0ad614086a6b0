import { DecimalAmount, FreeObject, OneOf, Text } from '../../http/fields/index.ts';
import { REQUESTED_OPERATIONS, type RequestedOperation } from '../operations/operation-states.ts';

/** How somebody ends an operation that is unknown. */
export class ResolutionRequest {
  @OneOf(['succeeded', 'rejected'], {
    description: '`succeeded`: it was done. `rejected`: it was not, and what it holds is released.',
    example: 'succeeded',
  })
  decision: 'succeeded' | 'rejected';

  @Text({
    max: 500,
    pattern: /^(?=.*\S)[^\p{Cc}]+$/u,
    patternMessage: 'must be words, without control characters',
    description: 'Why, in words. It stands in the timeline.',
    example: "Ottu's dashboard lists the refund of 1 June.",
  })
  reason: string;
}

/** One operation on a payment (F8.1). */
export class OperationRequest {
  @OneOf(REQUESTED_OPERATIONS, {
    description:
      '`reverse`: a void or a refund, whichever the state of the payment allows; the answer says which it was.',
    example: 'refund',
  })
  operation: RequestedOperation;

  @DecimalAmount({
    optional: true,
    description: 'Of a refund or a capture, in the currency of the payment; all that is left where absent.',
    example: '0.500',
  })
  amount?: string;

  @DecimalAmount({
    optional: true,
    description:
      '`refundable_amount` as it was on the screen of whoever asks. When it is another one by now, nothing is done (`balance_changed`).',
    example: '1.000',
  })
  expected_refundable?: string;

  @OneOf(['pg', 'wallet'], {
    optional: true,
    description: 'Of a refund: where the money goes. `wallet` needs a customer and a gateway with a wallet.',
    example: 'pg',
  })
  destination?: 'pg' | 'wallet';

  @Text({
    optional: true,
    max: 500,
    pattern: /^(?=.*\S)[^\p{Cc}]+$/u,
    patternMessage: 'must be words, without control characters',
    description: 'Why, in words. Ottu is not told.',
    example: 'One box arrived broken.',
  })
  reason?: string;

  @FreeObject({ optional: true, description: "The gateway's own extras (F8.1), passed on as they are written." })
  extra?: Record<string, unknown>;
}
