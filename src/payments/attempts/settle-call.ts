import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { readChargeReply } from '../answers/charge-reply.ts';
import { interpretChargeReply, namedSession } from '../answers/interpret-charge-reply.ts';
import type { Redactor } from '../answers/redactor.ts';
import { asksFirst, type ReplyReading } from '../answers/reply-table.ts';
import type { ProviderFact } from '../facts/provider-fact.ts';
import type { AttemptId, PaymentId } from '../identifiers.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import type { PaymentRows, Settled } from '../settlement/settle.ts';
import { SettleWithRetry } from '../settlement/settle-with-retry.ts';
import type { SettlementInput, LockedPayment } from '../settlement/settlement-input.ts';

/** One call to Ottu that charges, as its claim allowed it. Everything about it that can throw was made before the claim. */
export interface ChargeCall {
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  /** Of a payment that is tried on a session that stands. */
  readonly sessionId?: string | undefined;
  /** Of a payment that pays a cart. */
  readonly cartId?: string | undefined;
  readonly source: 'one_step' | 'native';
  /** Removes from Ottu's words what the caller sent, and the keys of this service. */
  readonly redactor: Redactor;
  /** What the front end must show is redacted as well: a saved card's token might be in it. */
  readonly redactsAction?: boolean | undefined;
  readonly deadline: Deadline;
}

/** What a call came to, as far as its caller's answer depends on it. */
export type CallOutcome =
  | {
      readonly kind: 'settled';
      /** As it is by that, where nothing was asked of Ottu afterwards. */
      readonly rows?: PaymentRows | undefined;
    }
  /** Ottu was called, and what became of it could not be stored yet (M4). */
  | { readonly kind: 'unstored' }
  /** M5: nothing was sent, so nothing was charged. */
  | { readonly kind: 'not_sent'; readonly cause: unknown }
  /** Ottu took nothing. With `claimAgain` the same key may try again (M5a). */
  | { readonly kind: 'refused'; readonly claimAgain: boolean; readonly retryAfterSeconds: number | undefined };

type CallInput = SettlementInput & { readonly reading?: ReplyReading };

/** M4, M11: settles what a charge's call came to, addressed to its attempt (M1a). */
@Injectable()
export class SettleCall {
  readonly #logger = new Logger('Charge');

  constructor(
    private readonly settle: SettleWithRetry,
    private readonly refreshPayment: RefreshPayment,
    private readonly settings: Settings,
  ) {}

  /** Never throws: bytes have gone out, so a failure from here on means that the answer is lost. */
  async answered(call: ChargeCall, reply: OttuReply): Promise<CallOutcome> {
    try {
      return await this.#interpret(call, reply);
    } catch (error) {
      this.#reportUnreadable(call, error);
      return this.#lost(call, error);
    }
  }

  /** Never throws. M5: where nothing was sent nothing was charged; otherwise the outcome is unknown. */
  async failed(call: ChargeCall, error: unknown): Promise<CallOutcome> {
    return this.mayHaveBeenSent(error) ? this.#lost(call, error) : this.notSent(call, error);
  }

  /** M5: only the transport can say for certain that no byte went out. */
  protected mayHaveBeenSent(error: unknown): boolean {
    return !(error instanceof TransportFault) || error.sent;
  }

