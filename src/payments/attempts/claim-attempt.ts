import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { compiled } from '../../database/compiled.ts';
import { Database, type Tx } from '../../database/database.ts';
import { send } from '../../database/send.ts';
import type { PaymentRow } from '../../database/schema.ts';
import type { Money } from '../../money/money.ts';
import { tokenMark as markOf } from '../../ottu/quoted-tokens.ts';
import { asAttemptId, asOrderNo, asPaymentId, type AttemptId, type PaymentId } from '../identifiers.ts';
import { requestAnew, insertPayment, OrderNoConflict } from '../new-payment.ts';
import { recordClaimAgain, recordSessionAttempt } from '../payment-repository.ts';
import { beginLocking, moneyOf, writeTimeline } from '../payment-rows.ts';
import { newestAmountOf, restoreTerms } from '../requested-amounts.ts';
import type {
  AttemptClaim,
  ChargeCommand,
  ClaimGate,
  CreateTarget,
  GateHolder,
  SessionTarget,
} from './attempt-claim.ts';
import { beginTakingKey, linkKey, takeKey, type IdempotencyClaim } from './idempotency-keys.ts';
import {
  CREATE_REPLAY,
  IdempotencyReplay,
  type Claimable,
  type Replay,
  type ReplayRules,
} from './idempotency-replay.ts';
import { leaseLength } from './lease.ts';
import { findUnused, orderNoTaken } from './order-no-reuse.ts';

