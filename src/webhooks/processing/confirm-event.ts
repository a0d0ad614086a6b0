import { Injectable } from '@nestjs/common';
import type { RawBuilder } from 'kysely';

import { fromNow } from '../../database/interval.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { WebhookInboxRow } from '../../database/schema.ts';
import { JsonDocument } from '../../json/json-document.ts';
import type { Mismatch } from '../../payments/facts/check-fact.ts';
import { readFact, type ProviderFact } from '../../payments/facts/provider-fact.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { lockPayment, sessionHeldElsewhere, writeTimeline } from '../../payments/payment-rows.ts';
import { finishEvent, finishWaiting, postpone } from '../inbox-rows.ts';
import { ConfirmWithOttu, type Confirmation, nextRefresh, acquireRefresh, type Refresh } from './confirm-with-ottu.ts';
import { STORED_EVENT_LIMITS } from '../verified-event.ts';
import { OLDER_THAN_CLAIM } from './settle-event.ts';

/** An event that needs Ottu's word. */
export interface InconsistentEvent {
  readonly row: WebhookInboxRow;
  /** Empty when it has settled and only its session is still to be confirmed. */
  readonly inconsistencies: readonly string[];
}

/**
 * M71: finds out from Ottu what an event could not prove, by the payment's own session; by the event's only where none is
 * stored. Confirmations of one payment are merged: the event that acquires the refresh asks, and the reply ends all events that
 * were waiting for one.
 */
@Injectable()
export class ConfirmEvent {
  constructor(
    private readonly confirmWithOttu: ConfirmWithOttu,
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** @returns why it has to be tried again; `postponed` when another event has asked too recently; nothing when it is finished. */
  async execute(event: InconsistentEvent, paymentId: PaymentId): Promise<string | undefined> {
    const { row, inconsistencies } = event;
    const onlySession = inconsistencies.length === 0;
    const { sessionId, stored } = await this.#session(event, paymentId);
    if (onlySession && (sessionId === undefined || (stored && sessionId === row.session_id))) {
      return this.#finish(row, paymentId);
    }
    if (sessionId === undefined) return 'no_session';
    const everyMs = this.settings.durations.webhookConfirm;
    // The reply to our own call is about to bring the session; the next try asks Ottu for it if none came.
    if (onlySession && row.doubts === null) return this.#postpone(row, fromNow(everyMs));
    const refresh = await this.database.inTransaction((tx) => acquireRefresh(tx, paymentId, everyMs));
    if (refresh === undefined) return this.#postpone(row, nextRefresh(paymentId, everyMs));

    const asked = await this.#ask(row, { paymentId, sessionId, refresh, witness: witnessOf(event, sessionId) });
    if (asked === 'settled') return undefined;
    if (asked === 'not_ours') await this.#noteForeignSession(row, paymentId);
    return onlySession && (asked === 'not_ours' || asked === 'unknown_session') ? this.#finish(row, paymentId) : asked;
  }

  /** The payment's own session; else the event's, where nothing speaks against it (M45). */
  async #session(
    { row, inconsistencies }: InconsistentEvent,
    paymentId: PaymentId,
  ): Promise<{ readonly sessionId: string | undefined; readonly stored: boolean }> {
    return this.database.inTransaction(async (tx) => {
      const { session_id: own } = await tx
        .selectFrom('payments')
        .select('session_id')
        .where('id', '=', paymentId)
        .executeTakeFirstOrThrow();
      if (own !== null) return { sessionId: own, stored: true };
      const named = row.session_id;
      const usable =
        named !== null &&
        !inconsistencies.includes(OLDER_THAN_CLAIM) &&
        !(await sessionHeldElsewhere(tx, named, paymentId));
      return { sessionId: usable ? named : undefined, stored: false };
    });
  }

  async #ask(
    row: WebhookInboxRow,
    {
      paymentId,
      sessionId,
      refresh,
      witness,
    }: {
      readonly paymentId: PaymentId;
      readonly sessionId: string;
      readonly refresh: Refresh;
      readonly witness: ProviderFact | undefined;
    },
  ): Promise<Confirmation> {
    return this.confirmWithOttu.confirm({
      paymentId,
      sessionId,
      group: 'read',
      witness,
      alongside: async (tx, known) => {
        await finishEvent(tx, row.id, paymentId);
        if (known) await finishWaiting(tx, paymentId, refresh.askedAt);
      },
    });
  }

  async #finish(row: WebhookInboxRow, paymentId: PaymentId): Promise<undefined> {
    await this.database.inTransaction(async (tx) => {
      await lockPayment(tx, paymentId);
      await finishEvent(tx, row.id, paymentId);
    });
  }

  async #postpone(row: WebhookInboxRow, until: RawBuilder<Date>): Promise<'postponed'> {
    await this.database.inTransaction((tx) => postpone(tx, row.id, until));
    return 'postponed';
  }

  async #noteForeignSession(row: WebhookInboxRow, paymentId: PaymentId): Promise<void> {
    if (row.trouble === 'not_ours') return;
    await this.database.inTransaction((tx) =>
      writeTimeline(tx, paymentId, 'webhook_session_not_ours', { webhook: row.id }),
    );
  }
}

/** What an event may differ in from what was asked for, and still name its own charge by a signed reference (M53). */
const OF_TERMS: ReadonlySet<string> = new Set<Mismatch>([
  'amount_differs',
  'amount_superseded',
  'settled_amount_awaited',
  'settled_amount_differs',
  'gateway_differs',
  'customer_differs',
  'payment_type_differs',
]);

function witnessOf({ row, inconsistencies }: InconsistentEvent, sessionId: string): ProviderFact | undefined {
  if (row.session_id !== sessionId || !inconsistencies.every((reason) => OF_TERMS.has(reason))) return undefined;
  return readFact(JsonDocument.parse(Buffer.from(row.body, 'utf8'), STORED_EVENT_LIMITS), 'webhook');
}
