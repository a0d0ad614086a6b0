import { Injectable } from '@nestjs/common';

import { Database } from '../../database/database.ts';
import { awaitsCard } from '../facts/check-fact.ts';
import type { PaymentId } from '../identifiers.ts';
import { factsOf } from '../payment-rows.ts';
import { lockForReconciliation } from '../schedule/reconciliation-state.ts';
import { ScheduleCheck } from '../schedule/schedule-check.ts';
import { CardListPort, type SoughtCard } from './card-list-port.ts';
import { DueChecks } from './due-checks.ts';
import { SettleShownCard } from './settle-shown-card.ts';

type Sought = Omit<SoughtCard, 'customerId'> & { readonly customerId: string | null };

/** M24: looks whether Ottu's list shows the card that a payment was to save, and leaves the payment with its next check. */
@Injectable()
export class LookAtCards {
  constructor(
    private readonly database: Database,
    private readonly due: DueChecks,
    private readonly checks: ScheduleCheck,
    private readonly cards: CardListPort,
    private readonly shown: SettleShownCard,
  ) {}

  async run(paymentId: PaymentId): Promise<void> {
    const sought = await this.#sought(paymentId);
    if (sought === undefined) return this.due.replan(paymentId);
    // Whose card it was is known no more (erasure): nothing is ever shown, and after a day people decide.
    if (sought.customerId === null) return this.#lookLater(paymentId);
    const look = await this.cards.look({ ...sought, customerId: sought.customerId });
    switch (look.kind) {
      case 'shown':
        return this.shown.execute(paymentId, look.card);
      case 'no_answer':
        return this.due.owe(paymentId, 'card_list');
      case 'not_shown':
        return this.#lookLater(paymentId);
    }
  }

  /** Nothing where no card is awaited any more. */
  async #sought(paymentId: PaymentId): Promise<Sought | undefined> {
    return this.database.inTransaction(async (tx) => {
      const payment = await tx
        .selectFrom('payments')
        .select(['state', 'customer_id', 'pg_codes'])
        .where('id', '=', paymentId)
        .executeTakeFirstOrThrow();
      if (payment.state !== 'confirming') return undefined;
      const awaited = (await factsOf(tx, paymentId)).filter(({ mismatches }) => awaitsCard(mismatches));
      const cardHash = awaited.find(({ card_hash: hash }) => hash !== null)?.card_hash ?? undefined;
      if (awaited.length === 0) return undefined;
      return { customerId: payment.customer_id, pgCodes: payment.pg_codes, cardHash };
    });
  }

  /** In a moment, which grows longer; or when the plan says, which ends it after a day. */
  async #lookLater(paymentId: PaymentId): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      const rows = await lockForReconciliation(tx, paymentId);
      const next = this.checks.next(rows);
      if (next?.what === 'card_list' && next.at <= rows.now) await this.checks.owe(tx, rows, 'card_list');
      else await this.checks.plan(tx, rows);
    });
  }
}
