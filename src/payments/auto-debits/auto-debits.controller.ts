import { Controller, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { Caller } from '../../access/caller.ts';
import { MovesMoney, ServerToServer } from '../../access/decorators.ts';
import { Settings } from '../../config/settings.ts';
import { IdempotencyKey } from '../../http/idempotency-key.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { ChargeResponseWriter } from '../attempts/charge-response.ts';
import { AutoDebitRequest } from './auto-debit.request.ts';
import { AutoDebitAnswer } from './auto-debit.response.ts';
import { AUTO_DEBITS_PATH, AutoDebit } from './auto-debit.ts';
import { AUTO_DEBIT_DESCRIPTION, AUTO_DEBIT_EXAMPLES, CYCLE_HEADERS } from './auto-debits.docs.ts';
import { OfferLink } from './offer-link.ts';
import { retryAdvice, withAdvice } from '../reading/retry-advice.ts';

@ApiTags('Auto-debits')
@Controller()
export class AutoDebitsController {
  constructor(
    private readonly autoDebit: AutoDebit,
    private readonly response: ChargeResponseWriter,
    private readonly offer: OfferLink,
    private readonly settings: Settings,
  ) {}

  @Post(AUTO_DEBITS_PATH)
  @ServerToServer('payments:charge')
  @MovesMoney()
  @ApiOperation({
    operationId: 'autoDebit',
    summary: 'Charge one cycle of an agreement',
    description: AUTO_DEBIT_DESCRIPTION,
  })
  @ApiCreatedResponse({
    type: AutoDebitAnswer,
    headers: CYCLE_HEADERS,
    description: 'The outcome is final: paid, authorized or declined.',
  })
  @ApiAcceptedResponse({
    type: AutoDebitAnswer,
    headers: CYCLE_HEADERS,
    description: 'The outcome is not known yet. The cycle is not charged again while that is so.',
  })
  @ApiProblems('agreement_not_found', 'agreement_differs', 'agreement_canceled', 'agreement_ended')
  @ApiProblems('cycle_too_early', 'cycle_charged', 'amount_not_agreed')
  @ApiProblems('card_not_found', 'card_not_usable', 'cards_unavailable', 'ottu_api_key_needed')
  @ApiProblems('idempotency_key_reused', 'idempotency_in_flight', 'order_no_taken')
  @ApiProblems('ottu_rejected', 'ottu_refused_credentials', 'ottu_not_found', 'ottu_throttled', 'ottu_unreachable')
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async charge(
    @Caller() caller: Caller,
    @IdempotencyKey() key: string,
    @JsonBody(AutoDebitRequest, { examples: AUTO_DEBIT_EXAMPLES }) body: JsonBody<AutoDebitRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AutoDebitAnswer> {
    const result = await this.autoDebit.execute(caller, key, body);
    try {
      const { payment, links } = await this.response.write(result, reply);
      const retry = retryAdvice(payment, this.settings.durations.declineRetry);
      const offered = await this.offer.for(caller, body, { result, payment, retry });
      return { payment, links, ...(retry === undefined ? {} : { retry }), ...offered };
    } catch (error) {
      throw withAdvice(error);
    }
  }
}
