import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

import { Database } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { RetrieveNow } from '../../payments/charging/retrieve-now.ts';
import { asPaymentId, type SessionId } from '../../payments/identifiers.ts';
import { moneyOf } from '../../payments/payment-rows.ts';

/** How long a stopping process still waits for what it has not stored yet. */
const SHUTDOWN_WAIT_MS = 5_000;

/** What a caller's own retrieve says about a payment of ours is a fact like any other; storing it never delays the answer. */
@Injectable()
export class LearnFromRetrieve implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Retrieve');
  readonly #running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly retrieveNow: RetrieveNow,
  ) {}

  /** @returns the id of our payment; nothing where the session is not ours, or the store does not answer. */
  async inBackground(sessionId: SessionId, document: JsonDocument): Promise<string | undefined> {
    const payment = await this.#find(sessionId);
    if (payment === undefined) return undefined;
    this.run(async () => {
      if (await this.#isNews(payment, document)) {
        await this.retrieveNow.record(asPaymentId(payment.id), sessionId, document, true);
      }
    });
    return payment.id;
  }

  /** Asks Ottu by ourselves what a session shows, behind the back of a caller who has been answered. */
  retrieveInBackground(paymentId: string, sessionId: SessionId): void {
    this.run(() => this.retrieveNow.retrieve(asPaymentId(paymentId), sessionId));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([Promise.all(this.#running), sleep(SHUTDOWN_WAIT_MS, undefined, { ref: false })]);
  }

  run(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'What a retrieve said could not be stored'))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #find(sessionId: SessionId): Promise<PaymentRow | undefined> {
    try {
      return await this.database.read((db) =>
        db.selectFrom('payments').selectAll().where('session_id', '=', sessionId).executeTakeFirst(),
      );
    } catch {
      return undefined;
    }
  }

  /** A merchant that polls must not fill the timeline: what Ottu has said before is not stored again. */
  async #isNews(payment: PaymentRow, document: JsonDocument): Promise<boolean> {
    const said = (name: string): string | undefined => document.source(`/${name}`)?.scalarText();
    const amount = moneyOf(payment.amount_minor, payment.currency_code).toString();
    if (payment.handed_out_at === null || said('amount') !== amount) return true;
    return this.database.read(async (db) => {
      const open = await db
        .selectFrom('payment_amounts')
        .select('id')
        .where('payment_id', '=', payment.id)
        .where('acknowledged_at', 'is', null)
        .where('refuted_at', 'is', null)
        .executeTakeFirst();
      const known = await db
        .selectFrom('payment_facts')
        .select('id')
        .where('payment_id', '=', payment.id)
        .where('source', '=', 'retrieve')
        .where('state', '=', said('state') ?? '')
        .executeTakeFirst();
      return open !== undefined || known === undefined;
    });
  }
}
