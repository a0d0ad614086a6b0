import { ApiPropertyOptional } from '@nestjs/swagger';

import { PaymentAnswer } from '../reading/payment.response.ts';
import { RetryView } from '../reading/retry.response.ts';

export class AutoDebitAnswer extends PaymentAnswer {
  @ApiPropertyOptional({ type: RetryView, description: 'Of a charge that was declined: whether to try again.' })
  retry?: RetryView;
}
