import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class OfferedService {
  @ApiProperty({ example: 'apple_pay' })
  code: string;

  @ApiPropertyOptional({ example: 'Apple Pay' })
  name?: string;

  @ApiPropertyOptional({ example: 'أبل باي' })
  name_ar?: string;
}

/** A gateway as shoppers may see it. */
export class OfferedMethod {
  @ApiProperty({ description: 'What a cart is paid with.', example: 'credit-card' })
  code: string;

  @ApiProperty({ example: 'Credit Card' })
  name: string;

  @ApiPropertyOptional({ example: 'https://sandbox.ottu.net/static/icons/credit-card.svg' })
  logo?: string;

  @ApiPropertyOptional({ example: 'KWD' })
  default_currency?: string;

  @ApiProperty({ type: [String], example: ['KWD', 'SAR'] })
  accepted_currencies: string[];

  @ApiProperty({ type: [OfferedService], description: 'Wallets that work through it.' })
  payment_services: OfferedService[];
}

export class OfferedMethodsAnswer {
  @ApiProperty({ type: [OfferedMethod], description: 'In the order in which the merchant wants them offered.' })
  payment_methods: OfferedMethod[];
}
