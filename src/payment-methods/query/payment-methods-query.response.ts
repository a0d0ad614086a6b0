import { ApiProperty } from '@nestjs/swagger';

import { PassedOn } from '../../http/passed-on.ts';

/** One gateway as Ottu lists it (F7); Ottu may send more, and all of it is passed on. */
@PassedOn()
export class ListedGateway {
  @ApiProperty({ description: 'The gateway code.', example: 'credit-card' })
  code: string;

  @ApiProperty({ example: 'Credit Card' })
  name: string;

  @ApiProperty({ example: true })
  is_sandbox: boolean;

  @ApiProperty({ type: [String], example: ['KWD', 'USD'] })
  accepted_currencies: string[];

  @ApiProperty({ example: 'purchase' })
  operation: string;

  @ApiProperty({ type: [String], example: ['refund', 'void'] })
  operations: string[];

  @ApiProperty({ example: true })
  is_tokenizable: boolean;

  @ApiProperty({ example: true })
  auto_debit_enabled: boolean;
}

@PassedOn()
export class PaymentMethodsAnswer {
  @ApiProperty({ type: [String], description: 'Gateway codes.', example: ['credit-card'] })
  customer_payment_methods: string[];

  @ApiProperty({ type: [ListedGateway] })
  payment_methods: ListedGateway[];
}
