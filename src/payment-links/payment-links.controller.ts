import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { Caller } from '../access/caller.ts';
import { MovesMoney, Operator } from '../access/decorators.ts';
import { Answer } from '../http/answer.ts';
import { IdempotencyKey } from '../http/idempotency-key.ts';
import { JsonBody } from '../http/json-body.ts';
import { QueryParameters } from '../http/query-parameters.ts';
import { PaymentListQuery } from '../payments/reading/payment-list.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { OTTU_PROBLEMS, SERVICE_PROBLEMS } from '../problems/problem-groups.ts';
import { CreateLink } from './create-link.ts';
import { LinksReader } from './links-reader.ts';
import { PaymentLinkRequest } from './payment-link.request.ts';
import { PaymentLinkAnswer, PaymentLinkListAnswer } from './payment-link.response.ts';
import * as docs from './payment-links.docs.ts';

@ApiTags('Payment links')
@Controller('v1/payment-links')
export class PaymentLinksController {
  constructor(
    private readonly create: CreateLink,
    private readonly reader: LinksReader,
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
}
