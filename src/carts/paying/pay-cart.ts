import { Injectable } from '@nestjs/common';

import { Database } from '../../database/database.ts';
import { Captcha } from '../../limits/captcha.ts';
import { IdempotencyReplay, type Replay } from '../../payments/attempts/idempotency-replay.ts';
import { beforeClaim } from '../../problems/before-claim.ts';
import { authorizeCart } from '../cart-access.ts';
import { assertVersion } from '../cart-preconditions.ts';
import { assertSameCustomer } from '../checkout/check-customer.ts';
import { CART_REPLAY, type CartPayment, type PayResult } from './cart-payment.ts';
import { paymentRefused, PayHeldCart } from './pay-held-cart.ts';
import { ResolveInstrument } from './resolve-instrument.ts';

/** Pays a cart with a wallet's payload or a saved card. The order of its steps is that of M55. */
@Injectable()
export class PayCart {
  constructor(
    private readonly database: Database,
    private readonly replays: IdempotencyReplay,
    private readonly captcha: Captcha,
    private readonly instrument: ResolveInstrument,
    private readonly held: PayHeldCart,
  ) {}

  /** @throws Problem whose `outcome` says what the shopper may conclude; nothing was charged unless it says otherwise */
  async execute(payment: CartPayment): Promise<PayResult> {
    const cart = await this.database.query((db) => authorizeCart(db, payment.credentials));
    assertSameCustomer(cart, payment.shopper);
    // What the key came to earlier is not known until this has been read, so a fault here leaves it open.
    const earlier = await this.replays.of(payment.idempotency, CART_REPLAY);
    if (earlier !== undefined) return replayed(earlier);

    const instrument = await beforeClaim(async () => {
      assertVersion(cart, payment.ifMatch);
      await this.captcha.require(payment.captchaResponse);
      return this.instrument.resolve(payment.paymentMethod, cart, payment.shopper);
    });
    const paid = await this.held.execute(payment, instrument);
    return 'kind' in paid ? replayed(paid) : { kind: 'tried', cart: paid };
  }
}

/** @throws Problem where Ottu refused what the key stands for: that is its answer for ever (M9) */
function replayed({ refused, paymentId }: Replay): PayResult {
  if (refused) throw paymentRefused({ headers: { 'idempotent-replayed': 'true' } });
  return { kind: 'replay', paymentId };
}
