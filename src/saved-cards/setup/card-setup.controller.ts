import { Controller, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { Caller } from '../../access/caller.ts';
import { SignedInShopper } from '../../access/current-shopper.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { MovesMoney, ServerToServer, Storefront } from '../../access/decorators.ts';
import { Answer } from '../../http/answer.ts';
import { OptionalIdempotencyKey } from '../../http/idempotency-key.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ShopperNetwork, type Network } from '../../http/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { OTTU_PROBLEMS, SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';
import { AnyCustomer, CUSTOMER_ID } from '../any-customer.ts';
import type { CardHolder } from '../customer-cards.ts';
import { CustomerCardSetup } from './customer-card-setup.ts';
import { CustomerCardSetupRequest, ShopperCardSetupRequest } from './card-setup.request.ts';
import { CustomerCardSetupAnswer, ShopperCardSetupAnswer } from './card-setup.response.ts';
import * as docs from './card-setup.docs.ts';
import { ShopperCardSetup } from './shopper-card-setup.ts';

@ApiTags('Saved cards')
@Controller('v1')
export class CardSetupController {
  constructor(
    private readonly ofCustomer: CustomerCardSetup,
    private readonly ofShopper: ShopperCardSetup,
  ) {}

  @Post('customers/:id/cards/setup')
  @ServerToServer('cards:write')
  @MovesMoney()
  @ApiParam(CUSTOMER_ID)
  @ApiOperation({
    operationId: 'setUpCustomerCard',
    summary: 'Save a card of any customer without a payment',
    description: docs.CUSTOMER_DESCRIPTION,
  })
  @ApiCreatedResponse({
    type: CustomerCardSetupAnswer,
    headers: docs.CREATED_HEADERS,
    description: "Ottu's page for the card, and the payment of nothing that follows it.",
  })
  @ApiProblems('ottu_api_key_needed', 'cards_not_kept', 'idempotency_key_reused', 'idempotency_in_flight')
  @ApiProblems('order_no_taken', 'not_found', 'ottu_not_found', ...OTTU_PROBLEMS, ...SERVICE_PROBLEMS)
  async setUpCustomerCard(
    @Caller() caller: Caller,
    @Param('id', AnyCustomer) customer: CardHolder,
    @OptionalIdempotencyKey(docs.KEY_DESCRIPTION) key: string | undefined,
    @JsonBody(CustomerCardSetupRequest, { examples: docs.CUSTOMER_EXAMPLES })
    body: JsonBody<CustomerCardSetupRequest>,
  ): Promise<Answer<CustomerCardSetupAnswer>> {
    const { answer, replayed } = await this.ofCustomer.execute(caller, customer, { key, body });
    return new Answer(answer, { headers: { location: answer.links.self, 'idempotent-replayed': told(replayed) } });
  }

  @Post('cards/setup')
  @Storefront('signedIn')
  @MovesMoney()
  @ApiOperation({
    operationId: 'setUpCard',
    summary: 'Save a card without a payment',
    description: docs.SHOPPER_DESCRIPTION,
  })
  @ApiCreatedResponse({
    type: ShopperCardSetupAnswer,
    headers: docs.REPLAYED_HEADER,
    description: "Ottu's page for the card.",
  })
  @ApiProblems('ottu_api_key_needed', 'cards_not_kept', 'idempotency_key_reused', 'idempotency_in_flight')
  @ApiProblems('customer_details_refused', 'ottu_refused', 'checkout_unavailable', ...SERVICE_PROBLEMS)
  async setUpCard(
    @SignedInShopper() shopper: Shopper,
    @ShopperNetwork() network: Network,
    @OptionalIdempotencyKey(docs.KEY_DESCRIPTION) key: string | undefined,
    @JsonBody(ShopperCardSetupRequest, { examples: docs.SHOPPER_EXAMPLES })
    body: JsonBody<ShopperCardSetupRequest>,
  ): Promise<Answer<ShopperCardSetupAnswer>> {
    const { answer, replayed } = await this.ofShopper.execute(shopper, network, { key, body });
    return new Answer(answer, { headers: { 'idempotent-replayed': told(replayed) } });
  }
}

function told(replayed: boolean): 'true' | undefined {
  return replayed ? 'true' : undefined;
}
