import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { compiled } from '../database/compiled.ts';
import { Database } from '../database/database.ts';
import { run } from '../database/send.ts';
import type { CurrencyCode } from '../money/currency.ts';
import { moneyOf } from '../payments/payment-rows.ts';
import { openAmountExists } from '../payments/requested-amounts.ts';
import { recorded, withoutWork } from '../tracing/work.ts';

/** A payment of ours as the caller of its session needs to know it. */
export interface PaymentOfSession {
  readonly id: string;
  /** What it is about, as Ottu writes it. */
  readonly amount: string;
  readonly handedOut: boolean;
  /** Whether an amount was asked for that Ottu has neither shown nor refused. */
  readonly hasOpenAmount: boolean;
  /** Every state that a retrieve has shown so far. */
  readonly retrievedStates: readonly string[];
}

interface SessionRow {
  readonly id: string;
  readonly session_id: string | null;
  readonly amount_minor: string;
  readonly currency_code: CurrencyCode;
  readonly handed_out_at: Date | null;
  readonly has_open_amount: boolean;
  readonly retrieved_states: string[];
}

interface Asker {
  readonly sessionId: string;
  readonly resolve: (found: PaymentOfSession | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const readingPayments = compiled<{ readonly sessionIds: readonly string[] }, SessionRow>((db, value) =>
  db
    .selectFrom('payments')
    .select(['id', 'session_id', 'amount_minor', 'currency_code', 'handed_out_at'])
    .select(openAmountExists.as('has_open_amount'))
    .select(
      sql<string[]>`array(
        select distinct state from payment_facts
          where payment_id = payments.id and source = 'retrieve' and state is not null)`.as('retrieved_states'),
    )
    .where('session_id', '=', sql<string>`any(${value('sessionIds')}::text[])`),
);

/** Statements at once. Who asks while so many are under way is asked for by the next one. */
const MOST_AT_ONCE = 2;

/**
 * Looks up payments by their sessions. Those who ask in one turn of the loop, or while statements are under way, share one
 * statement: the busier the process is, the less each of them costs. It reads after it was asked, never before.
 */
@Injectable()
export class PaymentsOfSessions {
  #waiting: Asker[] = [];
  #underWay = 0;
  #scheduled = false;

  constructor(private readonly database: Database) {}

  /**
   * @returns nothing where no payment of ours has this session.
   * @throws StoreUnavailable
   */
  find(sessionId: string): Promise<PaymentOfSession | undefined> {
    return recorded('query', () => {
      return new Promise((resolve, reject) => {
        this.#waiting.push({ sessionId, resolve, reject });
        this.#schedule();
      });
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0 || this.#underWay >= MOST_AT_ONCE) return;
    this.#scheduled = true;
    // Whose turn it is has no part in it: each asker has its own record of the wait.
    withoutWork(() => setImmediate(() => void this.#ask()));
  }

  async #ask(): Promise<void> {
    this.#scheduled = false;
    const askers = this.#waiting;
    this.#waiting = [];
    this.#underWay += 1;
    try {
      const found = await this.#read(askers.map(({ sessionId }) => sessionId));
      for (const { sessionId, resolve } of askers) resolve(found.get(sessionId));
    } catch (error) {
      for (const { reject } of askers) reject(error);
    } finally {
      this.#underWay -= 1;
      this.#schedule();
    }
  }

  async #read(sessionIds: readonly string[]): Promise<ReadonlyMap<string | null, PaymentOfSession>> {
    const statement = readingPayments({ sessionIds: [...new Set(sessionIds)] });
    const rows = await this.database.query((db) => run(db, statement));
    return new Map(
      rows.map((row) => [
        row.session_id,
        {
          id: row.id,
          amount: moneyOf(row.amount_minor, row.currency_code).toString(),
          handedOut: row.handed_out_at !== null,
          hasOpenAmount: row.has_open_amount,
          retrievedStates: row.retrieved_states,
        },
      ]),
    );
  }
}
