import { Injectable } from '@nestjs/common';

import { Database } from '../../database/database.ts';
import type { WebhookInboxRow } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { readFact } from '../../payments/facts/provider-fact.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { writeTimeline } from '../../payments/payment-rows.ts';
import type { SettlementInput, LockedPayment } from '../../payments/settlement/settlement-input.ts';
import { isSecondSuccess } from '../../payments/settlement/record-fact.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import { finishEvent, markInconsistent } from '../inbox/inbox-rows.ts';
import { inconsistenciesOf } from './event-inconsistencies.ts';

/** In what a second charge differs from the first one: it is another transaction, for what another attempt asked for (M41). */
const OF_ANOTHER_CHARGE: ReadonlySet<string> = new Set([
  'session_id_differs',
  'amount_differs',
  'amount_superseded',
  'gateway_differs',
  'customer_differs',
  'payment_type_differs',
]);

interface EventInput extends SettlementInput {
  /** Every reason to ask Ottu instead: such an event changes nothing. */
  readonly doubts: readonly string[];
  /** Its session may be adopted once Ottu shows that it is this payment's (M45). */
  readonly adoptable: boolean;
}

/** M20, M71: lets a payment event settle its payment, if nothing in it disagrees with what is stored. */
@Injectable()
export class SettleEvent {
  constructor(
    private readonly settle: Settle,
    private readonly database: Database,
  ) {}

  /**
   * @returns why Ottu must be asked. Empty: the event has settled, and its session may be adopted once Ottu shows that
   * it is this payment's (M45). Nothing: the event is finished.
   */
  async execute(row: WebhookInboxRow, document: JsonDocument, paymentId: PaymentId): Promise<string[] | undefined> {
    const reported = readFact(document, 'webhook');
    const interpret = (locked: LockedPayment): EventInput => {
      const checked = locked.check(reported);
      const inconsistencies = inconsistenciesOf(
        { document, scheme: row.scheme, said: reported },
        checked,
        locked.payment,
      );
      // M53: what is signed proves a second charge; that it disagrees with the first one is its nature.
      const second =
        isSecondSuccess(locked, reported) && inconsistencies.every((doubt) => OF_ANOTHER_CHARGE.has(doubt));
      return {
        event: 'webhook',
        details: { webhook: row.id },
        fact: { reported, checked },
        doubts: second ? [] : inconsistencies,
        adoptable: locked.mayAdoptSession && row.session_id !== null,
      };
    };
    const { doubts: inconsistencies, adoptable } = await this.settle.settle({
      paymentId,
      namedSession: row.session_id ?? undefined,
      interpret,
      applies: (input) => input.doubts.length === 0,
      alongside: async (tx, input) =>
        input.adoptable ? markInconsistent(tx, row.id, paymentId, []) : finishEvent(tx, row.id, paymentId),
    });
    if (inconsistencies.length === 0) return adoptable ? [] : undefined;
    await this.#storeInconsistencies(row, paymentId, inconsistencies);
    return [...inconsistencies];
  }

  async #storeInconsistencies(
    row: WebhookInboxRow,
    paymentId: PaymentId,
    inconsistencies: readonly string[],
  ): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      if (row.doubts === null) {
        await writeTimeline(tx, paymentId, 'webhook_doubted', { webhook: row.id, doubts: inconsistencies });
      }
      await markInconsistent(tx, row.id, paymentId, inconsistencies);
    });
  }
}
