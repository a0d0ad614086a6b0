import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Operator, Storefront } from '../access/decorators.ts';
import { jsonText, type Answer } from '../http/answer.ts';
import { ClientAbort } from '../http/client-abort.ts';
import { JsonBody } from '../http/json-body.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { OfferedMethodsAnswer } from './offered/offered-methods.response.ts';
import { OfferedMethods } from './offered/offered-methods.ts';
import { PaymentMethodsAnswer } from './query/payment-methods-query.response.ts';
import { PaymentMethodsQuery } from './query/payment-methods.query.ts';
import { QueryPaymentMethods } from './query/query-payment-methods.ts';

const OFFERED_DESCRIPTION = `
The gateways of \`OTTU_PG_CODES\`, in that order, with what a page needs to show them. Asked of Ottu once a minute at most;
when Ottu fails, the last answer stands. No cart is needed.
`.trim();

const QUERY_DESCRIPTION = `
Every filter that Ottu has, checked here first; filters that are not known here are passed on as they are, and the answer
is Ottu's own. Ottu asks for it to be kept by whoever asks, for a day to a week per set of filters.
`.trim();

const QUERY_EXAMPLES = {
  wallets: {
    summary: 'Gateways for Apple Pay in KWD',
    value: { plugin: 'e_commerce', currencies: ['KWD'], payment_services: ['apple_pay'], type: 'sandbox' },
  },
  subscriptions: {
    summary: 'Gateways that can charge a saved card',
    value: { plugin: 'payment_request', tokenizable: true, auto_debit: true, customer_id: 'cust-77' },
  },
};

@ApiTags('Payment methods')
@Controller('v1/payment-methods')
export class PaymentMethodsController {
  constructor(
    private readonly offered: OfferedMethods,
    private readonly query: QueryPaymentMethods,
  ) {}

  @Get()
  @Storefront('newShopper')
  @ApiOperation({
    operationId: 'getPaymentMethods',
    summary: 'What the storefront may offer',
    description: OFFERED_DESCRIPTION,
  })
  @ApiOkResponse({ type: OfferedMethodsAnswer, description: 'The gateways that shoppers may pay with.' })
  @ApiProblems('ottu_unreachable', 'shutting_down', 'internal_error')
  async getPaymentMethods(): Promise<OfferedMethodsAnswer> {
    return { payment_methods: await this.offered.list() };
  }

  @Post('query')
  @HttpCode(200)
  @Operator('payments:read', { servers: true })
  @ApiOperation({
    operationId: 'queryPaymentMethods',
    summary: "Ottu's full payment-methods query",
    description: QUERY_DESCRIPTION,
  })
  @ApiOkResponse({ type: PaymentMethodsAnswer, description: "Ottu's own answer." })
  @ApiProblems('ottu_rejected', 'ottu_refused_credentials', 'ottu_bad_answer', 'ottu_failed', 'ottu_timeout')
  @ApiProblems('ottu_throttled', 'ottu_overloaded', 'ottu_unreachable', 'shutting_down', 'internal_error')
  async queryPaymentMethods(
    @JsonBody(PaymentMethodsQuery, { open: true, examples: QUERY_EXAMPLES })
    { document }: JsonBody<PaymentMethodsQuery>,
    @ClientAbort() gone: AbortSignal,
  ): Promise<Answer<Buffer>> {
    return jsonText(await this.query.execute(document, gone));
  }
}
