import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { JsonText } from '../../json/json-text.ts';
import type { NativeInstrument, NativeWallet } from '../../ottu/native-payments-api.ts';
import { PayableCard } from './payable-card.ts';
import { WalletGateway } from './wallet-gateway.ts';

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
