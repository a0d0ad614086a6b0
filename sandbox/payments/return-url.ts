import { isObject, textOf } from '../json.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { Delivery } from '../webhooks/webhooks.ts';

/**
 * Where a payer goes after an attempt: the merchant's `redirect_url` with order number, reference, session and every
 * key of `extra` (F11.9), else the summary page.
 */
export function returnUrl(transaction: Transaction, attempt: Attempt | undefined, baseUrl: string): string {
  const given = textOf(transaction.echo, 'redirect_url');
  if (given === undefined) return summaryUrl(transaction, baseUrl);
  const url = new URL(given);
  if (transaction.orderNo !== undefined) url.searchParams.set('order_no', transaction.orderNo);
  if (attempt !== undefined) url.searchParams.set('reference_number', attempt.referenceNumber);
  url.searchParams.set('session_id', transaction.sessionId);
  const { extra } = transaction.echo;
  for (const [name, value] of Object.entries(isObject(extra) ? extra : {})) {
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return url.href;
}

/**
 * The same with regard to how the merchant took the event (F11.9): only after 200 does the payer come back, or where
 * there was no event. A fault that loses or holds an event does not hold the payer.
 */
export function returnUrlAfter(
  transaction: Transaction,
  attempt: Attempt,
  deliveries: readonly Delivery[],
  baseUrl: string,
): string {
  const keeps = ({ state, tries }: Delivery): boolean =>
    state !== 'waiting' && state !== 'lost' && tries.at(-1)?.status !== 200;
  return deliveries.some(keeps) ? summaryUrl(transaction, baseUrl) : returnUrl(transaction, attempt, baseUrl);
}

export function summaryUrl(transaction: Transaction, baseUrl: string): string {
  return `${baseUrl}/b/checkout/summary/?session_id=${transaction.sessionId}`;
}
