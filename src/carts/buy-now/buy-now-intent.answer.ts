import { ApiProperty } from '@nestjs/swagger';

import { CheckoutView } from '../checkout/checkout.answer.ts';
import { NewCartAnswer } from '../presenting/cart.answer.ts';

/** A cart with its secret, ready to be paid. */
export class BuyNowIntentAnswer extends NewCartAnswer {
  @ApiProperty({ type: CheckoutView })
  checkout: CheckoutView;
}
