import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { Money } from '../../money/money.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import type { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { ExpireSession } from '../../payments/settlement/expire-session.ts';
import { markTransactionClosed, replaceSession } from '../cart-transactions.ts';
import { CartTransactionWrites, type CartWrite } from './cart-transaction-writes.ts';
import type { RefusedWrite } from './refused-write.ts';
import { amountOf, loadSyncState, type LockedSyncState } from './load-sync-state.ts';
import { LookAtTransaction } from './look-at-transaction.ts';
import {
  hasEndedAtOttu,
  nextSyncAction,
  type SyncAction,
  type SyncProgress,
  type SyncReason,
} from './next-sync-action.ts';

/** What a run came to. */
export type SyncResult =
  | {
      readonly kind: 'in_step';
      readonly paymentId: PaymentId;
      readonly sessionId: string;
      readonly version: number;
      /** Ottu's answer to the last write of this run; absent where none was needed. */
      readonly document: JsonDocument | undefined;
    }
  | { readonly kind: 'stopped'; readonly because: Extract<SyncAction, { do: 'stop' }>['because'] }
  | { readonly kind: 'wait'; readonly until: Date; readonly reason: 'write_open' | 'uncertain' | 'payer_is_paying' }
  /** Ottu gave no answer that helps. */
  | { readonly kind: 'unreachable'; readonly cause: OttuReply | TransportFault | undefined }
  /** M56b: to repeat it does not help; nothing is known to be wrong with the session, where there is one. */
  | { readonly kind: 'refused'; readonly refusal: RefusedWrite };

/** One action of a run as it was decided under the locks, with what it needs afterwards. */
type DecidedAction =
  | { readonly do: 'write'; readonly write: CartWrite }
  | Asking
  | { readonly do: 'again' }
  | { readonly do: 'end'; readonly result: SyncResult };

interface Asking {
  readonly do: 'retrieve' | 'expire';
  readonly cartId: string;
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  readonly amount: Money;
}

interface Run extends SyncProgress {
  readonly document: JsonDocument | undefined;
  /** M56b: Ottu refused a PATCH, perhaps for what the shopper has given: the amount is sent alone. */
  readonly amountOnly: boolean;
  /** M52: a write of this run got no readable answer. */
  readonly lost: boolean;
}

interface SyncRequest {
  readonly reason: SyncReason;
  readonly deadline: Deadline;
}

/** More than any sound run takes: retrieve, expire, retrieve, replace, create, and an uncertain write in between. */
const MAX_ACTIONS = 12;

/**
 * Brings a cart's Ottu transaction to the cart's version and amount, one action at a time (M51 to M53). It never
 * charges.
 */
@Injectable()
export class TransactionSync {
  constructor(
    private readonly database: Database,
    private readonly writes: CartTransactionWrites,
    private readonly expireSession: ExpireSession,
    private readonly looks: LookAtTransaction,
    private readonly settings: Settings,
  ) {}

  async run(cartId: string, reason: SyncReason, deadline: Deadline): Promise<SyncResult> {
    let run: Run = {
      shownState: undefined,
      writes: 0,
      refused: false,
      expireAsked: false,
      document: undefined,
      amountOnly: false,
      lost: false,
    };
    await this.writes.knowGateways();
    for (let actions = 0; actions < MAX_ACTIONS && deadline.remainingMs() > 0; actions += 1) {
      const decided = await this.#decide(cartId, run, reason);
      if (decided.do === 'end') return decided.result;
      const next = await this.#act(decided, run, { reason, deadline });
      if ('kind' in next) return next;
      run = next;
    }
    return { kind: 'unreachable', cause: undefined };
  }

