import { ApiProperty } from '@nestjs/swagger';

import { PaymentAnswer } from '../../payments/reading/payment.response.ts';

const CHECKOUT_URL = {
  description: "Ottu's page, on which the payer types the card. Nothing is charged there.",
  example: 'https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123',
} as const;

/** For the shopper: no word of Ottu's (M91). */
export class ShopperCardSetupAnswer {
  @ApiProperty(CHECKOUT_URL)
  checkout_url: string;

  @ApiProperty({
    description: "Ottu's id of the transaction.",
    example: '0123456789abcdef0123456789abcdef01234567',
  })
  session_id: string;
}

export class CustomerCardSetupAnswer extends PaymentAnswer {
  @ApiProperty(CHECKOUT_URL)
  checkout_url: string;
}
