import { formatAmount, parseAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import type { Gateway } from '../gateways/gateways.ts';
import type { JsonObject } from '../json.ts';
import type { Transaction } from './transaction.ts';

/** The gateway's fee for this transaction; none when a card is saved without paying. */
export function feeMinor(gateway: Gateway, transaction: Pick<Transaction, 'currency' | 'amountMinor'>): bigint {
  const fee = gateway.fees[transaction.currency];
  if (fee === undefined || transaction.amountMinor === 0n) return 0n;
  const parsed = parseAmount(fee, exponentOf(transaction.currency));
  return parsed.ok ? parsed.minor : 0n;
}

/** Ways to pay on a page (F2.6); gateways that serve wallets only have none. Amounts include the fee. */
export function redirectMethods(transaction: Transaction, baseUrl: string): JsonObject[] {
  return transaction.gateways
    .filter((gateway) => gateway.redirect)
    .map((gateway) => methodOf(gateway, transaction, baseUrl));
}

function methodOf(gateway: Gateway, transaction: Transaction, baseUrl: string): JsonObject {
  const exponent = exponentOf(transaction.currency);
  const fee = feeMinor(gateway, transaction);
  const icon = (type: string): string => `${baseUrl}/static/icons/${gateway.code}.${type}`;
  return {
    code: gateway.code,
    name: gateway.label,
    pg: gateway.pgName,
    connector: { identifier: gateway.pgName, processor: gateway.pgName },
    type: gateway.sandbox ? 'sandbox' : 'production',
    is_sandbox: gateway.sandbox,
    amount: formatAmount(transaction.amountMinor + fee, exponent),
    currency_code: transaction.currency,
    fee: formatAmount(fee, exponent),
    fee_description: fee === 0n ? '' : 'Service fee',
    icon: icon('svg'),
    icons: { svg: icon('svg'), webp: icon('webp') },
    flow: 'redirect',
    redirect_url: `${baseUrl}/b/checkout/redirect/start/?session_id=${transaction.sessionId}&pg_code=${gateway.code}`,
  };
}
