import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { InquiryAsker, InquiryResult } from '../../database/schema.ts';
import type { PaymentId } from '../identifiers.ts';
import { endableAfter, gatewayInquiry } from '../schedule/gateway-inquiry.ts';
import { ScheduleCheck } from '../schedule/schedule-check.ts';
import { isForeign } from '../facts/foreign.ts';
import type { SettlementInput } from '../settlement/settlement-input.ts';
import { SettleWithRetry } from '../settlement/settle-with-retry.ts';
import { RecordComparison } from '../comparison/record-comparison.ts';
import { RecordChildren } from '../operations/record-children.ts';
import type { ReservedInquiry } from './inquiry-allowance.ts';
import { interpretInquiry, type InquiryReading } from './read-inquiry.ts';

/** Settles what one inquiry said, and records its end in the same transaction. */
@Injectable()
export class SettleInquiry {
  constructor(
    private readonly settle: SettleWithRetry,
    private readonly checks: ScheduleCheck,
    private readonly children: RecordChildren,
    private readonly comparison: RecordComparison,
    private readonly settings: Settings,
  ) {}

  /** @param status Ottu's; absent when no answer came. */
  async execute(
    paymentId: PaymentId,
    askedBy: InquiryAsker,
    { number, sentAt }: ReservedInquiry,
    reading: InquiryReading,
    status?: number,
  ): Promise<void> {
    const interpret = interpretInquiry(reading, {
      number,
      askedBy,
      sentAt,
      ...(status === undefined ? {} : { status }),
      endableAfter: (payment, gatewayName) =>
        endableAfter(
          gatewayName === undefined ? this.checks.gatewayOf(payment) : gatewayInquiry(gatewayName),
          this.settings.durations,
        ),
    });
    const alongside = async (tx: Tx, { fact }: SettlementInput): Promise<void> => {
      await recordResult(tx, paymentId, number, reading.result);
      // M72: what Ottu lists of its children it lists of this payment, if the answer is about it at all.
      const isOurs =
        fact !== undefined && !fact.checked.mismatches.some((mismatch) => isForeign(mismatch, fact.reported));
      if (reading.event !== undefined && isOurs) {
        await this.children.within(tx, paymentId, reading.event);
        await this.comparison.within(tx, paymentId, reading.event);
      }
      if (reading.result === 'not_found') await this.comparison.within(tx, paymentId, 'not_found');
    };
    const settlement = { paymentId, namedSession: reading.session, interpret, alongside };
    await this.settle.settleOrRetry(settlement, this.settings.durations.leaseGrace);
  }
}

async function recordResult(tx: Tx, paymentId: string, number: number, result: InquiryResult): Promise<void> {
  await tx
    .updateTable('payment_inquiries')
    .set({ result, finished_at: sql<Date>`clock_timestamp()` })
    .where('payment_id', '=', paymentId)
    .where('number', '=', number)
    .execute();
}
