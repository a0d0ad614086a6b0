import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import type { RawBuilder } from 'kysely';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { WriteKind } from '../../database/states.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import type { PaymentId } from '../identifiers.ts';
import { rejectAmount, requestAmount, type RequestedAmount } from '../requested-amounts.ts';
import { SettleWithRetry } from '../settlement/settle-with-retry.ts';
import type { Interpret, SettlementInput } from '../settlement/settlement-input.ts';
import { endWrite, insertWrite, isUnsettled, refutableFrom, type WriteEnding } from './write-rows.ts';

export interface NewWrite {
  /** Made beforehand where an idempotency key answers for it. */
  readonly id?: string;
  readonly paymentId: PaymentId;
  readonly kind: WriteKind;
  /** Of a create: the row of the amount that its payment was written with. */
  readonly createsAmountId?: string | RawBuilder<string> | null;
  /** Of a change: the amount that it asks for. */
  readonly amount?: Omit<RequestedAmount, 'rejectableFrom'> | undefined;
}

/** The right to make one call to Ottu that writes a transaction and charges nothing. */
export interface OpenWrite {
  readonly id: string;
  readonly paymentId: PaymentId;
  /** The amount that a change asks for, while Ottu has not shown it. What a create asks for is never rejected. */
  readonly requestedAmountId: string | undefined;
}

/** @param deadline the one that a write's lease allows for; a user may have one of its own. */
export type WriteCall = (deadline: Deadline) => Promise<OttuReply>;

/**
 * A call that cannot have done anything although bytes went out, because this service broke off its form: `refusal` says
 * why, and `cause` how the call ended.
 */
export class NothingTaken extends Error {
  constructor(
    readonly refusal: Problem,
    cause: unknown,
  ) {
    super('nothing was taken', { cause });
  }
}

/** What the user of a write does with each end of its call. */
export interface CallEnds<T> {
  /** Ottu's answer, a refusal included. */
  answered(reply: OttuReply): Promise<T>;
  /** Ottu may have heard the request, and no answer came that can be worked with. */
  lost(cause: unknown): Promise<T>;
  /**
   * M5: Ottu has heard nothing.
   *
   * @param refusal of a `NothingTaken`.
   */
  notSent(cause: unknown, refusal?: Problem): Promise<T>;
}

/** What a write's answer brings, and how the write ends by it. */
export interface WriteInput extends SettlementInput {
  readonly ending: WriteEnding;
  /** Ottu has answered, and does not show the amount that was asked for: this change of it was not made. */
  readonly amountRejected?: boolean;
}

export interface Completion<L extends WriteInput> {
  /** The cart whose transaction it is. */
  readonly cartId?: string | undefined;
  /** The session that Ottu's word names (M45). */
  readonly namedSession?: string | undefined;
  readonly interpret: Interpret<L>;
  /** In place of what cannot be read. */
  readonly lost: L;
  /** What else is written in the same transaction. */
  readonly alongside?: (tx: Tx, input: L) => Promise<void>;
}

/**
 * The one way to write a transaction at Ottu without charging, for creates, changes and carts: `begin` under the
 * payment's lock, `send` with no lock held (M2), `complete`. What is sent, what the answer teaches and what the caller is
 * told is the user's.
 */
@Injectable()
export class TransactionWrites {
  constructor(
    private readonly settle: SettleWithRetry,
    private readonly settings: Settings,
  ) {}

  /**
   * The durable write before the call. The payment is locked, or was written by the same transaction, and
   * `writeUnderWay` has shown that no other write of it is open (M52).
   */
  async begin(tx: Tx, { id = randomUUID(), paymentId, kind, createsAmountId, amount }: NewWrite): Promise<OpenWrite> {
    await insertWrite(tx, { id, paymentId, kind, amountId: createsAmountId ?? null }, this.settings);
    if (amount === undefined) return { id, paymentId, requestedAmountId: undefined };
    // Until Ottu has shown one of them, both this amount and the present one are possible (M50, M61).
    const rejectableFrom = refutableFrom(this.settings);
    return { id, paymentId, requestedAmountId: await requestAmount(tx, paymentId, { ...amount, rejectableFrom }) };
  }

  /**
   * Makes the one call. The only place that decides whether Ottu has heard a write (M5): what fails before the call or,
   * by the transport's word, before its first byte was not sent; every other fault, also one in working with the answer,
   * means that the answer is lost.
   *
   * @param prepare makes the request, and returns what sends it.
   * @throws what `ends` throws; a Problem of `answered` as it is
   */
  async send<T>(prepare: () => WriteCall, ends: CallEnds<T>): Promise<T> {
    let call: WriteCall;
    try {
      call = prepare();
    } catch (error) {
      return ends.notSent(error);
    }
    let reply: OttuReply;
    try {
      reply = await call(new Deadline(this.settings.ottu.timeoutMs));
    } catch (error) {
      if (error instanceof NothingTaken) return ends.notSent(error.cause, error.refusal);
      // A fault of unknown kind may have struck after the first byte.
      const sent = !(error instanceof TransportFault) || error.sent;
      return sent ? ends.lost(error) : ends.notSent(error);
    }
    try {
      return await ends.answered(reply);
    } catch (error) {
      if (error instanceof Problem) throw error;
      return ends.lost(error);
    }
  }

  /**
   * Settles what became of the call, ends the write, and confirms the amount or rejects it, in one transaction; nothing
   * is written where the same write was settled before. A store that fails is tried on behind the caller (M4).
   *
   * @returns what was settled; nothing when it could not be stored yet.
   */
  async complete<L extends WriteInput>(
    { id, paymentId, requestedAmountId }: OpenWrite,
    { cartId, namedSession, interpret, lost, alongside }: Completion<L>,
  ): Promise<L | undefined> {
    const settled = await this.settle.settleOrRetry<L>(
      {
        paymentId,
        cartId,
        namedSession,
        interpret: answering(requestedAmountId, orLost(interpret, lost)),
        stillOpen: (tx) => isUnsettled(tx, id),
        alongside: async (tx, input) => {
          await alongside?.(tx, input);
          if (requestedAmountId !== undefined && rejectsAmount(input)) await rejectAmount(tx, requestedAmountId);
          await endWrite(tx, id, input.ending);
        },
      },
      this.settings.durations.leaseGrace,
    );
    return settled?.input;
  }
}

/** M50: the write that Ottu has answered acknowledges its own amount, and no other that is the same. */
function answering<L extends WriteInput>(amountId: string | undefined, interpret: Interpret<L>): Interpret<L> {
  return (locked) => {
    const input = interpret(locked);
    return input.ending.state === 'done' && amountId !== undefined ? { ...input, answersAmountId: amountId } : input;
  };
}

function rejectsAmount({ ending: { state }, amountRejected }: WriteInput): boolean {
  switch (state) {
    case 'refused':
    case 'not_sent':
      return true;
    case 'lost':
      return false;
    case 'done':
      return amountRejected === true;
  }
}

/**
 * Reads under the lock of the settlement, where a fault of our own must not pass for a store that failed: the settlement
 * would be tried again and again, and fail in the same way. What cannot be read is lost.
 */
function orLost<L extends SettlementInput>(interpret: Interpret<L>, lost: L): Interpret<L> {
  return (locked) => {
    try {
      return interpret(locked);
    } catch {
      return lost;
    }
  };
}
