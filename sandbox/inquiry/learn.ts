import { settleAttempt } from '../payments/settle.ts';
import { isOpen } from '../transactions/states.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';

/** Whether this gateway can be asked what became of a payment (F9.1). */
export const canBeAsked = ({ gateway }: Attempt): boolean => gateway.inquiryMinutes > 0;

/** Asks the attempt's gateway, and tells whether that brought something new. */
export function learn(world: World, transaction: Transaction, attempt: Attempt): boolean {
  const { later, result } = attempt;
  if (later === undefined || later.at > world.clock.now() || !canBeAsked(attempt)) return false;
  const { state } = transaction;
  // A cancelled transaction never revives, even if the gateway charged (F10.2).
  if (state === 'canceled' || state === 'invalided') return false;
  const success = later.says === 'success';
  const mayMove = isOpen(state) || (success && (state === 'failed' || state === 'expired'));
  if (mayMove) {
    settleAttempt(world, transaction, attempt, success ? 'success' : 'declined');
    return true;
  }
  attempt.later = undefined;
  attempt.result = success ? 'success' : 'failed';
  attempt.message = success ? 'successful payment' : 'Declined by the issuer';
  return attempt.result !== result;
}
