import { capturable, refundable, settledAttempt, sumOf } from '../transactions/balance.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import type { ExternalKind } from './request.ts';

export interface Wanted {
  readonly operation: ExternalKind;
  readonly amountMinor: bigint | undefined;
  readonly destination: 'pg' | 'wallet';
}

export type Allowed =
  | { readonly ok: true; readonly attempt: Attempt; readonly amountMinor: bigint }
  | { readonly ok: false; readonly reason: string };

const NOT_VOIDABLE = 'This transaction is not eligible for void.';

const refused = (reason: string): Allowed => ({ ok: false, reason });

/** Whether this may be done to the transaction, and with which amount (F8.2). `reason` is the text of the 400 (F16.14). */
export function checkOperation(
  world: Pick<World, 'clock' | 'switches'>,
  transaction: Transaction,
  wanted: Wanted,
): Allowed {
  const { state } = transaction;
  const { operation } = wanted;
  const attempt = settledAttempt(transaction);
  if (operation === 'void' && sumOf(transaction, 'paid') > 0n) return refused(NOT_VOIDABLE);
  const states = operation === 'refund' ? ['paid', 'authorized'] : ['authorized'];
  if (attempt === undefined || !states.includes(state)) {
    return refused(`A payment transaction in state ${state} does not allow ${operation}.`);
  }
  if (!attempt.gateway.operations.includes(operation)) {
    return refused(`${operation} operation is not enabled for this MID`);
  }
  if (sumOf(transaction, 'voided') > 0n) return refused('The payment transaction is voided.');
  if (operation !== 'refund' && hasEnded(world, attempt)) return refused('The authorization has expired.');
  switch (operation) {
    case 'capture':
      return withAmount(attempt, wanted, capturable(transaction, attempt));
    case 'refund':
      return (
        refundProblem(transaction, attempt, wanted) ?? withAmount(attempt, wanted, refundable(transaction, attempt))
      );
    case 'void':
      return { ok: true, attempt, amountMinor: attempt.amountMinor };
  }
}

const LONGEST_HOLD = 7 * 24 * 60 * 60 * 1000;

/** The bank has let the money go, and nobody tells: the transaction stays authorized. */
function hasEnded({ clock, switches }: Pick<World, 'clock' | 'switches'>, { startedAt }: Attempt): boolean {
  return switches.holds === 'end_after_7_days' && clock.now() >= startedAt + LONGEST_HOLD;
}

function refundProblem(transaction: Transaction, attempt: Attempt, { destination }: Wanted): Allowed | undefined {
  if (attempt.method === 'wallet') return refused('A payment from a wallet can not be refunded.');
  if (destination === 'pg') return undefined;
  if (transaction.customerId === undefined) return refused('customer_id is required for refunds to a wallet.');
  return attempt.gateway.services.includes('wallet')
    ? undefined
    : refused(`Payment gateway ${attempt.gateway.code} has no wallet.`);
}

/** Without an amount all that is left (F8.1). */
function withAmount(attempt: Attempt, { amountMinor, operation }: Wanted, left: bigint): Allowed {
  const amount = amountMinor ?? left;
  if (amountMinor !== undefined && amountMinor <= 0n) return refused('The amount must be greater than zero.');
  if (amount > left || left === 0n) {
    return refused(`The amount specified is greater than the amount available for ${operation}.`);
  }
  return { ok: true, attempt, amountMinor: amount };
}