  async #decide(cartId: string, run: Run, reason: SyncReason): Promise<DecidedAction> {
    return this.database.inTransaction(async (tx): Promise<DecidedAction> => {
      const state = await loadSyncState(tx, cartId, this.settings.durations);
      if (state === undefined) return { do: 'end', result: { kind: 'stopped', because: 'closed' } };
      const action = nextSyncAction(state, run, reason, this.settings.durations.cartDoubt);
      return this.#prepare(tx, state, action, run);
    });
  }

  async #prepare(tx: Tx, state: LockedSyncState, action: SyncAction, run: Run): Promise<DecidedAction> {
    switch (action.do) {
      case 'create':
        return { do: 'write', write: await this.writes.beginCreate(tx, state) };
      case 'patch':
      case 'refresh':
        return { do: 'write', write: await this.writes.beginChange(tx, state, action.do, run.amountOnly) };
      case 'replace':
        // M41: what Ottu refused to create has charged nothing, and its order number is used again.
        if (await this.writes.mayCreateAgain(tx, state)) {
          return { do: 'write', write: await this.writes.beginCreate(tx, state) };
        }
        await this.#replace(tx, state, run);
        return { do: 'again' };
      case 'wait': {
        const unsettled = state.transaction?.writeOpen === true ? 'write_open' : 'uncertain';
        const reason = action.for === 'payer' ? 'payer_is_paying' : unsettled;
        return { do: 'end', result: { kind: 'wait', until: action.until, reason } };
      }
      case 'stop': {
        const { because } = action;
        if (because !== 'in_step') return { do: 'end', result: { kind: 'stopped', because } };
        const { paymentId, sessionId } = sessionOf(state);
        const { version } = state.row;
        return { do: 'end', result: { kind: 'in_step', paymentId, sessionId, version, document: run.document } };
      }
      case 'retrieve':
      case 'expire':
        return { do: action.do, cartId: state.row.id, ...sessionOf(state), amount: amountOf(state.row) };
    }
  }

  /** M53: Ottu's own word ended it, or its session never left this service. */
  async #replace(tx: Tx, { row, payment }: LockedSyncState, { shownState }: Run): Promise<void> {
    await replaceSession(tx, row);
    const over = shownState !== undefined && hasEndedAtOttu(shownState);
    if (payment === undefined || (!over && payment.session_id !== null)) return;
    await markTransactionClosed(tx, payment.id);
  }

  async #act(decided: Exclude<DecidedAction, { do: 'end' }>, run: Run, wanted: SyncRequest): Promise<Run | SyncResult> {
    switch (decided.do) {
      case 'again':
        return { ...run, shownState: undefined, refused: false, expireAsked: false, amountOnly: false };
      case 'write':
        return this.#write(decided.write, run, wanted);
      case 'retrieve':
        return this.#retrieve(decided, run, wanted);
      case 'expire':
        return this.#expire(decided, run, wanted);
    }
  }

  async #write(write: CartWrite, run: Run, { reason, deadline }: SyncRequest): Promise<Run | SyncResult> {
    const result = await this.writes.run(write, groupOf(reason), deadline);
    switch (result.kind) {
      case 'shown':
        // M56b: without the details it was taken, so they are at fault. The session shows the amount, and is kept.
        if (write.amountOnly && reason !== 'sync') return refusedDetails(write.changed);
        return {
          ...run,
          writes: run.writes + 1,
          document: result.document,
          shownState: result.state ?? run.shownState,
        };
      case 'refused':
        // M53: what Ottu refuses to change is looked at; whom Ottu does not know, or slows down, has to wait.
        if (result.cause.status === 400 && write.kind === 'patch') {
          if (!write.amountOnly && write.changed.length > 0) return { ...run, amountOnly: true };
          return { ...run, refused: true, shownState: undefined };
        }
        return result.refusal === undefined
          ? { kind: 'unreachable', cause: result.cause }
          : { kind: 'refused', refusal: result.refusal };
      case 'unreachable':
        // M52: an answer that cannot be read is one: while a shopper waits the session is given up, or ended and replaced.
        if (reason === 'sync' || run.lost || !wasHeard(result.cause)) return result;
        // M54: what was seen before the write is no look before the end.
        return { ...run, lost: true, shownState: undefined };
    }
  }

  async #retrieve(asking: Asking, run: Run, { reason, deadline }: SyncRequest): Promise<Run | SyncResult> {
    const seen = await this.looks.look(asking, groupOf(reason), deadline);
    switch (seen.kind) {
      case 'shown':
        return { ...run, shownState: seen.state };
      case 'given_up':
        return { ...run, shownState: undefined };
      case 'unreachable':
        return seen;
    }
  }

  async #expire(
    { paymentId, sessionId }: Asking,
    run: Run,
    { reason, deadline }: SyncRequest,
  ): Promise<Run | SyncResult> {
    const asked = await this.expireSession.ask({ paymentId, sessionId, group: groupOf(reason), deadline });
    if (asked.kind === 'no_answer') return { kind: 'unreachable', cause: asked.cause };
    return { ...run, expireAsked: true, shownState: undefined };
  }
}

/** Ottu may have done it. */
function wasHeard(cause: OttuReply | TransportFault | undefined): boolean {
  return cause !== undefined && (!(cause instanceof TransportFault) || cause.sent);
}

function refusedDetails(pointers: readonly string[]): SyncResult {
  const refusal = { status: 400, about: 'details', fields: [], pointers, words: undefined } as const;
  return { kind: 'refused', refusal };
}

function sessionOf({ payment }: LockedSyncState): { readonly paymentId: PaymentId; readonly sessionId: string } {
  const sessionId = payment?.session_id;
  if (payment === undefined || sessionId === null || sessionId === undefined) {
    throw new Error('no session to ask about');
  }
  return { paymentId: asPaymentId(payment.id), sessionId };
}

/** M95: each has its share of the day's requests. What a payment needs is as much as a charge: no till closes without it. */
function groupOf(reason: SyncReason): CallGroup {
  switch (reason) {
    case 'sync':
      return 'sync';
    case 'checkout':
      return 'storefront';
    case 'payment':
      return 'charge';
  }
}
