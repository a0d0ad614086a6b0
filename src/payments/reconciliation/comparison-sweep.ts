import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { Background } from '../../background/background.ts';
import type { Poller } from '../../background/poller.ts';
import { takeDue } from '../../background/take-due.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { fromNow } from '../../database/interval.ts';
import { onBehalfOf } from '../../tracing/work.ts';
import { asPaymentId, type PaymentId } from '../identifiers.ts';
import { Inquire } from '../inquiry/inquire.ts';
import { recordCheckColumns } from '../payment-repository.ts';

const COMPARISON = 'ComparisonSweep';
const BATCH = 4;

interface DueComparison {
  readonly id: string;
  readonly age_ms: number;
}

/**
 * Asks Ottu once more about each payment a day after it succeeded (M30), so that what was done at Ottu, and of which no event
 * came, is in the books before the month ends. The answer is settled and compared as that of every other inquiry; this only
 * sees to it that there is one. What is urgent goes first: a comparison takes the first inquiry of a payment or none, and half
 * of a minute's at most (M32).
 */
@Injectable()
export class ComparisonSweep {
  readonly #logger = new Logger('Comparison');
  readonly #poller: Poller;

  constructor(
    private readonly database: Database,
    private readonly inquire: Inquire,
    private readonly settings: Settings,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: COMPARISON,
      everyMs: settings.durations.sweep,
      run: () => this.sweep(),
      failed: 'The comparison with Ottu failed; it runs again',
    });
  }

  async sweep(): Promise<void> {
    await this.#poller.drain(BATCH, async () => {
      const made = await Promise.all(
        (await this.#take()).map((due) => onBehalfOf(COMPARISON, { payment_id: due.id }, () => this.#compare(due))),
      );
      return made.filter((was) => was).length;
    });
  }

  async #take(): Promise<DueComparison[]> {
    const leaseMs = this.settings.ottu.timeoutMs + this.settings.durations.leaseGrace;
    return this.database.query((db) =>
      takeDue<DueComparison>(db, {
        table: 'payments',
        key: 'id',
        due: 'compare_at',
        // While an operation is under way nothing can be said, and the one inquiry would be in vain.
        where: sql<boolean>`not exists (
          select from payment_operations o where o.payment_id = payments.id and o.finished_at is null)`,
        limit: BATCH,
        lease: { column: 'compare_at', until: fromNow(leaseMs) },
        returning: sql`payments.id, (extract(epoch from now() - payments.succeeded_at) * 1000)::float8 as age_ms`,
      }),
    );
  }

  /** @returns whether Ottu may be asked on; false when this work's share of the minute is used up. */
  async #compare({ id, age_ms: age }: DueComparison): Promise<boolean> {
    const paymentId = asPaymentId(id);
    const { comparisonGiveUp, comparisonRetry } = this.settings.durations;
    try {
      if (age > comparisonGiveUp) {
        await this.#later(paymentId, undefined);
        return true;
      }
      const asked = await this.inquire.execute(paymentId, 'comparison');
      switch (asked.kind) {
        case 'asked':
          // What was answered is compared by now, or will be. Of what Ottu would not say there is nothing to compare.
          if (asked.result === 'answered' || asked.result === 'not_found') return true;
          await this.#later(paymentId, undefined);
          return true;
        case 'not_answered':
          await this.#later(paymentId, comparisonRetry);
          return true;
        case 'too_early':
          await this.#later(paymentId, asked.retryMs);
          return true;
        case 'busy':
          await this.#later(paymentId, asked.retryMs);
          return false;
        case 'used_up':
        case 'not_wanted':
          await this.#later(paymentId, undefined);
          return true;
      }
    } catch (error) {
      this.#logger.warn({ err: error, payment_id: paymentId }, 'A payment could not be compared; it is tried again');
      return false;
    }
  }

  async #later(paymentId: PaymentId, inMs: number | undefined): Promise<void> {
    const next = { compare_at: inMs === undefined ? null : fromNow(inMs) };
    await this.database.query((db) => recordCheckColumns(db, paymentId, next));
  }
}
