import { Controller, Get, Param, Patch, Post, Put, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { Caller } from '../access/caller.ts';
import { MovesMoney, ServerToServer } from '../access/decorators.ts';
import type { Answer } from '../http/answer.ts';
import { ClientAbort } from '../http/client-abort.ts';
import { OptionalIdempotencyKey } from '../http/idempotency-key.ts';
import { JsonBody } from '../http/json-body.ts';
import { ChargeResponseWriter } from '../payments/attempts/charge-response.ts';
import { parseSessionId, type SessionId } from '../payments/identifiers.ts';
import { PaymentAnswer } from '../payments/reading/payment.response.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { OTTU_PROBLEMS, SERVICE_PROBLEMS } from '../problems/problem-groups.ts';
import { Problem } from '../problems/problem.ts';
import { ChangeTransaction } from './change/change-transaction.ts';
import { ChargeTransaction } from './create/charge-transaction.ts';
import { CreateRequested, TRANSACTIONS_PATH } from './create/create-requested.ts';
import { ReplaceTransactionRequest, UpdateTransactionRequest } from './request/change-transaction.request.ts';
import { CreateTransactionRequest } from './request/create-transaction.request.ts';
import { RetrieveTransaction } from './retrieve-transaction.ts';
import { toPassedResponse, TransactionAnswer } from './transaction.response.ts';
import * as docs from './transactions.docs.ts';
import { CREATE_EXAMPLES, REPLACE_EXAMPLES, UPDATE_EXAMPLES } from './transactions.examples.ts';

@ApiTags('Checkout API')
@ApiExtraModels(TransactionAnswer, PaymentAnswer)
@Controller(TRANSACTIONS_PATH)
export class TransactionsController {
  constructor(
    private readonly create: CreateRequested,
    private readonly charge: ChargeTransaction,
    private readonly chargeAnswers: ChargeResponseWriter,
    private readonly retrieve: RetrieveTransaction,
    private readonly change: ChangeTransaction,
  ) {}

  @Post()
  @ApiConsumes(...docs.BODY_TYPES)
  @ServerToServer('transactions:write')
  @MovesMoney()
  @ApiOperation({
    operationId: 'createTransaction',
    summary: 'Create a transaction at Ottu, and pay it at once with payment_instrument',
    description: docs.CREATE_DESCRIPTION,
  })
  @ApiCreatedResponse({
    schema: docs.CREATED_SCHEMA,
    headers: docs.CREATED_HEADERS,
    description: "Ottu's own answer; with `payment_instrument` the payment, whose outcome is final.",
  })
  @ApiAcceptedResponse({
    type: PaymentAnswer,
    headers: docs.CREATED_HEADERS,
    description:
      'With `payment_instrument`: the outcome is not known yet. Do not charge anew: send the same bytes with the same key again, or read `links.self`.',
  })
  @ApiProblems('idempotency_key_reused', 'idempotency_in_flight', 'order_no_taken')
  @ApiProblems('not_found', 'ottu_not_found', ...OTTU_PROBLEMS)
  @ApiProblems(...SERVICE_PROBLEMS)
  async createTransaction(
    @Caller() caller: Caller,
    @OptionalIdempotencyKey() key: string | undefined,
    @JsonBody(CreateTransactionRequest, { open: true, examples: CREATE_EXAMPLES })
    body: JsonBody<CreateTransactionRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<Buffer> | PaymentAnswer> {
    if (body.dto.payment_instrument !== undefined) {
      return this.chargeAnswers.write(await this.charge.execute(caller, key, body), reply);
    }
    return toPassedResponse(await this.create.execute(caller, key, body));
  }

  @Get(':session_id')
  @ServerToServer('transactions:read')
  @SessionParam()
  @ApiOperation({
    operationId: 'getTransaction',
    summary: 'One transaction, as Ottu shows it now',
    description: docs.RETRIEVE_DESCRIPTION,
  })
  @ApiOkResponse({ type: TransactionAnswer, headers: docs.RELATED_HEADER, description: "Ottu's own answer." })
  @ApiProblems('not_found', ...OTTU_PROBLEMS, 'shutting_down', 'internal_error')
  async getTransaction(
    @Param('session_id') session: string,
    @ClientAbort() gone: AbortSignal,
  ): Promise<Answer<Buffer>> {
    return toPassedResponse(await this.retrieve.execute(sessionOf(session), gone));
  }

  @Patch(':session_id')
  @ApiConsumes(...docs.BODY_TYPES)
  @ServerToServer('transactions:write')
  @SessionParam()
  @ApiOperation({
    operationId: 'updateTransaction',
    summary: 'Change some members of a transaction',
    description: docs.UPDATE_DESCRIPTION,
  })
  @ChangeAnswers()
  async updateTransaction(
    @Param('session_id') session: string,
    @JsonBody(UpdateTransactionRequest, { open: true, examples: UPDATE_EXAMPLES })
    body: JsonBody<UpdateTransactionRequest>,
  ): Promise<Answer<Buffer>> {
    return toPassedResponse(await this.change.ofBody('update', sessionOf(session), body));
  }

  @Put(':session_id')
  @ApiConsumes(...docs.BODY_TYPES)
  @ServerToServer('transactions:write')
  @SessionParam()
  @ApiOperation({
    operationId: 'replaceTransaction',
    summary: 'Say a whole transaction anew; needs more permissions than PATCH',
    description: docs.REPLACE_DESCRIPTION,
  })
  @ChangeAnswers()
  async replaceTransaction(
    @Param('session_id') session: string,
    @JsonBody(ReplaceTransactionRequest, { open: true, examples: REPLACE_EXAMPLES })
    body: JsonBody<ReplaceTransactionRequest>,
  ): Promise<Answer<Buffer>> {
    return toPassedResponse(await this.change.ofBody('replace', sessionOf(session), body));
  }
}

function SessionParam(): MethodDecorator {
  return ApiParam({
    name: 'session_id',
    description: "Ottu's id of the transaction.",
    schema: { type: 'string', pattern: String.raw`^[-\w]{1,128}$` },
    example: '0123456789abcdef0123456789abcdef01234567',
  });
}

function ChangeAnswers(): MethodDecorator {
  const decorators: MethodDecorator[] = [
    ApiOkResponse({
      type: TransactionAnswer,
      headers: docs.RELATED_HEADER,
      description: "Ottu's own answer: the transaction after the change.",
    }),
    ApiProblems('session_owned_by_cart', 'attempt_open', 'change_in_flight', 'not_found', ...OTTU_PROBLEMS),
    ApiProblems(...SERVICE_PROBLEMS),
  ];
  return (target, key, descriptor) => {
    for (const decorate of decorators) decorate(target, key, descriptor);
  };
}

/** @throws Problem `not_found` where no session has such an id */
export function sessionOf(text: string): SessionId {
  const sessionId = parseSessionId(text);
  if (sessionId === undefined) throw new Problem('not_found', { detail: 'There is no such transaction.' });
  return sessionId;
}
