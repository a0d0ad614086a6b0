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

  it('M50: a success may be about each of them but what Ottu has rejected', () => {
    expect(texts(expected.payable)).toEqual(['1.000', '2.000', '3.000']);
  });

  it('M61: a retrieve may bring back one that Ottu has rejected', () => {
    expect(texts(expected.rejected)).toEqual(['4.000']);
  });
});

describe('M51: the amount that a success proves by itself', () => {
  const first = amount('1000', { acknowledged_at: AT });
  const written = (minor: string, more: Partial<AmountRow> = {}): AmountRow =>
    amount(minor, { handed_out: true, acknowledged_at: AT, shown_state: 'created', after_freeze: false, ...more });
  const proved = (...rows: AmountRow[]): string | undefined =>
    expectedAmounts(PAYMENT, [first, ...rows]).provedAlone?.toString();

  it('M51: is the newest, where no write since the hand-out can have met an open page', () => {
    expect(proved()).toBe('1.000');
    expect(proved(written('2000'))).toBe('2.000');
    expect(proved(amount('2000', { acknowledged_at: AT }), written('3000'))).toBe('3.000');
    // It was not made.
    expect(proved(written('2000'), written('3000', { acknowledged_at: null, refuted_at: AT }))).toBe('2.000');
    // It changed nothing that a page could show.
    expect(proved(written('1000', { shown_state: 'attempted' }))).toBe('1.000');
  });

  it.each<[string, Partial<AmountRow>]>([
    ['was answered with another state', { shown_state: 'attempted' }],
    ['was acknowledged by a look, and not by its own answer', { shown_state: null }],
    ['got no answer', { acknowledged_at: null, shown_state: null }],
    ['came after a freeze', { after_freeze: true }],
  ])('M51: is none once a write since the hand-out %s, also after later ones', (_what, more) => {
    expect(proved(written('2000', more))).toBeUndefined();
    expect(proved(written('2000', more), written('3000'))).toBeUndefined();
  });

  it('M51: is none where a write without an answer was replaced before any retrieve showed it; no refusal counts so', () => {
    const lost = { acknowledged_at: null, shown_state: null, refuted_at: AT };
    expect(proved(written('2000', lost), written('3000'))).toBeUndefined();
    expect(proved(written('2000', lost), written('1000'))).toBeUndefined();
    expect(proved(written('2000', { ...lost, handed_out: false }), written('3000'))).toBe('3.000');
  });
});
