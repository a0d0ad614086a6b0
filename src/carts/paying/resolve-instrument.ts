import { Injectable } from '@nestjs/common';

import { customerJwtMissing } from '../../access/current-shopper.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { JsonText } from '../../json/json-text.ts';
import type { CardToken } from '../../ottu/cards-api.ts';
import type { NativeWallet, NativeInstrument } from '../../ottu/native-payments-api.ts';
import { GatewayDirectory } from '../../payments/gateways/gateway-directory.ts';
import { gatewayViolations } from '../../payments/gateways/gateway-violations.ts';
import { Problem } from '../../problems/problem.ts';
import { CustomerCards, ownCards } from '../../saved-cards/customer-cards.ts';
import { unusable, type Unusable } from '../../saved-cards/saved-card.ts';

/** Which of the gateways that shoppers are offered takes a wallet's payload (F4.3, M97). */
@Injectable()
export class WalletGateway {
  constructor(
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /**
   * @returns the code to name, or nothing where Ottu must know by itself.
   * @throws Problem `payment_refused` where Ottu's own words deny every one of them
   */
  async find(wallet: NativeWallet, currencyCode: string): Promise<string | undefined> {
    const { pgCodes, mode } = this.settings.ottu;
    const known = await Promise.all(
      pgCodes.map(async (code) => ({ code, gateway: await this.gateways.find('e_commerce', code) })),
    );
    const use = { instrumentType: wallet, currencyCode, autoDebit: false, mode } as const;
    const able = known.filter(({ gateway }) => gatewayViolations(gateway, use).length === 0);
    if (able.length === 0 && known.length > 0) {
      throw new Problem('payment_refused', { detail: 'This wallet cannot be used here.', outcome: 'none' });
    }
    const sure = able.filter(({ gateway }) => gateway !== undefined);
    const [first] = sure.length === 0 ? able : sure;
    return first?.code;
  }
}

const DETAILS: Readonly<Record<Unusable, string>> = {
  needs_cvv: "The card needs its security code, which only the provider's own page may ask for.",
  expired: 'The card has expired.',
};

/**
 * Which saved card pays a cart: one of the cart's own customer, which can be charged without its security code (M58).
 */
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
   * @throws Problem `customer_jwt_missing`, `card_not_found`, `card_not_usable`, `cards_unavailable`, `ottu_api_key_needed`;
   * outcome `none`
   */
  async find(cart: CartRow, shopper: Shopper | undefined, cardId: string): Promise<CardToken> {
    if (shopper === undefined) throw customerJwtMissing();
    if (cart.customer_sub !== shopper.id) {
      // Another customer's cart was 404 before; this one is not bound, and its session has no customer at Ottu.
      throw notUsable('The cart does not belong to this customer yet: PATCH it with the token of the customer first.');
    }
    const card = await this.cards.find(ownCards(shopper), cardId);
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

/** What the shopper wants to pay with. */
export type PaymentMethodInput =
  | {
      readonly kind: 'wallet';
      readonly wallet: NativeWallet;
      /** Reaches Ottu byte for byte (promise 3). */
      readonly payload: JsonText;
    }
  /** An id that `GET /v1/cards` gave. */
  | { readonly kind: 'card'; readonly cardId: string };

/** What Ottu is told to charge, for what the shopper has chosen. */
@Injectable()
export class ResolveInstrument {
  constructor(
    private readonly gateway: WalletGateway,
    private readonly card: PayableCard,
  ) {}

  /** @throws Problem of `WalletGateway` and `PayableCard`; outcome `none` */
  async resolve(
    paymentMethod: PaymentMethodInput,
    cart: CartRow,
    shopper: Shopper | undefined,
  ): Promise<NativeInstrument> {
    switch (paymentMethod.kind) {
      case 'wallet': {
        const { wallet, payload } = paymentMethod;
        return { method: wallet, payload, pgCode: await this.gateway.find(wallet, cart.currency_code) };
      }
      case 'card':
        return { method: 'token', token: await this.card.find(cart, shopper, paymentMethod.cardId) };
    }
  }
}
