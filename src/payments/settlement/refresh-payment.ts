import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { ReadOptions } from '../../ottu/call-options.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { readFact, type ProviderFact } from '../facts/provider-fact.ts';
import type { PaymentId } from '../identifiers.ts';
import { isSuccess } from '../states/payment-state.ts';
import { amountInDigits } from './record-fact.ts';
import { Settle } from './settle.ts';
import type { SettlementInput, LockedPayment } from './settlement-input.ts';

/** What Ottu said when it was asked about a session. */
export type Retrieved =
  | {
      readonly kind: 'answered';
      readonly reply: OttuReply;
      /** The transaction. */
      readonly document: JsonDocument;
      /** Its state by Ottu's own word, which may be one that is not known here. */
      readonly state: string | undefined;
    }
  /** Ottu does not know the session, or its reply shows no transaction. */
  | { readonly kind: 'not_found' | 'unusable'; readonly reply: OttuReply }
  /** No complete reply came. */
  | { readonly kind: 'no_answer'; readonly fault: TransportFault };

export interface Refresh {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  /** Of a payment that pays a cart, where the caller knows it. */
  readonly cartId?: string | undefined;
  /** Whose share of the day's calls it is (M95). */
  readonly group: CallGroup;
  /** By default a call's own. */
  readonly deadline?: Deadline | undefined;
  /** What else is written in the transaction that settles the answer. */
  readonly alongside?: ((tx: Tx, shown: JsonDocument) => Promise<void>) | undefined;
}

/** What a retrieve of this session said is settled, unless `decline` names a reason not to: then nothing is written. */
export interface Recording<Reason extends string = never> {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  readonly cartId?: string | undefined;
  /** For the timeline: what made the service ask. */
  readonly because?: string | undefined;
  /** A signed event that made the service ask. */
  readonly witness?: ProviderFact | undefined;
  /** Asked under the lock, where something may speak against settling the answer. */
  readonly decline?: ((locked: LockedPayment, reported: ProviderFact) => Reason | undefined) | undefined;
  /** What else is written in the transaction that settles the answer. */
  readonly alongside?: ((tx: Tx, input: RefreshInput) => Promise<void>) | undefined;
}

export interface RefreshInput extends SettlementInput {
  /** The session that was asked about is the payment's own by now. */
  readonly sessionKnown: boolean;
}

interface Read<Reason extends string> extends RefreshInput {
  readonly declined: Reason | undefined;
}

/** The one place that asks Ottu for a payment and settles what it said. It never charges (M34). */
@Injectable()
export class RefreshPayment {
  readonly #logger = new Logger('Retrieve');

  constructor(
    private readonly checkout: CheckoutApi,
    private readonly settle: Settle,
    private readonly settings: Settings,
  ) {}

  /**
   * @returns what Ottu said; what is `answered` is settled by now.
   * @throws StoreUnavailable when the answer could not be stored; Ottu's silence is a result
   */
  async refresh({ group, deadline, alongside, ...payment }: Refresh): Promise<Retrieved> {
    const retrieved = await this.retrieve(payment.sessionId, { group }, deadline);
    if (retrieved.kind === 'answered') {
      const { document } = retrieved;
      await this.record({ ...payment, alongside: alongside && ((tx) => alongside(tx, document)) }, document);
    }
    return retrieved;
  }

  /**
   * For those who go on without it: never throws, and a failure changes nothing.
   *
   * @returns the transaction's state by Ottu's own word, stored or not; nothing where no answer came.
   */
  async tryRefresh(
    paymentId: PaymentId,
    sessionId: string,
    decline?: Recording<string>['decline'],
  ): Promise<string | undefined> {
    let state: string | undefined;
    try {
      const result = await this.retrieve(sessionId);
      if (result.kind === 'no_answer') throw result.fault;
      if (result.kind !== 'answered') return undefined;
      ({ state } = result);
      await this.record({ paymentId, sessionId, decline }, result.document);
    } catch (error) {
      this.#warn(paymentId, error);
    }
    return state;
  }

  #warn(paymentId: PaymentId, error: unknown): void {
    this.#logger.warn({ err: error, payment_id: paymentId }, 'A retrieve brought no answer; the payment stays open');
  }

  /** Asks only: the session may be none of ours, and its answer may be on its way to a caller before it is recorded. */
  async retrieve(
    sessionId: string,
    options: ReadOptions = {},
    deadline = new Deadline(this.settings.ottu.timeoutMs),
  ): Promise<Retrieved> {
    try {
      const reply = await this.checkout.retrieve(sessionId, deadline, options);
      const document = reply.status === 200 ? jsonObjectOf(reply) : undefined;
      if (document !== undefined) {
        return { kind: 'answered', reply, document, state: document.source('/state')?.scalarText() };
      }
      return { kind: reply.status === 404 ? 'not_found' : 'unusable', reply };
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      return { kind: 'no_answer', fault: error };
    }
  }

  /** Settles what a retrieve said, where the same words, the payer's link among them, went to a merchant's server. */
  async recordHandedOut(paymentId: PaymentId, sessionId: string, document: JsonDocument): Promise<void> {
    await this.record({ paymentId, sessionId }, document, true);
  }

  /**
   * Settles what a retrieve said, for a caller that has made it by itself.
   *
   * @returns why nothing was written, where it was declined.
   * @throws StoreUnavailable
   */
  async record<Reason extends string = never>(
    { paymentId, sessionId, cartId, because, witness, decline, alongside }: Recording<Reason>,
    document: JsonDocument,
    handedOut = false,
  ): Promise<Reason | undefined> {
    // What a retrieved transaction says beside its state holds nothing that the caller sent as a payload.
    const reported = withReference(readFact(document, 'retrieve'), witness);
    const settled = await this.settle.settle<Read<Reason>>({
      paymentId,
      cartId,
      namedSession: sessionId,
      interpret: (locked) => {
        const checked = locked.check(reported);
        const adoptSession = locked.mayAdoptSession && checked.matches ? sessionId : undefined;
        return {
          event: 'retrieved',
          details: because === undefined ? undefined : { because },
          fact: { reported, checked },
          adoptSession,
          handedOut,
          sessionKnown: locked.payment.session_id !== null || adoptSession !== undefined,
          declined: decline?.(locked, reported),
        };
      },
      applies: (input) => input.declined === undefined,
      alongside,
    });
    return settled.input.declined;
  }
}

/**
 * M53: a retrieve names no reference, and a second charge is known by its own. Where it tells of the very success that a
 * signed event had told of, the event's reference is this success's.
 */
function withReference(reported: ProviderFact, witness: ProviderFact | undefined): ProviderFact {
  const referenceNumber = witness?.referenceNumber;
  if (witness === undefined || referenceNumber === undefined || reported.referenceNumber !== undefined) return reported;
  const { state, amount, currencyCode: currency } = reported;
  const isSame =
    state !== undefined &&
    isSuccess(state) &&
    state === witness.state &&
    currency === witness.currencyCode &&
    amount !== undefined &&
    witness.amount !== undefined &&
    amountInDigits(amount, currency) === amountInDigits(witness.amount, currency);
  return isSame ? { ...reported, referenceNumber } : reported;
}
