import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import type { Shopper } from '../../access/customer-jwt.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { interval } from '../../database/interval.ts';
import { CheckoutLimits } from '../../limits/request-limits.ts';
import type { Network } from '../../http/network.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { GiveUpAttempt } from '../../payments/reconciliation/give-up-attempt.ts';
import { ExpireSession } from '../../payments/settlement/expire-session.ts';
import { RefreshPayment } from '../../payments/settlement/refresh-payment.ts';
import { Problem } from '../../problems/problem.ts';
import { assertSameCustomer, authorizeCart, type CartCredentials } from '../cart-access.ts';
import { assertOpen, cartFrozen, payerIsPaying } from '../cart-preconditions.ts';
import { hasOpenAttempt, lockCart, lookAtFreezeAt, unfreezeCart } from '../cart-repository.ts';
import { replaceSession } from '../cart-transactions.ts';
import { entityTag } from '../entity-tag.ts';
import { isHeldBy, parseFreezeOwner, type FreezeOwner } from '../freeze-owner.ts';
import { CartSignals } from '../signals.ts';

export type FreezeEnd =
  | { readonly kind: 'opened'; readonly cart: CartRow }
  /** It is paid, or held by something else by now. */
  | { readonly kind: 'held' }
  /** The payer's page is open, and is closed then at the earliest. */
  | { readonly kind: 'payer_is_paying'; readonly until: Date; readonly seconds: number }
  /** Ottu gave no answer. */
  | { readonly kind: 'unknown' };

/**
 * Ottu's states in which no payer is paying and none has paid (M56). The next checkout replaces a session that has
 * ended.
 */
const UNFREEZING_STATES: ReadonlySet<string | undefined> = new Set([
  'created',
  'attempted',
  'expired',
  'failed',
  'canceled',
  'invalided',
]);

interface Session {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
}

/** Whose freeze is ended, and whose share of the quota that takes (M95): `storefront` where a shopper waits. */
export interface Ending {
  readonly cartId: string;
  /** A freeze asked for again while it is ended has another owner, and stays. */
  readonly owner: FreezeOwner;
  readonly group: 'storefront' | 'background';
}

/**
 * M56: ends a freeze with a retrieve, and opens the cart where Ottu itself shows that no payer is paying. A page that is
 * left open is closed when its payer has had time to pay, and the cart goes on with a new transaction.
 */
@Injectable()
export class EndFreeze {
  constructor(
    private readonly database: Database,
    private readonly refreshPayment: RefreshPayment,
    private readonly expireSession: ExpireSession,
    private readonly signals: CartSignals,
    private readonly settings: Settings,
  ) {}

  async end(ending: Ending): Promise<FreezeEnd> {
    const session = await this.#session(ending.cartId);
    if (session === undefined) return this.#open(ending);
    const { group } = ending;
    const shown = await this.refreshPayment.refresh({ ...session, group });
    if (shown.kind !== 'answered' || shown.state === undefined) return { kind: 'unknown' };
    if (UNFREEZING_STATES.has(shown.state)) return this.#open(ending);
    if (shown.state !== 'pending') return { kind: 'held' };
    const paying = await this.#payerMayGoOn(ending, session);
    if (paying !== undefined) return paying;
    return (await this.#closePage(session, group)) ? this.#open(ending, session) : { kind: 'unknown' };
  }

  /** @returns nothing once the payer has had time enough, and this freeze alone holds the cart. */
  async #payerMayGoOn(ending: Ending, { paymentId }: Session): Promise<FreezeEnd | undefined> {
    return this.database.inTransaction(async (tx) => {
      const cart = await lockCart(tx, ending.cartId);
      if (cart === undefined || !isHeldBy(cart, ending.owner)) return { kind: 'held' };
      // M54: what a payer of ours is trying to pay is not expired; M35 ends that.
      if (await hasOpenAttempt(tx, cart.id)) return { kind: 'held' };
      const { rows } = await sql<{ until: Date; seconds: number; over: boolean }>`
        select until, extract(epoch from until - now())::float8 as seconds, until <= now() as over
          from (select coalesce(pending_since, now()) + ${interval(this.settings.durations.payerIsPaying)} as until
            from payments where id = ${paymentId}) as grace`.execute(tx);
      const [grace] = rows;
      if (grace === undefined || grace.over) return undefined;
      const { until, seconds } = grace;
      if (ending.group === 'background') await lookAtFreezeAt(tx, cart.id, until);
      return { kind: 'payer_is_paying', until, seconds };
    });
  }

