import type { Tx } from '../../database/database.ts';
import type { ClaimGate } from '../attempts/attempt-claim.ts';
import type { NewPayment } from '../new-payment-columns.ts';
import { lockAgreement, type AgreementName } from '../agreements/agreement-rows.ts';
import { agreementCanceled } from '../agreements/admit-charge.ts';

/** M82: the gate of a charge that names an agreement and no cycle: it passes unless the agreement was canceled here. */
class CanceledGate implements ClaimGate {
  #canceled = false;

  constructor(private readonly name: AgreementName) {}

  async open(tx: Tx): Promise<void> {
    const agreement = await lockAgreement(tx, this.name);
    this.#canceled = agreement !== undefined && agreement.canceled_at !== null;
  }

  async holder(): Promise<undefined> {
    return undefined;
  }

  async admit(): Promise<void> {
    if (this.#canceled) throw agreementCanceled();
  }

  async take(): Promise<void> {
    // There is no cycle to take.
  }
}

/**
 * Of a charge by a route that is not about agreements: with a token it is made without its payer (F13.2), under the
 * agreement that it names.
 */
export function canceledGate(
  { paymentType, agreement, customerId }: Pick<NewPayment, 'paymentType' | 'agreement' | 'customerId'>,
  instrumentType: string,
): ClaimGate | undefined {
  const agreementId = (agreement as { readonly id?: unknown } | undefined)?.id;
  if (paymentType !== 'auto_debit' || instrumentType !== 'token') return undefined;
  if (typeof agreementId !== 'string' || customerId === undefined) return undefined;
  return new CanceledGate({ agreementId, customerId });
}