  /** Never throws: nothing was handed to Ottu. */
  async notSent(call: ChargeCall, cause: unknown): Promise<CallOutcome> {
    await this.#store(call, call.sessionId, () => ({
      event: 'not_sent',
      details: reasonOf(cause),
      attempt: { id: call.attemptId, state: 'not_processed', notSent: true, claimAgain: true },
    }));
    return { kind: 'not_sent', cause };
  }

  async #interpret(call: ChargeCall, reply: OttuReply): Promise<CallOutcome> {
    const read = readChargeReply(
      reply,
      this.settings.ottu.webhookKeys.map((key) => key.reveal()),
    );
    const session = call.sessionId ?? namedSession(read);
    // M11: E4 is a decline and Ottu's `error` alike. Of a session that stands Ottu is asked which, before a cart opens.
    const shown =
      call.sessionId !== undefined && asksFirst(read)
        ? await this.refreshPayment.tryRefresh(call.paymentId, call.sessionId)
        : undefined;
    const interpret = interpretChargeReply(read, call, shown);
    const settled = await this.#store(call, session, (locked) => this.#read(call, locked, interpret));
    if (settled === undefined) return { kind: 'unstored' };
    const { reading, attempt } = settled.input;
    const asksAgain = reading?.retrieve === true && session !== undefined;
    if (asksAgain) {
      const decline = reading.name === 'mismatched_success' ? provesNothingMore : undefined;
      await this.refreshPayment.tryRefresh(call.paymentId, session, decline);
    }
    if (reading?.refused !== true) {
      // They are there since the commit. Whatever kept them back, the answer stays settled.
      const rows = asksAgain ? undefined : await settled.rows?.().catch(() => undefined);
      return { kind: 'settled', rows };
    }
    const seconds = attempt?.refusal?.['retryAfterSeconds'];
    return {
      kind: 'refused',
      claimAgain: reading.claimAgain,
      retryAfterSeconds: typeof seconds === 'number' ? seconds : undefined,
    };
  }

  /** Under the lock of the settlement: a fault here must not pass for a store that failed. */
  #read(call: ChargeCall, locked: LockedPayment, interpret: (locked: LockedPayment) => CallInput): CallInput {
    try {
      const input = interpret(locked);
      return call.redactsAction === true ? withRedactedAction(input, call.redactor) : input;
    } catch (error) {
      this.#reportUnreadable(call, error);
      return lost(call, error);
    }
  }

  async #lost(call: ChargeCall, error: unknown): Promise<CallOutcome> {
    const { paymentId, sessionId } = call;
    const settled = await this.#store(call, sessionId, () => lost(call, error));
    if (settled === undefined) return { kind: 'unstored' };
    if (sessionId !== undefined) await this.refreshPayment.tryRefresh(paymentId, sessionId);
    return { kind: 'settled' };
  }

  async #store(
    { paymentId, cartId, deadline }: ChargeCall,
    session: string | undefined,
    interpret: (locked: LockedPayment) => CallInput,
  ): Promise<Settled<CallInput> | undefined> {
    const untilLeaseEnds = deadline.remainingMs() + this.settings.durations.leaseGrace;
    return this.settle.settleOrRetry({ paymentId, cartId, namedSession: session, interpret }, untilLeaseEnds);
  }

  #reportUnreadable({ paymentId }: ChargeCall, error: unknown): void {
    this.#logger.error({ err: error, payment_id: paymentId }, 'An answer of Ottu could not be worked with; it is lost');
  }
}

/** M20: a retrieve names neither a settled amount nor a mode, so its success does not make up for what an answer showed. */
function provesNothingMore({ check }: LockedPayment, reported: ProviderFact): 'answer_differs' | undefined {
  const { success, matches } = check(reported);
  return success && matches ? 'answer_differs' : undefined;
}

function lost({ attemptId }: ChargeCall, error: unknown): CallInput {
  return { event: 'answer_lost', details: reasonOf(error), attempt: { id: attemptId, state: 'unknown' } };
}

function reasonOf(error: unknown): Record<string, string> {
  if (!(error instanceof TransportFault)) return { reason: 'fault' };
  const { reason, systemCode } = error;
  return { reason, ...(systemCode === undefined ? {} : { code: systemCode }) };
}

function withRedactedAction(input: CallInput, redactor: Redactor): CallInput {
  const { attempt } = input;
  if (attempt?.actionRequired === undefined) return input;
  return { ...input, attempt: { ...attempt, actionRequired: redactor.data(attempt.actionRequired) } };
}
