import type { ProviderFact } from '../facts/provider-fact.ts';
import { isSuccess, type PaymentState } from '../states/payment-state.ts';
import type { LockedPayment } from './learnt.ts';

/**
 * M53: a success with another reference than the one that is recorded is a second charge. Only of a payment that was
 * attempted more than once: then an earlier attempt that seemed to have come to nothing was charged after all. (An
 * authorized payment that is captured is the same charge; so only like states are compared.)
 */
export function isSecondSuccess({ payment, attempts }: LockedPayment, said: ProviderFact): boolean {
  const { reference_number: recorded, state } = payment;
  if (!isSuccess(state as PaymentState) || said.state !== state || attempts.length < 2) return false;
  return recorded !== null && said.referenceNumber !== undefined && said.referenceNumber !== recorded;
}
