import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';

import { Caller } from '../../access/caller.ts';
import { MovesMoney, Operator } from '../../access/decorators.ts';
import { Answer } from '../../http/answer.ts';
import { IdempotencyKey } from '../../http/idempotency-key.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { OTTU_PROBLEMS, SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';
import { Problem } from '../../problems/problem.ts';
import { parseOperationId, parsePaymentId, type PaymentId } from '../identifiers.ts';
import { PAYMENT_ID } from '../reading/payments.controller.ts';
import { DecideOperation, type OperationDecision } from './decide-operation.ts';
import { Operate } from './operate.ts';
import { OperationAnswer, OperationListAnswer } from '../operations/operation.response.ts';
import { OperationRequest, ResolutionRequest } from './operation.request.ts';
import {
  APPROVE_DESCRIPTION,
  OPERATE_DESCRIPTION,
  OPERATION_EXAMPLES,
  DECIDED_HEADERS,
  OPERATION_HEADERS,
  RESOLVE_DESCRIPTION,
  RESOLVE_EXAMPLES,
} from './operations.docs.ts';
import { OperationsReader } from './operations-reader.ts';
import { ResolveOperation } from './resolve-operation.ts';

const OPERATION_ID = {
  name: 'operation_id',
  format: 'uuid',
  description: 'The id of the operation, as the list of them shows it.',
} as const;

@ApiTags('Operations')
@ApiParam(PAYMENT_ID)
@Controller('v1/payments')
export class OperationsController {
  constructor(
    private readonly operate: Operate,
    private readonly decide: DecideOperation,
    private readonly resolution: ResolveOperation,
    private readonly operations: OperationsReader,
  ) {}

  @Post(':id/operations')
  @Operator('payments:operate', { servers: true })
  @MovesMoney()
  @ApiOperation({
    operationId: 'operateOnPayment',
    summary: 'Refund, capture, void, cancel, expire, delete or reverse a payment',
    description: OPERATE_DESCRIPTION,
  })
  @ApiCreatedResponse({
    type: OperationAnswer,
    headers: OPERATION_HEADERS,
    description: 'The operation is settled: `succeeded`, or `rejected` by Ottu or the gateway.',
  })
  @ApiAcceptedResponse({
    type: OperationAnswer,
    headers: OPERATION_HEADERS,
    description: 'It is not settled yet: `unknown`, `queued`, or `awaiting_approval`. What it asks for is held back.',
  })
  @ApiProblems('not_found', 'operation_not_allowed', 'amount_exceeds_balance', 'balance_changed')
  @ApiProblems('refund_limit_exceeded', 'idempotency_key_reused', 'idempotency_in_flight')
  @ApiProblems(...OTTU_PROBLEMS, ...SERVICE_PROBLEMS)
  async perform(
    @Param('id') id: string,
    @Caller() { name, keyId }: Caller,
    @IdempotencyKey() key: string,
    @JsonBody(OperationRequest, { examples: OPERATION_EXAMPLES }) body: JsonBody<OperationRequest>,
  ): Promise<Answer<OperationAnswer>> {
    const paymentId = idOf(id);
    const path = `/v1/payments/${paymentId}/operations`;
    const { operationId, replayed } = await this.operate.execute({
      idempotency: { caller: name, method: 'POST', path, key, bodySha256: body.sha256 },
      paymentId,
      request: body.dto,
      extra: body.document.source('/extra')?.text,
      keyId,
    });
    return this.operations.answer(paymentId, operationId, { replayed });
  }

  @Get(':id/operations')
  @Operator('payments:read', { servers: true })
  @ApiOperation({
    operationId: 'listOperations',
    summary: 'Every operation on a payment, and what can be done to it now',
  })
  @ApiOkResponse({ type: OperationListAnswer, description: "Those of Ottu's dashboard among them." })
  @ApiProblems('not_found', ...SERVICE_PROBLEMS)
  async list(@Param('id') id: string): Promise<OperationListAnswer> {
    const list = await this.operations.list(idOf(id));
    if (list === undefined) throw noSuchPayment();
    return list;
  }

