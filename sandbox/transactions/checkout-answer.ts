import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import { withoutAbsent } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { redirectMethods } from './payment-methods.ts';
import { extraWithSubscription } from './subscription.ts';
import type { Transaction } from './transaction.ts';

/** Where a payer pays. */
export function checkoutUrl(transaction: Transaction, baseUrl: string): string {
  return `${baseUrl}/b/checkout/redirect/start/?session_id=${transaction.sessionId}`;
}

/**
 * Answer of create, retrieve, PUT and PATCH (F2.5): what was sent, amounts with the currency's digits, and Ottu's own
 * members.
 */
export function checkoutAnswer(transaction: Transaction, baseUrl: string, extras: JsonObject = {}): JsonObject {
  const amount = formatAmount(transaction.amountMinor, exponentOf(transaction.currency));
  return withoutAbsent({
    session_id: transaction.sessionId,
    state: transaction.state,
    operation: transaction.operation,
    ...transaction.echo,
    extra: extraWithSubscription(transaction),
    amount,
    checkout_url: checkoutUrl(transaction, baseUrl),
    checkout_page_url: `${baseUrl}/b/checkout/page/?session_id=${transaction.sessionId}`,
    payment_methods: redirectMethods(transaction, baseUrl),
    settled_pg_code: transaction.settledPgCode,
    ...transaction.links,
    ...extras,
  });
}
