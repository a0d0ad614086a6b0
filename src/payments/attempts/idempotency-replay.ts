import { Injectable } from '@nestjs/common';

import { Database, type Tx } from '../../database/database.ts';
import type { AttemptRow, IdempotencyRow, PaymentRow } from '../../database/schema.ts';
import { send } from '../../database/send.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { asAttemptId, asPaymentId, type AttemptId, type PaymentId } from '../identifiers.ts';
import { lockAttempts, lockPayment } from '../payment-rows.ts';
import { problemPayment } from '../reading/to-payment-response.ts';
import { Settle } from '../settlement/settle.ts';
import { findKey, readingKey, type IdempotencyClaim, type IdempotencyScope } from './idempotency-keys.ts';
import { leaseExpired } from './lease.ts';
import { wasNeverProcessed, orderNumberTaken } from './order-no-reuse.ts';

/** The key was used before, and what came of it stands: its payment as it is now is the answer (M9). */
export interface Replay {
  readonly kind: 'replay';
  readonly paymentId: PaymentId;
  /** The newest of the key, which it answers for. */
  readonly attemptId: AttemptId | undefined;
  /** Ottu took nothing of that attempt; later attempts on the same payment do not change that. */
  readonly refused: boolean;
}

/** The charge of an earlier request with this key came to nothing, and the key may claim again (M5a). */
export interface Claimable {
  readonly kind: 'claimable';
  readonly payment: PaymentRow;
  /** Of the earlier request. */
  readonly attempt: AttemptRow;
}

/** What differs between the callers of charges once a key was used before. */
export interface ReplayRules {
  /** How a problem names the payment that the key answers for. */
  readonly describe: (
    claim: IdempotencyClaim,
    payment: PaymentRow,
    attempts: { readonly own: AttemptRow | undefined; readonly newest: AttemptRow | undefined },
  ) => NonNullable<ProblemOptions['payment']>;
  /**
   * M5a: whether an attempt that ended with `claim_again` lets its key claim again, as it is under the lock.
   *
   * @throws Problem where the key can neither claim again nor be answered
   */
  readonly mayClaimAgain: (
    tx: Tx,
    earlier: Pick<Claimable, 'payment' | 'attempt'> & { readonly attempts: readonly AttemptRow[] },
  ) => Promise<boolean>;
}

/** Of servers, whose key creates the transaction that it pays: the same payment and order number are claimed again. */
export const CREATE_REPLAY: ReplayRules = {
  describe: (_claim, payment, { newest }) => problemPayment(payment, newest),
  mayClaimAgain: async (tx, { payment, attempt, attempts }) => {
    if (await wasNeverProcessed(tx, payment, attempts)) return true;
    const newest = attempts.at(-1);
    if (attempt.id === newest?.id) return false;
    // Another key has used the order number since then (M41), and what came of that is not this key's.
    throw orderNumberTaken(problemPayment(payment, newest));
  },
};

/** The one reader of what an Idempotency-Key of a charge has come to (M8, M9). */
@Injectable()
export class IdempotencyReplay {
  constructor(
    private readonly database: Database,
    private readonly settle: Settle,
  ) {}

  /**
   * The payment of an earlier request with this key. Nothing when the key is free, or when its charge came to nothing and
   * may be claimed again (M5a). Asked before the request is checked, so that a replay does not depend on today's prices.
   *
   * @throws Problem as `within` does, `store_unavailable`
   */
  async of(claim: IdempotencyClaim, rules: ReplayRules): Promise<Replay | undefined> {
    const key = await this.database.query((db) => findKey(db, claim));
    if (key === undefined) return undefined;
    return this.database.inTransaction(async (tx) => {
      const earlier = await this.#read(tx, { claim, rules, key });
      return earlier?.kind === 'replay' ? earlier : undefined;
    });
  }

  /**
   * What an earlier request with the same key has come to; nothing when the key is free. The payment stays locked.
   *
   * @throws Problem `idempotency_key_reused` for another body, `idempotency_in_flight` while Ottu may still answer, both
   * with the link and the outcome of what the key answers for (M8); what `rules` throw
   */
  async within(tx: Tx, claim: IdempotencyClaim, rules: ReplayRules): Promise<Replay | Claimable | undefined> {
    return this.#read(tx, { claim, rules });
  }

  /** The same without waiting for whether the key is free. */
  async beginWithin(
    tx: Tx,
    claim: IdempotencyClaim,
    rules: ReplayRules,
  ): Promise<() => Promise<Replay | Claimable | undefined>> {
    const rows = await send(tx, readingKey(claim));
    return async () => {
      const [key] = await rows();
      return key === undefined ? undefined : this.#read(tx, { claim, rules, key });
    };
  }

  async #read(tx: Tx, { claim, rules, key: found }: KeyToRead): Promise<Replay | Claimable | undefined> {
    const earlier = await lockByKey(tx, claim, found);
    if (earlier === undefined) return undefined;
    const { key, payment } = earlier;
    const attempts = await lockAttempts(tx, payment.id);
    const attempt = attempts.find(({ id }) => id === key.attempt_id) ?? attempts[0];
    const about = (): ProblemOptions => {
      const described = rules.describe(claim, payment, { own: attempt, newest: attempts.at(-1) });
      return { outcome: described.outcome, payment: described };
    };
    if (key.body_sha256 !== claim.bodySha256) throw new Problem('idempotency_key_reused', about());
    const replay: Replay = {
      kind: 'replay',
      paymentId: asPaymentId(payment.id),
      attemptId: attempt && asAttemptId(attempt.id),
      refused: attempt?.state === 'not_processed',
    };
    if (attempt?.state === 'sending') {
      if (!attempt.lease_passed) throw new Problem('idempotency_in_flight', { ...about(), retryAfterSeconds: 2 });
      await this.settle.within(tx, leaseExpired(replay.paymentId, attempt.id));
      return replay;
    }
    if (attempt?.claim_again !== true) return replay;
    const again = await rules.mayClaimAgain(tx, { payment, attempt, attempts });
    return again ? { kind: 'claimable', payment, attempt } : replay;
  }
}

interface KeyToRead {
  readonly claim: IdempotencyClaim;
  readonly rules: ReplayRules;
  /** Where it was read before. */
  readonly key?: IdempotencyRow;
}

/**
 * What a key answers for once its payment is locked: while this waited for the lock, another request with the same key may
 * have claimed again (M5a), and it is the newest claim that the key answers for.
 *
 * @param found the key, where it was read before.
 */
export async function lockByKey(
  tx: Tx,
  scope: IdempotencyScope,
  found?: IdempotencyRow,
): Promise<{ readonly key: IdempotencyRow; readonly payment: PaymentRow } | undefined> {
  let key = found ?? (await findKey(tx, scope));
  while (key !== undefined) {
    const payment = await lockPayment(tx, key.payment_id);
    const now = await findKey(tx, scope);
    if (now?.payment_id === payment.id) return { key: now, payment };
    key = now;
  }
  return undefined;
}
