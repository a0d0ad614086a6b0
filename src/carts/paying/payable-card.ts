import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import { customerJwtMissing } from '../../access/current-shopper.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { CardToken } from '../../ottu/cards-api.ts';
import { GatewayDirectory } from '../../payments/gateways/gateway-directory.ts';
import { gatewayViolations } from '../../payments/gateways/gateway-violations.ts';
import { Problem } from '../../problems/problem.ts';
import { CustomerCards } from '../../saved-cards/customer-cards.ts';
import { unusable, type Unusable } from '../../saved-cards/saved-card.ts';

const DETAILS: Readonly<Record<Unusable, string>> = {
  needs_cvv: "The card needs its security code, which only the provider's own page may ask for.",
  expired: 'The card has expired.',
};

/** Which saved card pays a cart: one of the cart's own customer, that needs nobody to type anything (M58). */
@Injectable()
export class PayableCard {
  constructor(
    private readonly cards: CustomerCards,
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /**
   * Nothing is charged and nothing is held by this.
   *
   * @throws Problem `customer_jwt_missing`, `card_not_found`, `card_not_usable`, `cards_unavailable`; outcome `none`
   */
  async find(cart: CartRow, shopper: Shopper | undefined, cardId: string): Promise<CardToken> {
    if (shopper === undefined) throw customerJwtMissing();
    if (cart.customer_sub !== shopper.id) {
      // Another customer's cart was 404 before; this one is nobody's, and its session has no customer at Ottu.
      throw notUsable('The cart does not belong to this customer yet: PATCH it with the token of the customer first.');
    }
    const card = await this.cards.find(shopper, cardId);
    const reason = unusable(card);
    if (reason !== undefined) throw notUsable(DETAILS[reason]);
    const gateway = card.pgCode === undefined ? undefined : await this.gateways.find('e_commerce', card.pgCode);
    const { mode } = this.settings.ottu;
    const use = { instrumentType: 'token', currencyCode: cart.currency_code, autoDebit: false, mode } as const;
    if (gatewayViolations(gateway, use).length > 0) throw notUsable('The card cannot pay in this currency here.');
    return card.token;
  }
}

function notUsable(detail: string): Problem {
  return new Problem('card_not_usable', { detail, outcome: 'none' });
}
