import { Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';

import { Caller } from '../access/caller.ts';
import { MovesMoney, Operator } from '../access/decorators.ts';
import { Answer } from '../http/answer.ts';
import { IdempotencyKey } from '../http/idempotency-key.ts';
import { JsonBody } from '../http/json-body.ts';
import { QueryParameters } from '../http/query-parameters.ts';
import { PaymentListQuery } from '../payments/reading/payment-list.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { OTTU_PROBLEMS, SERVICE_PROBLEMS } from '../problems/problem-groups.ts';
import { ChangeLink } from './change-link.ts';
import { CreateLink } from './create-link.ts';
import { ExpireLink } from './expire-link.ts';
import { LinksReader } from './links-reader.ts';
import { PaymentLinkChange, PaymentLinkRequest, ResendRequest } from './payment-link.request.ts';
import { PaymentLinkAnswer, PaymentLinkListAnswer, ResendAnswer } from './payment-link.response.ts';
import * as docs from './payment-links.docs.ts';
import { ResendLink } from './resend-link.ts';

@ApiTags('Payment links')
@Controller('v1/payment-links')
export class PaymentLinksController {
  constructor(
    private readonly create: CreateLink,
    private readonly reader: LinksReader,
    private readonly change: ChangeLink,
    private readonly resend: ResendLink,
    private readonly expire: ExpireLink,
  ) {}

  @Post()
  @Operator('links:write')
  @MovesMoney()
  @ApiOperation({
    operationId: 'createPaymentLink',
    summary: 'Make a link to pay by, and have it sent',
    description: docs.CREATE_DESCRIPTION,
  })
  @ApiCreatedResponse({ type: PaymentLinkAnswer, headers: docs.CREATED_HEADERS, description: 'The link.' })
  @ApiProblems('idempotency_key_reused', 'idempotency_in_flight', 'order_no_taken', 'nothing_to_pay')
  @ApiProblems('catalog_unavailable', 'quote_unusable', 'ottu_not_found', ...OTTU_PROBLEMS, ...SERVICE_PROBLEMS)
  async createLink(
    @Caller() caller: Caller,
    @IdempotencyKey() key: string,
    @JsonBody(PaymentLinkRequest, { examples: docs.CREATE_EXAMPLES }) body: JsonBody<PaymentLinkRequest>,
  ): Promise<Answer<PaymentLinkAnswer>> {
    const { paymentId, replayed } = await this.create.execute(caller, key, body);
    const answer = await this.reader.answer(paymentId);
    const headers = { location: answer.links.self, 'idempotent-replayed': replayed ? 'true' : undefined };
    return new Answer(answer, { headers });
  }

  @Get()
  @Operator('links:write')
  @ApiOperation({
    operationId: 'listPaymentLinks',
    summary: 'Payment links, found by state, order number, customer or time',
    description: docs.LIST_DESCRIPTION,
  })
  @ApiOkResponse({ type: PaymentLinkListAnswer, description: 'One page.' })
  @ApiProblems(...SERVICE_PROBLEMS)
  async listLinks(@QueryParameters(PaymentListQuery) query: PaymentListQuery): Promise<PaymentLinkListAnswer> {
    return this.reader.list(query);
  }

  @Get(':id')
  @Operator('links:write')
  @ApiParam(docs.LINK_ID)
  @ApiOperation({ operationId: 'getPaymentLink', summary: 'One payment link, as it is now' })
  @ApiOkResponse({ type: PaymentLinkAnswer, description: 'The link and its payment.' })
  @ApiProblems('not_found', ...SERVICE_PROBLEMS)
  async getLink(@Param('id') id: string): Promise<PaymentLinkAnswer> {
    return this.reader.answer(id);
  }

  @Patch(':id')
  @Operator('links:write')
  @ApiParam(docs.LINK_ID)
  @ApiOperation({
    operationId: 'changePaymentLink',
    summary: 'Change the amount of a link, its expiry or its due date',
    description: docs.CHANGE_DESCRIPTION,
  })
  @ApiOkResponse({ type: PaymentLinkAnswer, description: 'The link as it is now.' })
  @ApiProblems('not_found', 'link_closed', 'link_changed', 'attempt_open', 'change_in_flight')
  @ApiProblems(...OTTU_PROBLEMS, ...SERVICE_PROBLEMS)
  async changeLink(
    @Param('id') id: string,
    @JsonBody(PaymentLinkChange, { examples: docs.CHANGE_EXAMPLES }) { dto }: JsonBody<PaymentLinkChange>,
  ): Promise<PaymentLinkAnswer> {
    await this.change.execute(id, dto);
    return this.reader.answer(id);
  }

  @Post(':id/resend')
  @HttpCode(200)
  @Operator('links:write')
  @ApiParam(docs.LINK_ID)
  @ApiOperation({
    operationId: 'resendPaymentLink',
    summary: 'Have Ottu send the link once more',
    description: docs.RESEND_DESCRIPTION,
  })
  @ApiOkResponse({ type: ResendAnswer, description: 'Ottu has taken it.' })
  @ApiProblems('not_found', 'link_closed', 'change_in_flight', ...OTTU_PROBLEMS, ...SERVICE_PROBLEMS)
  async resendLink(
    @Param('id') id: string,
    @Caller() { name }: Caller,
    @JsonBody(ResendRequest, { examples: docs.RESEND_EXAMPLES }) { dto }: JsonBody<ResendRequest>,
  ): Promise<ResendAnswer> {
    const { channels: sent, message } = await this.resend.execute(id, name, dto.channels);
    const { payment_link, payment, links } = await this.reader.answer(id);
    return { payment_link, payment, links, sent, message };
  }

  @Post(':id/expire')
  @HttpCode(200)
  @Operator('links:write')
  @MovesMoney()
  @ApiParam(docs.LINK_ID)
  @ApiOperation({
    operationId: 'expirePaymentLink',
    summary: 'Close a link, so that nobody pays it any more',
    description: docs.EXPIRE_DESCRIPTION,
  })
  @ApiOkResponse({ type: PaymentLinkAnswer, headers: docs.CLOSED_HEADERS, description: 'The link is closed.' })
  @ApiAcceptedResponse({
    type: PaymentLinkAnswer,
    headers: docs.CLOSED_HEADERS,
    description: "Ottu's answer was lost: it is not known whether it is closed.",
  })
  @ApiProblems('not_found', 'link_closed', 'operation_not_allowed', 'change_in_flight')
  @ApiProblems('idempotency_key_reused', 'idempotency_in_flight', ...OTTU_PROBLEMS, ...SERVICE_PROBLEMS)
  async expireLink(
    @Param('id') id: string,
    @Caller() caller: Caller,
    @IdempotencyKey() key: string,
  ): Promise<Answer<PaymentLinkAnswer>> {
    const { replayed } = await this.expire.execute(id, caller, key);
    const answer = await this.reader.answer(id);
    const headers = { 'idempotent-replayed': replayed ? 'true' : undefined };
    return new Answer(answer, { headers, ...(answer.payment_link.open ? { status: 202 } : {}) });
  }
}