/** M1: the first durable write of a charge: idempotency key, payment, attempt `sending` and timeline, in one transaction. */
@Injectable()
export class ClaimAttempt {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly replays: IdempotencyReplay,
  ) {}

  /**
   * The payment of an earlier request with this key; nothing where the key may claim.
   *
   * @throws Problem `idempotency_key_reused`, `idempotency_in_flight`, `order_no_taken`, `store_unavailable`
   */
  async replayOf(idempotency: IdempotencyClaim, rules: ReplayRules): Promise<Replay | undefined> {
    return this.replays.of(idempotency, rules);
  }

  /**
   * @returns the replay where an earlier request with the same key was faster.
   * @throws Problem `idempotency_key_reused`, `idempotency_in_flight`, `order_no_taken`, `store_unavailable`; what the
   * target's `authorize` throws
   */
  async claim({ idempotency, target, token }: ChargeCommand): Promise<AttemptClaim | Replay> {
    const tokenMark = this.#markOf(token);
    if (target.kind === 'session') {
      return this.database.inTransaction((tx) => this.#claimOnSession(tx, idempotency, { ...target, tokenMark }));
    }
    try {
      return await this.database.inTransaction((tx) => this.#claimCreate(tx, idempotency, { ...target, tokenMark }));
    } catch (error) {
      if (!(error instanceof OrderNoConflict)) throw error;
      throw await orderNoTaken(this.database, { orderNo: target.payment.orderNo, caller: idempotency.caller });
    }
  }

  /**
   * M82: the payment that already has what this charge would take; the key answers for it from now on. Nothing where it may
   * be claimed, as far as the gate can say before Ottu is asked for what the charge needs.
   *
   * @throws Problem as `claim` does
   */
  async heldBy(idempotency: IdempotencyClaim, gate: ClaimGate): Promise<Replay | undefined> {
    return this.database.inTransaction(async (tx) => {
      await gate.open(tx);
      const holder = await gate.holder(tx, undefined);
      if (holder === undefined) {
        await gate.admit(tx);
        return undefined;
      }
      if (await takeKey(tx, idempotency, holder)) return replayOf(holder);
      const earlier = await this.#earlier(tx, idempotency, CREATE_REPLAY);
      return earlier.kind === 'replay' ? earlier : this.#answerWith(tx, idempotency, holder);
    });
  }

  async #claimCreate(
    tx: Tx,
    idempotency: IdempotencyClaim,
    target: Marked<CreateTarget>,
  ): Promise<AttemptClaim | Replay> {
    const { payment, instrumentType: method, gate, tokenMark } = target;
    const { orderNo, amount } = payment;
    const paymentId = asPaymentId(randomUUID());
    const attemptId = asAttemptId(randomUUID());
    await gate?.open(tx);
    const isNew = await takeKey(tx, idempotency, { paymentId, attemptId });
    const earlier = isNew ? undefined : await this.#earlier(tx, idempotency, CREATE_REPLAY);
    if (earlier?.kind === 'replay') return earlier;
    const holder = await gate?.holder(tx, earlier === undefined ? undefined : asPaymentId(earlier.payment.id));
    if (holder !== undefined) return this.#answerWith(tx, idempotency, holder);
    if (earlier !== undefined) return this.#claimAsBefore(tx, idempotency, target, earlier);
    try {
      await insertPayment(tx, paymentId, payment, {
        caller: idempotency.caller,
        mode: this.settings.ottu.mode,
        state: 'sending',
        instrumentType: method,
      });
    } catch (error) {
      if (error instanceof OrderNoConflict) return this.#claimUsedOrderNo(tx, idempotency, target, error);
      throw error;
    }
    await this.#pass(tx, gate, paymentId, amount);
    await this.#insertAttempt(tx, { id: attemptId, paymentId, method, amountId: NEWEST, tokenMark });
    await writeTimeline(tx, paymentId, 'claimed', {
      origin: payment.origin,
      amount: amount.toString(),
      currency_code: amount.currency,
      instrument_type: method,
      pg_codes: payment.pgCodes,
    });
    return { kind: 'claimed', paymentId, attemptId, orderNo, amount };
  }

  /** M5a: the same key claims again what it asked for the first time. */
  async #claimAsBefore(
    tx: Tx,
    key: IdempotencyClaim,
    { gate, tokenMark }: Marked<CreateTarget>,
    { payment, attempt }: Claimable,
  ): Promise<AttemptClaim> {
    const { method, amount_id: amountId } = attempt;
    const { amount_minor: minor, currency_code: currency } = await restoreTerms(tx, payment, amountId);
    const amount = moneyOf(minor, currency);
    await this.#pass(tx, gate, asPaymentId(payment.id), amount);
    return this.#claimAgain(tx, key, { payment, method, amountId, amount, tokenMark });
  }

  async #pass(tx: Tx, gate: ClaimGate | undefined, paymentId: PaymentId, amount: Money): Promise<void> {
    await gate?.admit(tx, amount);
    await gate?.take(tx, paymentId);
  }

  /** M82: another payment answers in the place of a charge, now and whenever this key comes again (M9). */
  async #answerWith(tx: Tx, key: IdempotencyClaim, holder: GateHolder): Promise<Replay> {
    await linkKey(tx, key, holder);
    return replayOf(holder);
  }

  /** M41: a new key may use the order number of a payment again of which nothing came. */
  async #claimUsedOrderNo(
    tx: Tx,
    key: IdempotencyClaim,
    { payment: wanted, instrumentType: method, gate, tokenMark }: Marked<CreateTarget>,
    conflict: OrderNoConflict,
  ): Promise<AttemptClaim> {
    const payment = await findUnused(tx, wanted, { caller: key.caller, charge: true });
    if (payment === undefined) throw conflict;
    await requestAnew(tx, payment, wanted);
    await this.#pass(tx, gate, asPaymentId(payment.id), wanted.amount);
    return this.#claimAgain(tx, key, { payment, method, amountId: NEWEST, amount: wanted.amount, tokenMark });
  }

  /** A new attempt of a payment that is locked, and the clock that reconciliation counts from (M32). */
  async #claimAgain(tx: Tx, key: IdempotencyClaim, again: Again): Promise<AttemptClaim> {
    const { payment, method, amountId, amount, tokenMark } = again;
    const paymentId = asPaymentId(payment.id);
    const attemptId = asAttemptId(randomUUID());
    await this.#insertAttempt(tx, { id: attemptId, paymentId, method, amountId, tokenMark });
    await linkKey(tx, key, { paymentId, attemptId });
    await recordClaimAgain(tx, paymentId, { state: 'sending', instrumentType: method });
    await writeTimeline(tx, paymentId, 'claimed_again', { instrument_type: method });
    return { kind: 'claimed', paymentId, attemptId, orderNo: asOrderNo(payment.order_no), amount };
  }

  /** M55: only while the cart is held for it, as it was priced. A key that claims again pays the cart's present session. */
  async #claimOnSession(tx: Tx, key: IdempotencyClaim, target: Marked<SessionTarget>): Promise<AttemptClaim | Replay> {
    const { paymentId, cart, tokenMark } = target;
    const { method } = target.instrument;
    const attemptId = asAttemptId(randomUUID());
    // One way there and back for all of them: where one speaks against it, nothing of the others stays.
    const authorized = await target.authorize(tx);
    const locked = await beginLocking(tx, paymentId);
    const taken = await beginTakingKey(tx, key, { paymentId, attemptId });
    await authorized();
    const payment = await locked();
    if (!(await taken())) {
      const earlier = await this.#earlier(tx, key, target.replayRules);
      if (earlier.kind === 'replay') return earlier;
      await linkKey(tx, key, { paymentId, attemptId });
    }
    await this.#insertAttempt(tx, { id: attemptId, paymentId, method, cartId: cart.id, tokenMark });
    await recordSessionAttempt(tx, paymentId, method);
    await writeTimeline(tx, paymentId, 'claimed', { instrument_type: method, cart_version: cart.version });
    await target.writeAlongside(tx, attemptId);
    const amount = moneyOf(payment.amount_minor, payment.currency_code);
    return { kind: 'claimed', paymentId, attemptId, orderNo: asOrderNo(payment.order_no), amount };
  }

  #markOf(token: string | undefined): string | undefined {
    const [newest] = this.settings.ottu.webhookKeys;
    return token === undefined ? undefined : markOf(token, newest.reveal());
  }

  async #earlier(tx: Tx, key: IdempotencyClaim, rules: ReplayRules): Promise<Replay | Claimable> {
    const earlier = await this.replays.within(tx, key, rules);
    if (earlier === undefined) throw new Error('an idempotency key vanished; keys are never deleted while in use');
    return earlier;
  }

  /**
   * M1a: every claim writes an attempt of its own, and what is settled is addressed to it. The payment is locked, or was
   * written by the same transaction.
   */
  async #insertAttempt(tx: Tx, { id, paymentId, method, cartId, amountId, tokenMark }: NewAttempt): Promise<void> {
    const lease = leaseLength(this.settings);
    await send(
      tx,
      insertingAttempt({
        id,
        paymentId,
        method,
        cartId: cartId ?? null,
        amountId: amountId === NEWEST ? null : (amountId ?? null),
        asksNewest: amountId === NEWEST,
        lease: `${lease} milliseconds`,
        tokenMark: tokenMark ?? null,
      }),
    );
  }
}