  @Post(':id/operations/:operation_id/approve')
  @Operator('payments:operate')
  @MovesMoney()
  @ApiParam(OPERATION_ID)
  @ApiOperation({
    operationId: 'approveOperation',
    summary: 'Approve an operation that waits for a second pair of eyes',
    description: APPROVE_DESCRIPTION,
  })
  @ApiCreatedResponse({ type: OperationAnswer, headers: DECIDED_HEADERS, description: 'It was sent, and is settled.' })
  @ApiAcceptedResponse({
    type: OperationAnswer,
    headers: DECIDED_HEADERS,
    description: 'It was sent, and is not settled yet.',
  })
  @ApiProblems('not_found', 'approval_not_awaited', 'approval_by_requester', 'refund_limit_exceeded')
  @ApiProblems('operation_not_allowed', ...OTTU_PROBLEMS, ...SERVICE_PROBLEMS)
  async approve(
    @Param('id') id: string,
    @Param('operation_id') operationId: string,
    @Caller() caller: Caller,
  ): Promise<Answer<OperationAnswer>> {
    return this.#decided(id, operationId, 'approve', caller);
  }

  @Post(':id/operations/:operation_id/refuse')
  @HttpCode(200)
  @Operator('payments:operate')
  @MovesMoney()
  @ApiParam(OPERATION_ID)
  @ApiOperation({
    operationId: 'refuseOperation',
    summary: 'Refuse an operation that waits; what it holds is released',
  })
  @ApiOkResponse({ type: OperationAnswer, description: 'It is refused, and was never sent.' })
  @ApiProblems('not_found', 'approval_not_awaited', ...SERVICE_PROBLEMS)
  async refuse(
    @Param('id') id: string,
    @Param('operation_id') operationId: string,
    @Caller() caller: Caller,
  ): Promise<OperationAnswer> {
    return (await this.#decided(id, operationId, 'refuse', caller)).body;
  }

  @Post(':id/operations/:operation_id/resolve')
  @HttpCode(200)
  @Operator('payments:operate')
  @ApiParam(OPERATION_ID)
  @ApiOperation({
    operationId: 'resolveOperation',
    summary: 'End an operation of which Ottu does not say what became of it',
    description: RESOLVE_DESCRIPTION,
  })
  @ApiOkResponse({ type: OperationAnswer, description: 'It is what was decided.' })
  @ApiProblems('not_found', 'operation_not_unknown', ...SERVICE_PROBLEMS)
  async resolve(
    @Param('id') id: string,
    @Param('operation_id') operation: string,
    @Caller() { name: caller }: Caller,
    @JsonBody(ResolutionRequest, { examples: RESOLVE_EXAMPLES }) { dto }: JsonBody<ResolutionRequest>,
  ): Promise<OperationAnswer> {
    const { paymentId, operationId } = await this.#named(id, operation);
    const { decision, reason } = dto;
    await this.resolution.execute({ paymentId, operationId, decision, reason, caller });
    return (await this.operations.answer(paymentId, operationId)).body;
  }

  async #decided(
    id: string,
    operation: string,
    verdict: OperationDecision['verdict'],
    { name: caller, keyId }: Caller,
  ): Promise<Answer<OperationAnswer>> {
    const { paymentId, operationId } = await this.#named(id, operation);
    await this.decide.execute({ paymentId, operationId, verdict, caller, keyId });
    return this.operations.answer(paymentId, operationId);
  }

  async #named(id: string, operation: string) {
    const paymentId = idOf(id);
    const operationId = parseOperationId(operation);
    if (operationId === undefined || !(await this.operations.has(paymentId))) throw noSuchPayment();
    return { paymentId, operationId };
  }
}

function idOf(text: string): PaymentId {
  const id = parsePaymentId(text);
  if (id === undefined) throw noSuchPayment();
  return id;
}

function noSuchPayment(): Problem {
  return new Problem('not_found', { detail: 'There is no such payment.', outcome: 'none' });
}
