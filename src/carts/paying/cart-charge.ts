import { Injectable } from '@nestjs/common';

import { CatalogError } from '../../catalog/catalog-error.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database, type Tx } from '../../database/database.ts';
import { AttemptPermits } from '../../limits/attempt-limits.ts';
import type { PermitRecord } from '../../limits/counters.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import type { NativeInstrument } from '../../ottu/native-payments-api.ts';
import { Redactor } from '../../payments/answers/redactor.ts';
import type { ChargeCommand } from '../../payments/attempts/attempt-claim.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { Problem } from '../../problems/problem.ts';
import { contentOf } from '../cart-content.ts';
import { lockCart, unfreezeCart } from '../cart-repository.ts';
import { CartWrites } from '../editing/cart-writes.ts';
import { PriceCart } from '../editing/price-cart.ts';
import { entityTag } from '../entity-tag.ts';
import { isHeldBy, type FreezeOwner } from '../freeze-owner.ts';
import { CartSignals } from '../signals.ts';
import { EnsureSynced } from '../sync/ensure-synced.ts';
import { CART_REPLAY, type CartPayment } from './cart-payment.ts';

/** Asks the shop once more what a held cart costs, so that no old price is ever paid (M55). */
@Injectable()
export class ConfirmPrice {
  constructor(
    private readonly database: Database,
    private readonly price: PriceCart,
    private readonly writes: CartWrites,
  ) {}

  /**
   * A total that is another by now is a new version, which the shopper has to see first.
   *
   * @throws Problem `price_changed` (outcome `none`) with the ETag of the new version
   */
  async confirm(cart: CartRow, owner: FreezeOwner): Promise<void> {
    const content = contentOf(cart);
    const price = await this.price.price(cart, content).catch((error: unknown) => {
      if (!(error instanceof CatalogError)) throw error;
      throw new Problem('price_changed', { detail: 'Something in the cart is not sold any more.', outcome: 'none' });
    });
    if (price.totalMinor === cart.total_minor) return;
    const changed = await this.database.inTransaction(async (tx) => {
      await lockCart(tx, cart.id);
      const open = await unfreezeCart(tx, cart.id, owner);
      return open === undefined ? undefined : this.writes.update(tx, open, content, price);
    });
    throw new Problem('price_changed', {
      detail: 'The cart costs something else by now. Show the shopper the new total before paying.',
      outcome: 'none',
      headers: changed === undefined ? {} : { etag: entityTag(changed) },
    });
  }
}

/** A cart that is held for one request, at the version that is to be paid. */
export interface HeldCart {
  readonly cart: CartRow;
  /** Who holds it: the key of this request. */
  readonly owner: FreezeOwner;
  readonly payment: CartPayment;
  readonly instrument: NativeInstrument;
  /** Of limits, which are given back when it succeeds (M96). */
  readonly permits: readonly PermitRecord[];
}

/** Prepares the charge of a held cart: confirms the price and brings the session in step (M55). It claims nothing. */
@Injectable()
export class CartCharge {
  constructor(
    private readonly price: ConfirmPrice,
    private readonly ensureSynced: EnsureSynced,
    private readonly permits: AttemptPermits,
    private readonly signals: CartSignals,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem of `ConfirmPrice` and `EnsureSynced`, outcome `none` */
  async prepare({ cart, owner, payment, instrument, permits }: HeldCart): Promise<ChargeCommand> {
    await this.price.confirm(cart, owner);
    const { paymentId, sessionId } = await this.ensureSynced.execute(cart.id, 'payment', payment.network);
    return {
      idempotency: payment.idempotency,
      redactor: new Redactor(secretsOf(instrument), knownSecrets(this.settings.ottu)),
      target: {
        kind: 'session',
        paymentId,
        sessionId,
        instrument,
        cart: { id: cart.id, version: cart.version },
        replayRules: CART_REPLAY,
        authorize: (tx) => lockHeldCart(tx, { cart, owner, paymentId }),
        writeAlongside: async (tx, attemptId) => {
          await this.permits.store(tx, attemptId, permits);
          await this.signals.changed(tx, cart.id);
        },
      },
    };
  }
}

/** @throws Problem `cart_changed` where the cart is not held any more for this request, as it was priced */
async function lockHeldCart(
  tx: Tx,
  { cart, owner, paymentId }: Pick<HeldCart, 'cart' | 'owner'> & { readonly paymentId: PaymentId },
): Promise<void> {
  const now = await lockCart(tx, cart.id);
  const still =
    now !== undefined && isHeldBy(now, owner) && now.version === cart.version && now.payment_id === paymentId;
  if (!still) throw new Problem('cart_changed', { outcome: 'none' });
}

function secretsOf(instrument: NativeInstrument): unknown {
  return instrument.method === 'token' ? { token: instrument.token.reveal() } : instrument.payload.value();
}
