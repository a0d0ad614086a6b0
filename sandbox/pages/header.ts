import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import type { Texts } from './texts.ts';

/** Order number and amount, without fees. */
export function header(transaction: Transaction, texts: Texts): Markup {
  const amount = formatAmount(transaction.amountMinor, exponentOf(transaction.currency));
  return html`<header>
    <p>${texts.order} <bdi>${transaction.orderNo ?? transaction.sessionId.slice(0, 8)}</bdi></p>
    <h1>${amount} <small>${transaction.currency}</small></h1>
  </header>`;
}
