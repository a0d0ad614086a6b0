import { ApiProperty } from '@nestjs/swagger';

import { CheckoutView } from '../checkout/checkout.response.ts';
import { NewCartAnswer } from '../presenting/cart.response.ts';

/** A cart with its secret, ready to be paid. */
export class BuyNowIntentAnswer extends NewCartAnswer {
  @ApiProperty({ type: CheckoutView })
  checkout: CheckoutView;
}
