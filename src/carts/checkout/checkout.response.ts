import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import { CartView, NewCartAnswer } from '../routes/cart.response.ts';
import { EARLIER_PAYMENT } from '../routes/carts.docs.ts';

export class SdkView {
  @ApiProperty({
    type: String,
    nullable: true,
    description: "Ottu's public key; it may be seen by anybody.",
    example: 'pk_1',
  })
  public_key: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'sandbox.ottu.net' })
  merchant_id: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      "Ottu's `sdk_setup_preload_payload`, reduced to what a browser needs: wallets with their settings and the methods " +
      'that are offered. Saved cards are not in it.',
    example: { session_id: '0123456789abcdef0123456789abcdef01234567', payment_services: [{ flow: 'apple_pay' }] },
  })
  setup_preload?: Record<string, unknown>;
}

/** Everything that a storefront needs to have the cart paid. */
export class CheckoutView {
  @ApiProperty({ description: "Ottu's session.", example: '0123456789abcdef0123456789abcdef01234567' })
  session_id: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "Ottu's own checkout page.",
    example: 'https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123456789abcdef0123456789abcdef01234567',
  })
  checkout_url: string | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'What the shopper may pay with, amounts with fees.',
    example: [{ code: 'credit-card', name: 'Credit Card', amount: '12.750', currency_code: 'KWD', fee: '0.250' }],
  })
  payment_methods: Record<string, unknown>[];

  @ApiProperty({ type: SdkView })
  sdk: SdkView;

  @ApiPropertyOptional({ enum: ['checking'], description: EARLIER_PAYMENT })
  earlier_payment?: 'checking';
}

export class CheckoutAnswer {
  @ApiProperty({ type: CartView })
  cart: CartView;

  @ApiProperty({ type: CheckoutView })
  checkout: CheckoutView;

  @ApiProperty({
    description: 'Whether the shop asks for another total than before: the cart has a new version, which shows it.',
    example: false,
  })
  price_changed: boolean;
}

/** A cart with its secret, ready to be paid. */
export class BuyNowIntentAnswer extends NewCartAnswer {
  @ApiProperty({ type: CheckoutView })
  checkout: CheckoutView;
}
