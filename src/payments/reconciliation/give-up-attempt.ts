import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { asPaymentId, type PaymentId } from '../identifiers.ts';
import { lockAttempts, lockPayment } from '../payment-rows.ts';
import { holds } from '../schedule/hold.ts';
import { detaching } from '../settlement/detaching.ts';
import { ExpireSession } from '../settlement/expire-session.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import { Settle } from '../settlement/settle.ts';

/** What giving up came to. */
export type GivenUp =
  /** The cart is open, on a new transaction. */
  | { readonly kind: 'given_up' }
  /** No attempt waits for the payer, or what became of it is settled by now: read the cart again. */
  | { readonly kind: 'nothing_to_give_up' }
  /** Ottu shows that the payer is paying: it may be asked again after so long. */
  | { readonly kind: 'payer_is_paying'; readonly retryMs: number }
  /** Ottu gave no answer, or does not end the session. */
  | { readonly kind: 'unknown' };

/** F10.1: no payer can pay it any more. */
const OVER: ReadonlySet<string> = new Set(['expired', 'failed', 'canceled', 'invalided']);

/**
 * M35, M56: a shopper gives up an attempt that waits for an answer to the bank (`action_required`). Ottu is asked first,
 * and what was paid is settled. Then the session is expired and, once Ottu shows its end, the attempt is detached: the
 * cart goes on with a new transaction, and a late success of this one is found (M31, M53).
 */
@Injectable()
export class GiveUpAttempt {
  constructor(
    private readonly database: Database,
    private readonly refreshPayment: RefreshPayment,
    private readonly expireSession: ExpireSession,
    private readonly settle: Settle,
    private readonly settings: Settings,
  ) {}

  /** @throws StoreUnavailable; a shopper waits, so the calls are of the storefront (M95) */
  async ofCart(cartId: string): Promise<GivenUp> {
    const waiting = await this.#waiting(cartId);
    if (waiting === undefined) return { kind: 'nothing_to_give_up' };
    const { paymentId, sessionId } = waiting;
    const shown = await this.#shown(paymentId, sessionId);
    const now = await this.#waiting(cartId);
    if (now?.attemptId !== waiting.attemptId) return { kind: 'nothing_to_give_up' };
    if (shown === undefined) return { kind: 'unknown' };
    if (shown === 'pending' && now.payingForMs > 0) return { kind: 'payer_is_paying', retryMs: now.payingForMs };
    if (!OVER.has(shown)) {
      const after = await this.expireSession.close({ paymentId, sessionId, group: 'storefront' }, shown);
      if (after.shown === undefined || !OVER.has(after.shown)) return { kind: 'unknown' };
    }
    return this.#detach(paymentId, waiting.attemptId);
  }

  async #detach(paymentId: PaymentId, attemptId: string): Promise<GivenUp> {
    return this.database.inTransaction(async (tx): Promise<GivenUp> => {
      await lockPayment(tx, paymentId);
      const attempt = (await lockAttempts(tx, paymentId)).find(({ id }) => id === attemptId);
      // Another word of Ottu's was faster.
      if (attempt === undefined || !holds(attempt)) return { kind: 'nothing_to_give_up' };
      await this.settle.within(tx, { paymentId, interpret: () => detaching(attemptId, 'shopper') });
      return { kind: 'given_up' };
    });
  }

  async #shown(paymentId: PaymentId, sessionId: string): Promise<string | undefined> {
    const result = await this.refreshPayment.refresh({ paymentId, sessionId, group: 'storefront' });
    return result.kind === 'answered' ? result.state : undefined;
  }

  /** The attempt of the cart that waits for its payer, and for how long Ottu's `pending` still speaks against ending it. */
  async #waiting(cartId: string): Promise<Waiting | undefined> {
    const row = await this.database.query((db) =>
      db
        .selectFrom('payment_attempts')
        .innerJoin('payments', 'payments.id', 'payment_attempts.payment_id')
        .select(['payment_attempts.id', 'payments.id as payment_id', 'payments.session_id', 'payments.pending_since'])
        .select((select) => select.fn<Date>('now', []).as('now'))
        .where('payment_attempts.cart_id', '=', cartId)
        .where('payment_attempts.state', '=', 'action_required')
        .where('payment_attempts.detached_at', 'is', null)
        .executeTakeFirst(),
    );
    if (row === undefined || row.session_id === null) return undefined;
    const { payerIsPaying } = this.settings.durations;
    const since = row.pending_since;
    return {
      attemptId: row.id,
      paymentId: asPaymentId(row.payment_id),
      sessionId: row.session_id,
      payingForMs: since === null ? payerIsPaying : since.getTime() + payerIsPaying - row.now.getTime(),
    };
  }
}

interface Waiting {
  readonly attemptId: string;
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  readonly payingForMs: number;
}
