import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';

import { UnderWay } from '../background/under-way.ts';
import type { JsonDocument } from '../json/json-document.ts';
import { OttuProblems } from '../payments/answers/ottu-problems.ts';
import { type SessionId, asPaymentId } from '../payments/identifiers.ts';
import { RefreshPayment, type Retrieved } from '../payments/settlement/refresh-payment.ts';
import { PaymentsOfSessions, type PaymentOfSession } from './payments-of-sessions.ts';
import type { PassedResponse } from './transaction.response.ts';

/** How long a stopping process still waits for what it has not stored yet. */
const SHUTDOWN_WAIT_MS = 5_000;

/** What a caller's own retrieve says about a payment of ours is a fact like any other; storing it never delays the answer. */
@Injectable()
export class SettleRetrieved implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #logger = new Logger('Retrieve');
  /** By payment, the last of what is still to be stored about it. */
  readonly #queues = new Map<string, Promise<void>>();

  constructor(
    private readonly payments: PaymentsOfSessions,
    private readonly refreshPayment: RefreshPayment,
  ) {}

  /** @returns the id of our payment; nothing where the session is not ours, or the store does not answer. */
  async inBackground(sessionId: SessionId, document: JsonDocument): Promise<string | undefined> {
    const payment = await this.#find(sessionId);
    if (payment === undefined) return undefined;
    if (isNews(payment, document)) this.#store(payment.id, sessionId, document);
    return payment.id;
  }

  /** Looks once more when its turn has come: the same news may have been stored meanwhile. */
  #store(paymentId: string, sessionId: SessionId, document: JsonDocument): void {
    this.#inOrder(paymentId, async () => {
      const payment = await this.payments.find(sessionId);
      if (payment === undefined || !isNews(payment, document)) return;
      await this.refreshPayment.recordHandedOut(asPaymentId(paymentId), sessionId, document);
    });
  }

  /** Asks Ottu by ourselves what a session shows, behind the back of a caller who has been answered. */
  retrieveInBackground(paymentId: string, sessionId: SessionId): void {
    this.#inOrder(
      paymentId,
      async () => void (await this.refreshPayment.tryRefresh(asPaymentId(paymentId), sessionId)),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#ended();
  }

  /** Once more, for what the last requests have begun since. The database is closed after this. */
  async onApplicationShutdown(): Promise<void> {
    await this.#ended();
  }

  async #ended(): Promise<void> {
    const underWay = new UnderWay();
    for (const turn of this.#queues.values()) void underWay.add(turn);
    await underWay.ended(SHUTDOWN_WAIT_MS);
  }

  /** One after the other for each payment, so that the same answer, got twice at once, is settled once. */
  #inOrder(paymentId: string, work: () => Promise<void>): void {
    const turn = (this.#queues.get(paymentId) ?? Promise.resolve())
      .then(work)
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'What a retrieve said could not be stored'))
      .finally(() => this.#queues.get(paymentId) === turn && this.#queues.delete(paymentId));
    this.#queues.set(paymentId, turn);
  }

  async #find(sessionId: SessionId): Promise<PaymentOfSession | undefined> {
    try {
      return await this.payments.find(sessionId);
    } catch {
      return undefined;
    }
  }
}

/** A merchant that polls must not fill the timeline: what Ottu has said before is not stored again. */
function isNews(payment: PaymentOfSession, document: JsonDocument): boolean {
  const reported = (name: string): string => document.source(`/${name}`)?.scalarText() ?? '';
  if (!payment.handedOut || payment.hasOpenAmount || reported('amount') !== payment.amount) return true;
  return !payment.retrievedStates.includes(reported('state'));
}

/** Reads a transaction at Ottu, ours or not, and answers it as Ottu did; of ours, its answer is settled in the background. */
@Injectable()
export class RetrieveTransaction {
  constructor(
    private readonly refreshPayment: RefreshPayment,
    private readonly settleRetrieved: SettleRetrieved,
    private readonly problems: OttuProblems,
  ) {}

  /**
   * @param signal ends the call when the caller has gone.
   * @throws Problem `not_found` and those of Ottu's refusal or silence; `internal_error` for a fault of our own
   */
  async execute(sessionId: SessionId, signal?: AbortSignal): Promise<PassedResponse> {
    const retrieved = await this.#retrieve(sessionId, signal);
    if (retrieved.kind === 'no_answer') throw this.problems.ofFault(retrieved.fault);
    if (retrieved.kind !== 'answered') throw this.problems.ofReply(retrieved.reply);
    const { reply, document } = retrieved;
    const paymentId = await this.settleRetrieved.inBackground(sessionId, document);
    return { status: 200, body: reply.body, sessionId, paymentId };
  }

  /** What fails is a problem in every case: a replay adds to it which payment it is about. */
  async #retrieve(sessionId: SessionId, signal: AbortSignal | undefined): Promise<Retrieved> {
    try {
      return await this.refreshPayment.retrieve(sessionId, { signal });
    } catch (error) {
      throw this.problems.ofFault(error);
    }
  }
}
