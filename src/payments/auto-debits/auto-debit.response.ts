import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import { PaymentAnswer } from '../reading/payment.response.ts';
import { RetryView } from '../reading/retry.response.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';

export class OfferedLinkView {
  @ApiProperty({ format: 'uuid', description: 'Of the link, and of its payment.' })
  id: string;

  @ApiProperty({ type: String, nullable: true, description: "Ottu's page, which the payer opens." })
  url: string | null;

  @ApiPropertyOptional({ description: 'The same, short, where Ottu gave one.' })
  short_url?: string;

  @ApiProperty({ enum: PAYMENT_STATES, description: 'Of its payment.', example: 'created' })
  state: PaymentState;

  @ApiProperty({ description: 'Whether the payer can pay it now, as far as is known here.', example: true })
  open: boolean;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  expires_at: string | null;
}

export class LinkProblemView {
  @ApiProperty({ description: 'A problem code.', example: 'ottu_unreachable' })
  code: string;

  @ApiPropertyOptional()
  detail?: string;
}

export class AutoDebitAnswer extends PaymentAnswer {
  @ApiPropertyOptional({
    type: OfferedLinkView,
    nullable: true,
    description:
      'With `on_decline: payment_link`, of a charge that was declined; and of a cycle that a link holds, which is then the payment that is answered. While it can be paid, or is paid, the cycle is not charged. Null where it could not be made.',
  })
  payment_link?: OfferedLinkView | null;

  @ApiPropertyOptional({
    type: LinkProblemView,
    description: 'Why there is no link. The same request with the same key tries again.',
  })
  payment_link_problem?: LinkProblemView;

  @ApiPropertyOptional({ type: RetryView, description: 'Of a charge that was declined: whether to try again.' })
  retry?: RetryView;
}
