import { Injectable } from '@nestjs/common';

import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { StoredDifference } from '../../database/comparison-columns.ts';
import { fromNow } from '../../database/interval.ts';
import { json } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { lockOperations } from '../operations/operation-rows.ts';
import { recordCheckColumns } from '../payment-repository.ts';
import { lockPayment, writeTimeline } from '../payment-rows.ts';
import { compareWithOttu, type Difference } from './compare-with-ottu.ts';

/**
 * Keeps what of a payment is not as Ottu shows it: the newest inquiry's word, whoever has asked. It changes nothing else of
 * the payment; what Ottu said was settled before, by the rules that every fact is settled by.
 */
@Injectable()
export class RecordComparison {
  constructor(private readonly settings: Settings) {}

  /** @param shown Ottu's verified answer about this payment, or that Ottu knows no such transaction. */
  async within(tx: Tx, paymentId: string, shown: JsonDocument | 'not_found'): Promise<void> {
    const payment = await lockPayment(tx, paymentId);
    if (payment.succeeded_at === null || payment.payment_type === 'save_card') return;
    const differences = differencesOf({ payment, operations: await lockOperations(tx, paymentId) }, shown);
    if (differences === undefined) {
      await recordCheckColumns(tx, paymentId, { compare_at: fromNow(this.settings.durations.comparisonRetry) });
      return;
    }
    await recordCheckColumns(tx, paymentId, {
      compare_at: null,
      compared_at: sql<Date>`now()`,
      discrepancy: differences.length === 0 ? null : json(differences),
    });
    const [before, after] = [kindsOf(payment.discrepancy ?? []), kindsOf(differences)];
    if (after.length > 0 && after.join() !== before.join()) {
      await writeTimeline(tx, paymentId, 'discrepancy_found', { kinds: after });
    }
    if (after.length === 0 && before.length > 0) {
      await writeTimeline(tx, paymentId, 'discrepancy_explained', { kinds: before });
    }
  }
}

function differencesOf(
  compared: Parameters<typeof compareWithOttu>[0],
  shown: JsonDocument | 'not_found',
): Difference[] | undefined {
  if (shown !== 'not_found') return compareWithOttu(compared, shown);
  return [{ kind: 'missing_at_ottu', here: compared.payment.state, ottu: null }];
}

function kindsOf(differences: readonly StoredDifference[]): string[] {
  return differences.map(({ kind }) => kind);
}
