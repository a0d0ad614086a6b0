import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { problemCodes } from './catalog.ts';

const OUTCOMES = ['none', 'unknown', 'final'] as const;

@ApiSchema({ name: 'FieldError' })
export class FieldErrorDocument {
  @ApiProperty({ description: "JSON Pointer (RFC 6901) into the caller's own body", example: '/currency_code' })
  pointer!: string;

  @ApiProperty({ description: 'What is wrong, without the value', example: 'must be three capital letters' })
  message!: string;
}

@ApiSchema({ name: 'ProblemPayment' })
export class ProblemPaymentDocument {
  @ApiProperty({ example: 'pay_4f1d2c' })
  id!: string;

  @ApiProperty({ example: 'SHOP-7Q2M4K' })
  order_no!: string;

  @ApiProperty({ enum: OUTCOMES })
  outcome!: string;

  @ApiProperty({ description: 'Where the payment can be followed', example: '/v1/payments/pay_4f1d2c' })
  self!: string;
}

@ApiSchema({ name: 'ProblemBalance' })
export class ProblemBalanceDocument {
  @ApiProperty({ description: 'What can still be refunded', example: '0.500' })
  refundable_amount!: string;

  @ApiProperty({ description: 'What can still be captured', example: '0.000' })
  capturable_amount!: string;
}

const ADVICE = ['never', 'later', 'new_card', 'payer'] as const;

@ApiSchema({ name: 'RetryAdvice' })
export class RetryAdviceDocument {
  @ApiProperty({
    enum: ADVICE,
    description:
      '`later`: the same again, under a new key. `new_card`: the customer needs another card first. `payer`: the payer has to pay once by himself. `never`: not under this agreement',
    example: 'later',
  })
  advice!: (typeof ADVICE)[number];

  @ApiPropertyOptional({ format: 'date-time', description: 'No sooner than then', example: '2026-06-02T10:15:30.000Z' })
  after?: string;
}

/** The shape of every error, for the OpenAPI document. */
@ApiSchema({ name: 'Problem', description: 'An error as RFC 9457 has it' })
export class ProblemDocument {
  @ApiProperty({ example: 'urn:ottu-bff:problem:validation_failed' })
  type!: string;

  @ApiProperty({ example: 'Some fields are not valid' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ example: 'Some fields are not valid.' })
  detail!: string;

  @ApiProperty({ description: 'Stable; programs decide by this', enum: problemCodes(), enumName: 'ProblemCode' })
  code!: string;

  @ApiProperty({
    description: 'Also in the X-Request-Id header and in the logs',
    example: '0e1c9a52-7d5c-4a1e-9f6b-2b8f1f0a6c3d',
  })
  request_id!: string;

  @ApiProperty({
    type: [FieldErrorDocument],
    required: false,
    description: 'The faults of the body at once, a hundred at most',
  })
  errors?: FieldErrorDocument[];

  @ApiProperty({
    enum: OUTCOMES,
    required: false,
    description:
      'On routes that move money. `none`: nothing was charged and nothing will be; `unknown`: ask for the payment; `final`: settled',
  })
  outcome?: string;

  @ApiProperty({ type: ProblemPaymentDocument, required: false, description: 'The payment that this is about' })
  payment?: ProblemPaymentDocument;

  @ApiPropertyOptional({
    type: [String],
    description: 'Of `operation_not_allowed`: the operations that the payment allows now',
    example: ['refund'],
  })
  allowed?: string[];

  @ApiPropertyOptional({ type: RetryAdviceDocument, description: 'Of an auto-debit: whether to try again' })
  retry?: RetryAdviceDocument;

  @ApiPropertyOptional({ type: ProblemBalanceDocument, description: 'What is left of the payment' })
  balance?: ProblemBalanceDocument;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'The cart that this is about, as it is now and as its routes answer it; left out where it is very long',
    example: { id: '0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90', version: 4, state: 'open', total: '9.000' },
  })
  cart?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: [String],
    description:
      'With `card_in_use`: ids of the agreements that are paid with the card; with `agreements_open`: of those that are open. A hundred at most',
    example: ['AGR-9'],
  })
  agreements?: string[];
}
