import { describe, expect, it } from '@jest/globals';

import type { AmountRow, PaymentRow } from '../database/schema.ts';
import { parseCurrency } from '../money/currency.ts';
import { expectedAmounts } from './requested-amounts.ts';

const KWD = parseCurrency('KWD');
const AT = new Date('2026-06-01T12:00:00Z');

const PAYMENT = {
  amount_minor: '2000',
  currency_code: KWD,
  handed_out_at: AT,
  claimed_at: AT,
} as Partial<PaymentRow> as PaymentRow;

function amount(minor: string, more: Partial<AmountRow> = {}): AmountRow {
  const row: Partial<AmountRow> = {
    id: minor,
    amount_minor: minor,
    currency_code: KWD,
    at: AT,
    acknowledged_at: null,
    refuted_at: null,
    terms: null,
    ...more,
  };
  return row as AmountRow;
}

describe('M61: what facts are compared with, of the amounts that were asked for', () => {
  const rows = [
    amount('1000', { acknowledged_at: AT }),
    amount('2000', { acknowledged_at: AT }),
    amount('3000'),
    amount('4000', { refuted_at: AT }),
  ];
  const expected = expectedAmounts(PAYMENT, rows);
  const texts = (amounts: typeof expected.amounts = []): string[] => amounts.map((money) => money.toString());

  it('M61: a fact may show any of them', () => {
    expect(texts(expected.amounts)).toEqual(['1.000', '2.000', '3.000', '4.000']);
  });

  it('M61: a success may be about the one that Ottu showed last, or one of which it has said nothing', () => {
    expect(texts(expected.payable)).toEqual(['2.000', '3.000']);
  });

  it('M61: a retrieve may bring back one that Ottu has rejected', () => {
    expect(texts(expected.rejected)).toEqual(['4.000']);
  });
});
