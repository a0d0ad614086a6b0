import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import { Agreement } from '../../payments/request/agreement.dto.ts';
import { CART_STATES } from '../cart-state.ts';
import { CartBillingAddress, CartShippingAddress, CartCustomer } from './customer.request.ts';

export class CartText {
  @ApiProperty({ example: 'Khalas dates, 1 kg box' })
  en: string;

  @ApiProperty({ example: 'تمر خلاص، علبة ١ كغ' })
  ar: string;
}

export class CartLine {
  @ApiProperty({ example: 'DATES-KHALAS' })
  sku: string;

  @ApiProperty({ type: CartText })
  name: CartText;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 999, example: 2 })
  quantity: number;

  @ApiPropertyOptional({
    description: 'For show; absent where the shop names none. Of "three for 1.000" it is near a third.',
    example: '3.750',
  })
  unit_price?: string;

  @ApiProperty({ description: 'What the line costs.', example: '7.500' })
  line_total: string;
}

export class CartDiscount {
  @ApiPropertyOptional({ example: 'WELCOME' })
  code?: string;

  @ApiProperty({ type: CartText, example: { en: 'Welcome', ar: 'أهلاً' } })
  name: CartText;

  @ApiProperty({ description: 'What is taken off, above zero.', example: '0.500' })
  amount: string;
}

export class CartFee {
  @ApiPropertyOptional({ example: 'GIFT-WRAP' })
  code?: string;

  @ApiProperty({ type: CartText, example: { en: 'Gift wrapping', ar: 'تغليف هدية' } })
  name: CartText;

  @ApiProperty({ description: 'What comes on top.', example: '0.250' })
  amount: string;
}

/** A cart as every route of it answers it. Amounts are decimal strings with the digits of the currency. */
export class CartView {
  @ApiProperty({ format: 'uuid', example: '0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90' })
  id: string;

  @ApiProperty({ type: 'integer', description: 'Goes up by one with each change.', example: 3 })
  version: number;

  @ApiProperty({
    enum: CART_STATES,
    description:
      '`frozen`: it is being paid, and edits are refused. `paid`, `abandoned` and `expired` carts never open again.',
    example: 'open',
  })
  state: (typeof CART_STATES)[number];

  @ApiPropertyOptional({
    format: 'date-time',
    description:
      'Of a cart that is held for the Checkout SDK: until when at most. It opens sooner when the payment fails.',
    example: '2026-06-01T10:32:30.000Z',
  })
  held_until?: string;

  @ApiProperty({ example: 'KWD' })
  currency_code: string;

  @ApiProperty({ type: String, enum: ['en', 'ar', null], nullable: true, example: 'ar' })
  language: 'en' | 'ar' | null;

  @ApiProperty({ type: [CartLine], description: 'In the order in which they were put in.' })
  items: CartLine[];

  @ApiPropertyOptional({ type: [CartDiscount], description: 'Only when something is taken off.' })
  discounts?: CartDiscount[];

  @ApiPropertyOptional({ type: [CartFee], description: 'Only when something comes on top.' })
  fees?: CartFee[];

  @ApiPropertyOptional({ description: "Only when the shop's quote has it.", example: '1.000' })
  shipping?: string;

  @ApiPropertyOptional({
    description: "Only when the shop's quote has it: what comes on top of the prices.",
    example: '0.250',
  })
  tax?: string;

  @ApiProperty({
    description:
      'What is charged: lines less discounts, plus fees, shipping and tax. Zero while the cart is empty; a cart may cost ' +
      'nothing, too.',
    example: '7.500',
  })
  total: string;

  @ApiProperty({ type: CartCustomer, nullable: true })
  customer: CartCustomer | null;

  @ApiProperty({ type: CartBillingAddress, nullable: true })
  billing_address: CartBillingAddress | null;

  @ApiProperty({ type: CartShippingAddress, nullable: true })
  shipping_address: CartShippingAddress | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: "The merchant's own members.",
    example: { gift_wrap: true },
  })
  extra: Record<string, unknown> | null;

  @ApiProperty({
    type: [String],
    description: 'Vouchers and gift cards; `discounts` says what they are worth.',
    example: ['EID'],
  })
  codes: string[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: "Where Ottu's page sends the payer back to.",
    example: 'https://shop.example.com/thanks',
  })
  redirect_url: string | null;

  @ApiPropertyOptional({
    type: Agreement,
    description: 'What the payment of the cart agrees to, to be shown to the shopper; only where a server gave it.',
  })
  agreement?: Record<string, unknown>;

  @ApiProperty({ description: 'Whether the cart is bound to a signed-in customer.', example: false })
  signed_in: boolean;

  @ApiProperty({
    format: 'date-time',
    description: 'An unused cart is over then. Each change moves it on.',
    example: '2026-06-08T10:15:30.000Z',
  })
  expires_at: string;

  @ApiProperty({ format: 'date-time', example: '2026-06-01T10:15:30.000Z' })
  created_at: string;

  @ApiProperty({ format: 'date-time', example: '2026-06-01T10:15:31.000Z' })
  updated_at: string;
}

export class CartAnswer {
  @ApiProperty({ type: CartView })
  cart: CartView;
}

const CART_TOKEN = {
  description: 'The secret of this cart, for the `Cart-Token` header. It is given in this answer only.',
  example: 'ct_qj8J0Vb3m4cXl1u3J0m8r0f6c0XyQk6gq8m2H5o1tWs',
} as const;

export class NewCartAnswer extends CartAnswer {
  @ApiProperty(CART_TOKEN)
  cart_token: string;
}

export class ChangedCartAnswer extends CartAnswer {
  @ApiPropertyOptional({
    ...CART_TOKEN,
    description:
      'Only when the cart was bound to this customer by this request, or by an earlier one whose answer was lost: the ' +
      'new secret of the cart. The old one opens nothing else any more.',
  })
  cart_token?: string;
}
