import { Flag, OneOf, Text } from '../../http/fields/index.ts';

/** M27: how an operator ends the review of a payment. */
export class ReviewRequest {
  @OneOf(['accept', 'reject'], {
    description: '`accept`: it is paid. `reject`: it is not, and ends as `canceled`.',
    example: 'accept',
  })
  decision: 'accept' | 'reject';

  @Text({
    max: 500,
    pattern: /^(?=.*\S)[^\p{Cc}]+$/u,
    patternMessage: 'must be words, without control characters',
    description: 'Why, in words. It stands in the timeline.',
    example: 'The bank statement of 1 June shows 0.500 KWD; the shopper paid the rest in the shop.',
  })
  reason: string;

  @Flag({ optional: true, description: 'To `accept` a payment of which Ottu shows no success.', example: false })
  confirm_without_ottu?: boolean;

  @Flag({
    optional: true,
    description: 'To `reject` a payment of which Ottu shows a success: the money was given back.',
    example: false,
  })
  given_back?: boolean;
}
