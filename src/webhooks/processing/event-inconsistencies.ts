import type { PaymentRow } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { missingPaymentFields } from '../../ottu/signature.ts';
import { couldBeSplitOtherwise, type SignatureScheme } from '../../ottu/signed-message.ts';
import type { CheckedFact, Mismatch } from '../../payments/facts/check-fact.ts';
import type { ProviderFact } from '../../payments/facts/provider-fact.ts';

/** M45: it may speak of somebody else's transaction with the same order number. */
export const OLDER_THAN_CLAIM: Mismatch = 'older_than_claim';

/** Results with the states that they can stand beside. `error` stands beside none: it means that nobody knows. */
const CONSISTENT: Readonly<Record<string, readonly string[]>> = {
  success: ['paid', 'authorized', 'cod'],
  cod: ['cod'],
  pending: ['pending'],
  failed: ['attempted', 'failed', 'expired', 'canceled'],
  canceled: ['attempted', 'failed', 'expired', 'canceled'],
};

/**
 * M71: every reason not to believe a payment event by itself. Wherever one of its members contradicts what is stored,
 * signed or not, Ottu is asked: an event that was tampered with then does no more than a knock on the door.
 */
export function inconsistenciesOf(
  event: { readonly document: JsonDocument; readonly scheme: SignatureScheme; readonly said: ProviderFact },
  checked: CheckedFact,
  payment: PaymentRow,
): string[] {
  const { document, scheme, said: reported } = event;
  const inconsistencies: readonly (string | false | undefined)[] = [
    ...missingPaymentFields(document).map((field) => `${field}_missing`),
    couldBeSplitOtherwise(document, scheme) && 'signed_text_ambiguous',
    ...checked.mismatches,
    checked.state === undefined && 'state_unknown',
    contradicts(reported) && 'result_contradicts_state',
    reported.pgCode !== undefined && !payment.pg_codes.includes(reported.pgCode) && 'gateway_differs',
    differs(reported.customerId, payment.customer_id) && 'customer_differs',
    differs(reported.paymentType, payment.payment_type) && 'payment_type_differs',
    differs(textAt(document, '/agreement/id'), agreementIdOf(payment)) && 'agreement_differs',
  ];
  return [...new Set(inconsistencies.filter((doubt) => typeof doubt === 'string'))];
}

function contradicts({ result, state }: ProviderFact): boolean {
  return CONSISTENT[result ?? '']?.includes(state ?? '') !== true;
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
