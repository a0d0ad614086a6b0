import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import type { PaymentId } from '../identifiers.ts';
import { forgetClosing, markClosingAsked, takeClosing } from '../payment-repository.ts';
import { writeTimeline } from '../payment-rows.ts';
import { RefreshPayment } from './refresh-payment.ts';

/** F8.1: the states that `expire` is for. */
const EXPIRABLE: ReadonlySet<string> = new Set(['created', 'pending', 'attempted']);

/** Whether a payer can still pay it, by Ottu's own word. */
export function isExpirable(state: string | undefined): boolean {
  return state !== undefined && EXPIRABLE.has(state);
}

/** It is retrieved, expired, and retrieved again. */
const CLOSING_CALLS = 3;

export interface ExpiringSession {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  /** Whose share of the day's calls it is (M95). */
  readonly group: CallGroup;
  /** Of each call; by default a call's own. */
  readonly deadline?: Deadline | undefined;
  /** The payment's row stays as it is, for whoever holds its tag (M27): it is written in the timeline alone. */
  readonly keepsTag?: boolean;
}

/** What asking for it came to. `no_answer`: it has to be asked for again. */
export type AskedToExpire =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'no_answer'; readonly cause: OttuReply | TransportFault };

/** What became of a session that was to be closed. */
export interface ClosedSession {
  /** The newest state that Ottu has shown; absent where the last look brought none. */
  readonly shown: string | undefined;
  /** Ottu has answered the request to expire it, or none was needed. */
  readonly answered: boolean;
}

/**
 * Closes Ottu's sessions, so that no payer pays them later (M14, M35, M54, M56): by `expire` and by nothing else. It does not
 * look whether an attempt is open: the caller decides about that.
 */
@Injectable()
export class ExpireSession {
  readonly #logger = new Logger('Closing');

  constructor(
    private readonly database: Database,
    private readonly operations: OperationsApi,
    private readonly refreshPayment: RefreshPayment,
    private readonly settings: Settings,
  ) {}

  /** Asks Ottu to expire it. Done or refused: only a retrieve shows what the session is then. */
  async ask({ paymentId, sessionId, group, deadline, keepsTag }: ExpiringSession): Promise<AskedToExpire> {
    const asked = await this.#expire(sessionId, group, deadline ?? new Deadline(this.settings.ottu.timeoutMs));
    if (asked.kind === 'no_answer') {
      this.#logger.warn({ payment_id: paymentId, reason: reasonOf(asked.cause) }, 'A session could not be expired yet');
      return asked;
    }
    await this.database.inTransaction(async (tx) => {
      if (keepsTag !== true) await markClosingAsked(tx, paymentId);
      await writeTimeline(tx, paymentId, 'expire_asked', { status: asked.status });
    });
    return asked;
  }

  /**
   * M54: closing starts with a retrieve, which settles what was paid, and ends with one, which shows what the session is.
   *
   * @param seen what a retrieve of a moment ago has shown, in place of the first one.
   * @throws StoreUnavailable; Ottu's silence is a result
   */
  async close(session: ExpiringSession, seen?: string): Promise<ClosedSession> {
    const shown = seen ?? (await this.#shown(session));
    if (shown === undefined) return { shown, answered: false };
    if (!isExpirable(shown)) return { shown, answered: true };
    const asked = await this.ask(session);
    if (asked.kind === 'no_answer' && asked.cause instanceof TransportFault) {
      return { shown: undefined, answered: false };
    }
    return { shown: await this.#shown(session), answered: asked.kind === 'answered' };
  }

  /**
   * The same where several replicas may want it at once.
   *
   * @returns nothing where another one, or this one a moment ago, closes it.
   */
  async closeOnce(session: ExpiringSession): Promise<ClosedSession | undefined> {
    const { ottu, durations } = this.settings;
    const againAfterMs = CLOSING_CALLS * ottu.timeoutMs + durations.leaseGrace;
    const { paymentId } = session;
    if (!(await this.database.query((db) => takeClosing(db, paymentId, againAfterMs)))) return undefined;
    const closed = await this.close(session);
    if (!closed.answered) await this.database.query((db) => forgetClosing(db, paymentId));
    return closed;
  }

  async #expire(sessionId: string, group: CallGroup, deadline: Deadline): Promise<AskedToExpire> {
    try {
      const reply = await this.operations.expire(sessionId, deadline, { group });
      const { status } = reply;
      return status === 429 || status >= 500 ? { kind: 'no_answer', cause: reply } : { kind: 'answered', status };
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      return { kind: 'no_answer', cause: error };
    }
  }

  async #shown({ paymentId, sessionId, group, deadline }: ExpiringSession): Promise<string | undefined> {
    const result = await this.refreshPayment.refresh({ paymentId, sessionId, group, deadline });
    return result.kind === 'answered' ? result.state : undefined;
  }
}

function reasonOf(cause: OttuReply | TransportFault): string {
  return cause instanceof TransportFault ? cause.reason : `status ${cause.status}`;
}
