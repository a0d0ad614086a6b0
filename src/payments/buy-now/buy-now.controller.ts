import { Controller, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { Caller } from '../../access/caller.ts';
import { MovesMoney, ServerToServer } from '../../access/decorators.ts';
import { IdempotencyKey } from '../../http/idempotency-key.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { ChargeResponseWriter } from '../attempts/charge-response.ts';
import { PaymentAnswer } from '../reading/payment.response.ts';
import { REPLAY_HEADERS } from '../attempts/replay-headers.ts';
import { BUY_NOW_DESCRIPTION, BUY_NOW_EXAMPLES } from './buy-now.docs.ts';
import { BuyNowRequest } from './buy-now.request.ts';
import { BUY_NOW_PATH, BuyNow } from './buy-now.ts';

@ApiTags('One-step checkout')
@Controller()
export class BuyNowController {
  constructor(
    private readonly buyNow: BuyNow,
    private readonly response: ChargeResponseWriter,
  ) {}

  @Post(BUY_NOW_PATH)
  @ServerToServer('payments:charge')
  @MovesMoney()
  @ApiOperation({ operationId: 'buyNow', summary: 'Create and pay in one call', description: BUY_NOW_DESCRIPTION })
  @ApiCreatedResponse({
    type: PaymentAnswer,
    headers: REPLAY_HEADERS,
    description: 'The outcome is final: paid, authorized, cod or declined.',
  })
  @ApiAcceptedResponse({
    type: PaymentAnswer,
    headers: REPLAY_HEADERS,
    description:
      'The outcome is not known yet. Do not charge anew: send the same bytes with the same key again, or read `links.self`.',
  })
  @ApiProblems('idempotency_key_reused', 'idempotency_in_flight', 'order_no_taken')
  @ApiProblems('ottu_rejected', 'ottu_refused_credentials', 'ottu_not_found', 'ottu_throttled', 'ottu_unreachable')
  @ApiProblems('catalog_unavailable', 'quote_unusable', 'nothing_to_pay')
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async charge(
    @Caller() caller: Caller,
    @IdempotencyKey() key: string,
    @JsonBody(BuyNowRequest, { examples: BUY_NOW_EXAMPLES }) body: JsonBody<BuyNowRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentAnswer> {
    return this.response.write(await this.buyNow.execute(caller, key, body), reply);
  }
}
