import { Injectable } from '@nestjs/common';

import { Database } from '../../database/database.ts';
import type { WebhookInboxRow, PaymentRow } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { missingPaymentFields } from '../../ottu/signature.ts';
import { couldBeSplitOtherwise, type SignatureScheme } from '../../ottu/signed-message.ts';
import {
  CARD_LIST_AWAITED,
  DUPLICATE_PAYMENT,
  RESULT_CONTRADICTS_STATE,
  type CheckedFact,
  type Mismatch,
} from '../../payments/facts/check-fact.ts';
import { readFact, resultContradictsState, type ProviderFact } from '../../payments/facts/provider-fact.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { RecordOperationEvent } from '../../payments/operations/record-operation-event.ts';
import { writeTimeline } from '../../payments/payment-rows.ts';
import { secondSuccess } from '../../payments/settlement/record-fact.ts';
import { Settle } from '../../payments/settlement/settle.ts';
import type { SettlementInput, LockedPayment } from '../../payments/settlement/settlement-input.ts';
import { finishEvent, markInconsistent } from '../inbox-rows.ts';

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
  readonly inconsistencies: readonly string[];
  /** Its session may be adopted once Ottu shows that it is this payment's (M45). */
  readonly adoptable: boolean;
}

/** M20, M71: lets a payment event settle its payment, if nothing in it disagrees with what is stored. */
@Injectable()
export class SettleEvent {
  constructor(
    private readonly settle: Settle,
    private readonly operations: RecordOperationEvent,
    private readonly database: Database,
  ) {}

  /**
   * M72: records an operation event, and finishes it.
   *
   * @returns why it has to be tried again.
   */
  async operation(row: WebhookInboxRow, document: JsonDocument, paymentId: PaymentId): Promise<string | undefined> {
    return this.database.inTransaction(async (tx) => {
      // Where its text can be read in two ways, nothing of it is certain.
      const recorded = couldBeSplitOtherwise(document, row.scheme)
        ? await writeTimeline(tx, paymentId, 'operation_event', { webhook: row.id, read_as: 'informational' })
        : await this.operations.within(tx, paymentId, row.id, document);
      if (recorded === 'ambiguous') return recorded;
      await finishEvent(tx, row.id, paymentId);
      return undefined;
    });
  }

  /**
   * @returns why Ottu must be asked. Empty: the event has settled, and its session may be adopted once Ottu shows that
   * it is this payment's (M45). Nothing: the event is finished.
   */
  async execute(row: WebhookInboxRow, document: JsonDocument, paymentId: PaymentId): Promise<string[] | undefined> {
    const reported = readFact(document, 'webhook');
    const interpret = (locked: LockedPayment): EventInput => {
      const checked = locked.check(reported);
      const inconsistencies = inconsistenciesOf({ document, scheme: row.scheme, reported }, checked, locked.payment);
      // M53: what is signed proves a second charge; that it disagrees with the first one is its nature.
      const second =
        secondSuccess(locked, { reported, checked }) !== undefined &&
        inconsistencies.every((reason) => OF_ANOTHER_CHARGE.has(reason));
      return {
        event: 'webhook',
        details: { webhook: row.id },
        fact: { reported, checked },
        inconsistencies: second ? [] : inconsistencies,
        adoptable: locked.mayAdoptSession && row.session_id !== null,
      };
    };
    const {
      input: { inconsistencies, adoptable },
    } = await this.settle.settle({
      paymentId,
      namedSession: row.session_id ?? undefined,
      interpret,
      applies: (input) => input.inconsistencies.length === 0,
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

/** M45: it may speak of another merchant system's transaction with the same order number. */
export const OLDER_THAN_CLAIM: Mismatch = 'older_than_claim';

/**
 * M71: every reason not to believe a payment event by itself. Where one of its members, signed or not, contradicts
 * what is stored, this service asks Ottu: an event that was tampered with causes one retrieve and nothing else.
 */
function inconsistenciesOf(
  event: { readonly document: JsonDocument; readonly scheme: SignatureScheme; readonly reported: ProviderFact },
  checked: CheckedFact,
  payment: PaymentRow,
): string[] {
  const { document, scheme, reported } = event;
  const inconsistencies: readonly (string | false | undefined)[] = [
    ...missingPaymentFields(document).map((field) => `${field}_missing`),
    couldBeSplitOtherwise(document, scheme) && 'signed_text_ambiguous',
    // M53: that the order is paid already is no disagreement about this transaction, and only the event has its reference.
    // M24: what only Ottu's list of cards can show is no disagreement either.
    ...checked.mismatches.filter((mismatch) => mismatch !== DUPLICATE_PAYMENT && mismatch !== CARD_LIST_AWAITED),
    checked.state === undefined && 'state_unknown',
    (reported.result === undefined || resultContradictsState(reported)) && RESULT_CONTRADICTS_STATE,
    reported.pgCode !== undefined && !payment.pg_codes.includes(reported.pgCode) && 'gateway_differs',
    differs(reported.customerId, payment.customer_id) && 'customer_differs',
    differs(reported.paymentType, payment.payment_type) && 'payment_type_differs',
    differs(textAt(document, '/agreement/id'), agreementIdOf(payment)) && 'agreement_differs',
  ];
  return [...new Set(inconsistencies.filter((reason) => typeof reason === 'string'))];
}

function differs(reported: string | undefined, stored: string | null | undefined): boolean {
  return reported !== undefined && typeof stored === 'string' && reported !== stored;
}

function agreementIdOf({ agreement }: PaymentRow): string | undefined {
  const id = agreement?.['id'];
  return typeof id === 'string' ? id : undefined;
}

function textAt(document: JsonDocument, pointer: string): string | undefined {
  return document.source(pointer)?.scalarText();
}