/** The amount that the same transaction has just asked for. */
const NEWEST = Symbol('newest amount');

interface AttemptValues {
  readonly id: AttemptId;
  readonly paymentId: PaymentId;
  readonly method: string;
  readonly cartId: string | null;
  readonly amountId: string | null;
  readonly asksNewest: boolean;
  readonly lease: string;
  readonly tokenMark: string | null;
}

const insertingAttempt = compiled<AttemptValues, unknown>((db, value) =>
  db.insertInto('payment_attempts').values({
    id: value('id'),
    payment_id: value('paymentId'),
    number: sql<number>`
      (select coalesce(max(number), 0) + 1 from payment_attempts where payment_id = ${value('paymentId')})`,
    method: value('method'),
    state: 'sending',
    cart_id: value('cartId'),
    amount_id: sql<string>`
      case when ${value('asksNewest')}::boolean then ${newestAmountOf(value('paymentId'))}
        else ${value('amountId')}::bigint end`,
    lease_until: sql<Date>`now() + ${value('lease')}::interval`,
    token_mark: value('tokenMark'),
  }),
);

function replayOf({ paymentId, attemptId }: GateHolder): Replay {
  return { kind: 'replay', paymentId, attemptId, refused: false };
}

interface Again {
  readonly payment: PaymentRow;
  readonly method: string;
  readonly amountId: AmountId;
  readonly amount: Money;
  readonly tokenMark: string | undefined;
}

/** With what is kept of the token that pays. */
type Marked<Target> = Target & { readonly tokenMark: string | undefined };

type AmountId = string | typeof NEWEST | null;

interface NewAttempt {
  readonly id: AttemptId;
  readonly paymentId: PaymentId;
  readonly method: string;
  /** M6: one open attempt per cart. */
  readonly cartId?: string;
  /** Of `payment_amounts`: what it asks for, where the session was not brought to it before. */
  readonly amountId?: AmountId;
  readonly tokenMark: string | undefined;
}
