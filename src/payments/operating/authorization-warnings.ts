import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Counter } from 'prom-client';

import { takeDue } from '../../background/take-due.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { fromNow } from '../../database/interval.ts';
import { Metrics } from '../../observability/metrics.ts';
import { afterCommit } from '../../database/transaction-context.ts';
import { balancesOf } from '../balances.ts';
import { forgetAuthorizationWarning } from '../payment-repository.ts';
import { lockPayment, writeTimeline } from '../payment-rows.ts';
import { MerchantEventPublisher } from '../settlement/merchant-event-publisher.ts';

/** Tells the merchant that an authorization of which something is not captured ends soon. */
@Injectable()
export class AuthorizationWarnings {
  readonly #told: Counter;

  constructor(
    private readonly database: Database,
    private readonly events: MerchantEventPublisher,
    private readonly settings: Settings,
    { registry }: Metrics,
  ) {
    this.#told = new Counter({
      name: 'ottu_bff_authorizations_expiring_total',
      help: 'Authorizations of which something was not captured when they were about to end',
      registers: [registry],
    });
  }

  /** @returns how many were due. */
  async sweep(limit: number): Promise<number> {
    const due = await this.database.query((db) =>
      takeDue<{ id: string }>(db, {
        table: 'payments',
        key: 'id',
        due: 'authorization_warning_at',
        limit,
        lease: { column: 'authorization_warning_at', until: fromNow(this.settings.durations.leaseGrace) },
        returning: sql`payments.id`,
      }),
    );
    for (const { id } of due) await this.#warn(id);
    return due.length;
  }

  async #warn(paymentId: string): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      const payment = await lockPayment(tx, paymentId);
      if (payment.authorization_warning_at === null) return;
      await forgetAuthorizationWarning(tx, paymentId);
      const { capturable } = balancesOf(payment);
      if (capturable.isZero()) return;
      await writeTimeline(tx, paymentId, 'authorization_expiring', { capturable_amount: capturable.toString() });
      await this.events.publish(tx, paymentId, 'payment.authorization_expiring', { previousState: payment.state });
      afterCommit(() => this.#told.inc());
    });
  }
}
