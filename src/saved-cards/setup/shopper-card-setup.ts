import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import type { JsonBody } from '../../http/json-body.ts';
import type { Network } from '../../http/network.ts';
import { CheckoutLimits } from '../../limits/request-limits.ts';
import { CustomerCards } from '../customer-cards.ts';
import type { ShopperCardSetupRequest } from './card-setup.request.ts';
import type { ShopperCardSetupAnswer } from './card-setup.response.ts';
import { SetUpCard } from './set-up-card.ts';
import { toShopperProblem } from './setup-problems.ts';

/** A card of the signed-in customer: of the token's `sub` and of nobody else (M58), on the gateways of shoppers. */
@Injectable()
export class ShopperCardSetup {
  constructor(
    private readonly setUp: SetUpCard,
    private readonly cards: CustomerCards,
    private readonly limits: CheckoutLimits,
  ) {}

  /** @throws Problem `rate_limited` (M95), and those of `SetUpCard` in words for shoppers */
  async execute(
    { id: customerId }: Shopper,
    network: Network,
    { key, body }: { readonly key: string | undefined; readonly body: JsonBody<ShopperCardSetupRequest> },
  ): Promise<{ readonly answer: ShopperCardSetupAnswer; readonly replayed: boolean }> {
    this.cards.assertListed();
    // Each of them is a call to Ottu, and a page on which a card can be tried.
    await this.limits.consume(`customer:${customerId}`, network);
    const caller = `shopper:${customerId}`;
    const idempotency =
      key === undefined ? undefined : { caller, method: 'POST', path: '/v1/cards/setup', key, bodySha256: body.sha256 };
    try {
      const { checkoutUrl, sessionId, replayed } = await this.setUp.execute(
        { customerId, caller, idempotency },
        body.dto,
      );
      return { answer: { checkout_url: checkoutUrl, session_id: sessionId }, replayed };
    } catch (error) {
      throw toShopperProblem(error);
    }
  }
}
