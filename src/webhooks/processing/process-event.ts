import { Injectable, Logger } from '@nestjs/common';
import type { Kysely, RawBuilder } from 'kysely';

import { backOff } from '../../background/back-off.ts';
import { fromNow } from '../../database/interval.ts';
import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow, Schema, WebhookInboxRow } from '../../database/schema.ts';
import { JsonDocument } from '../../json/json-document.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { failEvent, markUnmatched, releaseEvent } from '../inbox-rows.ts';
import { STORED_EVENT_LIMITS } from '../verified-event.ts';
import { WebhookMetrics } from '../webhook-metrics.ts';
import { ConfirmEvent } from './confirm-event.ts';
import { SettleEvent } from './settle-event.ts';

/** With pauses that double from 5 s to an hour, the last of them comes after more than a day. */
const MAX_TRIES = 36;
/** So often the worker tries an event for an unknown order again; afterwards only a new payment of that order wakes it. */
const MAX_UNMATCHED_TRIES = 8;

/** Finds out what one stored event means. The worker has taken it; this class finishes or releases it, also after a fault. */
@Injectable()
export class ProcessEvent {
  readonly #logger = new Logger('Webhooks');

  constructor(
    private readonly settleEvent: SettleEvent,
    private readonly confirmEvent: ConfirmEvent,
    private readonly database: Database,
    private readonly metrics: WebhookMetrics,
    private readonly settings: Settings,
  ) {}

  async execute(row: WebhookInboxRow): Promise<void> {
    try {
      const lastError = await this.#process(row);
      if (lastError !== undefined) await this.#tryLater(row, lastError);
    } catch (error) {
      this.#logger.error({ err: error, order_no: row.order_no, tries: row.tries }, 'An event could not be processed');
      // The store may be what failed; then the lease ends by itself.
      await this.#tryLater(row, 'fault').catch(() => undefined);
    }
  }

  /** @returns why it has to be tried again. */
  async #process(row: WebhookInboxRow): Promise<string | undefined> {
    const payment = await this.database.query((db) => paymentOf(db, row));
    if (payment === undefined) return this.#unmatched(row);
    const paymentId = asPaymentId(payment.id);
    if (row.kind === 'operation') return this.settleEvent.operation(row, documentOf(row), paymentId);

    const inconsistencies = await this.#inconsistencies(row, paymentId);
    const lastError =
      inconsistencies === undefined ? undefined : await this.confirmEvent.execute({ row, inconsistencies }, paymentId);
    if (lastError === undefined) this.metrics.lag.observe((Date.now() - row.received_at.getTime()) / 1000);
    return lastError === 'postponed' ? undefined : lastError;
  }

  /** An event that has settled already waits only for its session: it is not settled a second time. */
  async #inconsistencies(row: WebhookInboxRow, paymentId: PaymentId): Promise<string[] | undefined> {
    if (row.doubts?.length === 0) return [];
    return this.settleEvent.execute(row, documentOf(row), paymentId);
  }

  async #unmatched(row: WebhookInboxRow): Promise<undefined> {
    const again = row.tries < MAX_UNMATCHED_TRIES ? this.#pause(row.tries) : null;
    await this.#write((tx) => markUnmatched(tx, row.id, again));
  }

  async #tryLater(row: WebhookInboxRow, lastError: string): Promise<void> {
    if (row.tries < MAX_TRIES) {
      await this.#write((tx) => releaseEvent(tx, row.id, this.#pause(row.tries), lastError));
      return;
    }
    this.#logger.error({ order_no: row.order_no, tries: row.tries, reason: lastError }, 'An event was given up');
    await this.#write((tx) => failEvent(tx, row.id, lastError));
  }

  #pause(tries: number): RawBuilder<Date> {
    const { webhookRetry, webhookLongestRetry } = this.settings.durations;
    return fromNow(backOff(tries, { first: webhookRetry, longest: webhookLongestRetry }));
  }

  async #write(work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.inTransaction(work);
  }
}

function documentOf({ body }: WebhookInboxRow): JsonDocument {
  return JsonDocument.parse(Buffer.from(body, 'utf8'), STORED_EVENT_LIMITS);
}

/** The payment that an event is about: by its order number, which is signed; else by its session, which is a hint. */
async function paymentOf(
  db: Kysely<Schema>,
  { order_no: orderNo, session_id: sessionId }: Pick<WebhookInboxRow, 'order_no' | 'session_id'>,
): Promise<PaymentRow | undefined> {
  const find = async (column: 'order_no' | 'session_id', value: string | null): Promise<PaymentRow | undefined> =>
    value === null ? undefined : db.selectFrom('payments').selectAll().where(column, '=', value).executeTakeFirst();
  return (await find('order_no', orderNo)) ?? (await find('session_id', sessionId));
}
