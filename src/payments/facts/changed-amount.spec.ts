import { describe, expect, it } from '@jest/globals';

import { parseCurrency } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { checkFact, type Expected } from './check-fact.ts';
import { derivePaymentState, type KnownFact } from './derive-state.ts';
import type { ProviderFact } from './provider-fact.ts';

const KWD = parseCurrency('KWD');
const SAR = parseCurrency('SAR');
const kwd = (text: string): Money => Money.parse(text, KWD);

/** Brought from 1.000 to 2.000; 3.000 was asked for and never answered, 4.000 was refused. */
const expected: Expected = {
  orderNo: 'ORD-1',
  sessionId: 'a'.repeat(40),
  amounts: [kwd('1.000'), kwd('2.000'), kwd('3.000'), kwd('4.000')],
  payable: [kwd('2.000'), kwd('3.000')],
  rejected: [kwd('4.000')],
  currency: KWD,
  mode: 'sandbox',
  pgCodes: ['credit-card'],
  customerId: null,
  paymentType: 'one_off',
  sessionHeldElsewhere: false,
};

const fact = (amount: string, more: Partial<ProviderFact> = {}): ProviderFact => ({
  source: 'webhook',
  state: 'paid',
  result: 'success',
  orderNo: 'ORD-1',
  sessionId: 'a'.repeat(40),
  amount,
  currencyCode: 'KWD',
  settledAmount: undefined,
  referenceNumber: 'R1',
  isSandbox: true,
  pgCode: 'credit-card',
  customerId: undefined,
  paymentType: 'one_off',
  message: undefined,
  pgParams: undefined,
  ...more,
});

describe('M61: which of its amounts a success may be about', () => {
  it.each<[string, ProviderFact, string[]]>([
    ['the one that Ottu showed last', fact('2.000'), []],
    ['one whose change got no readable answer', fact('3.000'), []],
    ['not one from before a change', fact('1.000'), ['amount_superseded']],
    ['not one that Ottu refused', fact('4.000'), ['amount_superseded']],
    ['one that Ottu refused, if it shows it itself when it is asked', fact('4.000', { source: 'retrieve' }), []],
    ['not one from before a change, whoever shows it', fact('1.000', { source: 'retrieve' }), ['amount_superseded']],
    ['not one that nobody ever asked for', fact('9.000'), ['amount_differs']],
  ])('M61: %s', (_what, reported, mismatches) => expect(checkFact(reported, expected).mismatches).toEqual(mismatches));

  it('M20: what is no success may show any of them', () => {
    for (const amount of ['1.000', '2.000', '3.000', '4.000']) {
      expect(checkFact(fact(amount, { state: 'pending', result: 'pending' }), expected).matches).toBe(true);
    }
  });

  it('the currency may have changed with the amount', () => {
    const changed: Expected = {
      ...expected,
      currency: SAR,
      amounts: [kwd('1.000'), Money.parse('5.50', SAR)],
      payable: [Money.parse('5.50', SAR)],
    };
    expect(checkFact(fact('5.50', { currencyCode: 'SAR' }), changed).mismatches).toEqual([]);
    expect(checkFact(fact('1.000'), changed).mismatches).toEqual(['amount_superseded']);
    expect(checkFact(fact('5.50', { currencyCode: 'USD' }), changed).mismatches).toContain('currency_differs');
  });
});

describe('M51: the amount changed after the session was handed out', () => {
  const changed: Expected = { ...expected, provedAlone: null };

  it('M51: a retrieve alone proves no success, and what a signed word says was settled does', () => {
    const unsettled = checkFact(fact('2.000', { source: 'retrieve', settledAmount: '2.000' }), changed);
    expect(unsettled).toMatchObject({ matches: false, success: false, mismatches: ['settled_amount_awaited'] });
    for (const source of ['webhook', 'one_step', 'native', 'inquiry'] as const) {
      expect(checkFact(fact('2.000', { settledAmount: '2.000', source }), changed).matches).toBe(true);
      expect(checkFact(fact('2.000', { source }), changed).mismatches).toEqual(['settled_amount_awaited']);
    }
  });

  it('M51: the newest amount needs nothing else where no page can have been open when it changed', () => {
    const alone: Expected = { ...expected, provedAlone: kwd('2.000') };
    expect(checkFact(fact('2.000', { source: 'retrieve' }), alone).matches).toBe(true);
    expect(checkFact(fact('3.000', { source: 'retrieve' }), alone).mismatches).toEqual(['settled_amount_awaited']);
    expect(checkFact(fact('3.000', { settledAmount: '3.000' }), alone).matches).toBe(true);
  });

  it('M51: less settled than asked is a mismatch, whoever says so', () => {
    expect(checkFact(fact('2.000', { settledAmount: '1.000' }), changed).mismatches).toEqual([
      'settled_amount_differs',
    ]);
  });

  it('M26: until then the payment is confirming, and for nobody to review', () => {
    const known = (state: string, mismatches: readonly string[] = []): KnownFact => ({
      id: '1',
      state,
      counts: mismatches.length === 0,
      mismatches,
      reference_number: null,
      session_id: null,
      amount: null,
      currency_code: null,
    });
    const before = [known('created'), known('paid', ['settled_amount_awaited'])];
    const unattempted = { newestAttempt: undefined, reviewReasons: [] };
    expect(derivePaymentState(before, unattempted)).toBe('confirming');
    expect(derivePaymentState([...before, known('paid')], unattempted)).toBe('paid');
  });

  it('what is no success needs nothing', () => {
    expect(checkFact(fact('2.000', { state: 'attempted', result: 'failed' }), changed).matches).toBe(true);
  });
});
