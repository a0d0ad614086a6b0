import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { compiled } from '../../database/compiled.ts';
import type { Tx } from '../../database/database.ts';
import { send } from '../../database/send.ts';
import { AttemptPermits } from '../../limits/attempt-limits.ts';
import type { PermitRecord } from '../../limits/counters.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import type { NativeInstrument } from '../../ottu/native-payments-api.ts';
import { Redactor } from '../../payments/answers/redactor.ts';
import type { ChargeCommand } from '../../payments/attempts/attempt-claim.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { Problem } from '../../problems/problem.ts';
import { lockingCart } from '../cart-repository.ts';
import { ConfirmPrice } from '../editing/confirm-price.ts';
import { isHeldBy, type FreezeOwner } from '../freeze-owner.ts';
import { CartSignals } from '../signals.ts';
import { EnsureSynced } from '../sync/ensure-synced.ts';
import { CART_REPLAY, type CartPayment } from './cart-payment.ts';

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
      redactor: redactorOf(instrument, knownSecrets(this.settings.ottu)),
      token: instrument.method === 'token' ? instrument.token.reveal() : undefined,
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
          this.signals.changed(cart.id);
        },
      },
    };
  }
}

/**
 * M52: nor while a write to its transaction is under way, or got no readable answer: it may not show what is paid then.
 *
 * @returns checks it. It throws a Problem `cart_changed` where the cart is not held any more for this request, as it was priced
 */
async function lockHeldCart(
  tx: Tx,
  { cart, owner, paymentId }: Pick<HeldCart, 'cart' | 'owner'> & { readonly paymentId: PaymentId },
): Promise<() => Promise<void>> {
  const locked = await send(tx, lockingCart({ id: cart.id }));
  const doubts = await send(tx, readingDoubt({ paymentId }));
  return async () => {
    const [now] = await locked();
    const still =
      now !== undefined && isHeldBy(now, owner) && now.version === cart.version && now.payment_id === paymentId;
    if (!still) throw new Problem('cart_changed', { outcome: 'none' });
    const [transaction] = await doubts();
    if (transaction?.doubt === true) {
      throw new Problem('checkout_unavailable', {
        detail: 'What the cart costs is not settled with the payment provider yet. Nothing was charged.',
        outcome: 'none',
        retryAfterSeconds: 2,
      });
    }
  };
}

const readingDoubt = compiled<{ readonly paymentId: PaymentId }, { readonly doubt: boolean }>((db, value) =>
  db
    .selectFrom('cart_transactions')
    .select(
      sql<boolean>`doubt_since is not null
        or exists (select from transaction_writes where payment_id = ${value('paymentId')} and state = 'sending')`.as(
        'doubt',
      ),
    )
    .where('payment_id', '=', value('paymentId')),
);

/** A saved card's token is ours to keep, however short it is; a payload is the payer's. */
function redactorOf(instrument: NativeInstrument, keys: readonly string[]): Redactor {
  return instrument.method === 'token'
    ? new Redactor(undefined, [...keys, instrument.token.reveal()])
    : new Redactor(instrument.payload.value(), keys);
}
