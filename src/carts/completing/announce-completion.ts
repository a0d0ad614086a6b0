import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { Tx } from '../../database/database.ts';
import { Outbox } from '../../merchant-events/outbox.ts';
import { moneyOf } from '../../payments/payment-rows.ts';
import { CartSignals } from '../signals.ts';
import { purchaseOf } from '../sync/ottu-request.ts';

/** Tells the merchant and the shopper's pages of a cart that was completed, in the transaction that did so (M4, M90). */
@Injectable()
export class AnnounceCompletion implements OnModuleInit {
  readonly #logger = new Logger('FreeOrders');

  constructor(
    private readonly outbox: Outbox,
    private readonly signals: CartSignals,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    if (!this.settings.storefront.freeOrders || this.outbox.isOn) return;
    this.#logger.warn('FREE_ORDERS is set without MERCHANT_EVENTS_URL: orders that cost nothing wait in the outbox');
  }

  /** Written also where no address is configured: no payment shows the order, so nothing else would know of it. */
  async completed(tx: Tx, cart: CartRow & { readonly completed_at: Date }): Promise<void> {
    const { id, version, language, customer_sub: customerId } = cart;
    const total = moneyOf(cart.total_minor, cart.currency_code);
    await this.outbox.put(tx, {
      type: 'cart.completed',
      about: { cartId: id },
      sequence: cart.event_sequence,
      at: cart.completed_at,
      data: {
        cart: {
          id,
          version,
          total: total.toString(),
          currency_code: total.currency,
          language,
          customer_id: customerId,
          completed_at: cart.completed_at.toISOString(),
        },
        purchase: purchaseOf(cart),
      },
    });
    this.signals.changed(id);
  }
}
