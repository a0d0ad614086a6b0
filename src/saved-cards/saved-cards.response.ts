import { ApiProperty, OmitType } from '@nestjs/swagger';

export class SavedCardView {
  @ApiProperty({
    description: "This service's own name for the card, good for its owner only. Not the card's token at Ottu.",
    example: 'q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE',
  })
  id: string;

  @ApiProperty({ type: String, nullable: true, example: 'VISA' })
  brand: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The last four digits.', example: '1019' })
  last_four: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Two digits.', example: '01' })
  expiry_month: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The last two digits.', example: '39' })
  expiry_year: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Noura Al-Sabah' })
  name_on_card: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The gateway that keeps it. A shopper sees cards of the gateways that he is offered.',
    example: 'credit-card',
  })
  pg_code: string | null;

  @ApiProperty({ description: 'The one that the customer wants offered first.', example: true })
  is_preferred: boolean;

  @ApiProperty({ example: false })
  is_expired: boolean;

  @ApiProperty({
    description: "Its security code has to be typed, which only the provider's own page may ask for.",
    example: false,
  })
  needs_cvv: boolean;

  @ApiProperty({
    description: 'Whether `POST /v1/carts/{id}/payments` takes it: neither expired, nor in need of its security code.',
    example: true,
  })
  payable: boolean;
}

export class SavedCardsAnswer {
  @ApiProperty({ type: [SavedCardView], description: 'Empty when there are none. The preferred one comes first.' })
  cards: SavedCardView[];
}

export class CustomerCardView extends OmitType(SavedCardView, ['payable'] as const) {
  @ApiProperty({ type: String, nullable: true, description: 'Masked.', example: '**** 1019' })
  number: string | null;

  @ApiProperty({
    description: "Ottu's word; where it says nothing, whether the card ends within 30 days, which an auto-debit minds.",
    example: false,
  })
  will_expire_soon: boolean;

  @ApiProperty({ type: [String], description: 'Ids of the agreements that are paid with it.', example: ['AGR-9'] })
  agreements: string[];
}

export class CustomerCardsAnswer {
  @ApiProperty({ type: [CustomerCardView], description: 'Empty when there are none. The preferred one comes first.' })
  cards: CustomerCardView[];
}