  /**
   * Expires the session, and looks at it once more. Where Ottu does not close the page the cart opens all the same: it is
   * expired again behind the shopper's back, and a late success is found (M53).
   *
   * @returns whether Ottu has answered.
   */
  async #closePage(session: Session, group: Ending['group']): Promise<boolean> {
    return (await this.expireSession.close({ ...session, group })).shown !== undefined;
  }

  /** @param replaced the session that the cart goes on without; a success of it has closed the cart by now. */
  async #open({ cartId, owner }: Ending, replaced?: Session): Promise<FreezeEnd> {
    return this.database.inTransaction(async (tx) => {
      const cart = await lockCart(tx, cartId);
      if (cart === undefined || (await hasOpenAttempt(tx, cartId))) return { kind: 'held' };
      const opened = await unfreezeCart(tx, cartId, owner);
      if (opened === undefined) return { kind: 'held' };
      const replaces = replaced !== undefined && opened.payment_id === replaced.paymentId;
      if (replaces) await replaceSession(tx, opened);
      this.signals.changed(cartId);
      return { kind: 'opened', cart: replaces ? { ...opened, payment_id: null } : opened };
    });
  }

  async #session(cartId: string): Promise<Session | undefined> {
    const row = await this.database.query((db) =>
      db
        .selectFrom('carts')
        .innerJoin('payments', 'payments.id', 'carts.payment_id')
        .select(['payments.id as paymentId', 'payments.session_id as sessionId'])
        .where('carts.id', '=', cartId)
        .executeTakeFirst(),
    );
    if (row === undefined || row.sessionId === null) return undefined;
    return { paymentId: asPaymentId(row.paymentId), sessionId: row.sessionId };
  }
}

/** For a shopper who gave up paying in the Checkout SDK (M56). */
@Injectable()
export class Unfreeze {
  constructor(
    private readonly database: Database,
    private readonly endFreeze: EndFreeze,
    private readonly giveUpAttempt: GiveUpAttempt,
    private readonly limits: CheckoutLimits,
  ) {}

  /**
   * @throws Problem `payer_is_paying` while the payer's page is open and has not been for long; `cart_frozen`,
   * `cart_closed` where it is held otherwise, or paid; `checkout_unavailable` when Ottu gave no answer; `rate_limited`
   */
  async execute(credentials: CartCredentials, shopper: Shopper | undefined, network: Network): Promise<CartRow> {
    const cart = await this.database.query((db) => authorizeCart(db, credentials));
    assertSameCustomer(cart, shopper);
    if (cart.state !== 'frozen') return cart;
    const owner = parseFreezeOwner(cart.frozen_by);
    if (owner === undefined || owner.by === 'review') throw cartFrozen(cart);
    await this.limits.consume(cart.id, network);
    if (owner.by === 'payment') return this.#giveUp(cart, credentials);
    const end = await this.endFreeze.end({ cartId: cart.id, owner, group: 'storefront' });
    switch (end.kind) {
      case 'opened':
        return end.cart;
      case 'held':
        return this.#heldNow(credentials);
      case 'payer_is_paying':
        throw payerIsPaying(end.seconds, { etag: entityTag(cart) });
      case 'unknown':
        throw noAnswer();
    }
  }

  /** M35: an attempt that waits for the payer's answer to the bank; any other is not the shopper's to end. */
  async #giveUp(cart: CartRow, credentials: CartCredentials): Promise<CartRow> {
    const end = await this.giveUpAttempt.ofCart(cart.id);
    switch (end.kind) {
      case 'given_up':
      case 'nothing_to_give_up':
        return this.#heldNow(credentials);
      case 'payer_is_paying':
        throw payerIsPaying(end.retryMs / 1000, { etag: entityTag(cart) });
      case 'unknown':
        throw noAnswer();
    }
  }

  /** What Ottu said may have closed it, and another request may have opened it. */
  async #heldNow(credentials: CartCredentials): Promise<CartRow> {
    const cart = await this.database.query((db) => authorizeCart(db, credentials));
    assertOpen(cart);
    return cart;
  }
}

function noAnswer(): Problem {
  return new Problem('checkout_unavailable', { outcome: 'unknown', retryAfterSeconds: 5 });
}
