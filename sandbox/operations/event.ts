import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import { spacedUtc } from '../clock.ts';
import { withoutAbsent } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { childItem } from '../payments/event-members.ts';
import { paymentEvent, signed } from '../payments/event.ts';
import { settledAttempt } from '../transactions/balance.ts';
import type { Child, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import type { Done } from './done.ts';

/** `ExternalOperation` (F8.3): the answer of an operation and the body of its event. The child is in `txn`. */
export function operationEvent(
  world: World,
  { transaction, attempt, child, initiator, extra, source }: Done,
): JsonObject {
  const failed = child.state === 'refund_rejected';
  return signed(
    world,
    withoutAbsent({
      amount: formatAmount(child.amountMinor, exponentOf(transaction.currency)),
      operation: child.operation,
      session_id: transaction.sessionId,
      order_no: transaction.orderNo ?? '',
      pg_code: attempt.gateway.code,
      reference_number: child.referenceNumber,
      result: failed ? 'failed' : 'success',
      success: !failed,
      source,
      is_sandbox: attempt.gateway.sandbox,
      initiator,
      extra,
      pg_params: {},
      pg_response: {},
      timestamp_utc: spacedUtc(world.clock.now()),
      txn: childItem(transaction)(child),
    }),
  );
}

/** The child as a payment event of its own, the other form in which a repeated Tracking-Key is answered (F8.4). */
export function childEvent(world: World, transaction: Transaction, child: Child): JsonObject {
  const attempt = settledAttempt(transaction);
  if (attempt === undefined) throw new Error('A transaction with children was paid.');
  const amount = formatAmount(child.amountMinor, exponentOf(transaction.currency));
  const currency_code = transaction.currency;
  return paymentEvent(world, transaction, attempt, {
    session_id: child.sessionId,
    order_no: '',
    reference_number: child.referenceNumber,
    state: child.state,
    result: child.state === 'refund_rejected' ? 'failed' : 'success',
    amount,
    amount_details: { currency_code, amount, fee: formatAmount(0n, exponentOf(currency_code)), total: amount },
    transactions: undefined,
  });
}
