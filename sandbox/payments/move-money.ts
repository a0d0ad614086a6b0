import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import type { LedgerKind } from '../record/ledger.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';

/** Writes an attempt's money into the ledger, once: what is found out later was moved when the gateway decided. */
export function moveMoney(world: World, transaction: Transaction, attempt: Attempt, kind: LedgerKind): void {
  if (attempt.moneyMoved || attempt.amountMinor === 0n) return;
  attempt.moneyMoved = true;
  world.ledger.add({
    order_no: transaction.orderNo ?? null,
    session_id: transaction.sessionId,
    amount: formatAmount(attempt.amountMinor, exponentOf(attempt.currency)),
    currency: attempt.currency,
    at: new Date(world.clock.now()).toISOString(),
    kind,
    reference_number: attempt.referenceNumber,
    pg_code: attempt.gateway.code,
  });
}
