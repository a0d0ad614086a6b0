import { describe, expect, it } from '@jest/globals';

import { parseCurrency } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { checkFact, type Expected } from './check-fact.ts';
import type { ProviderFact } from './provider-fact.ts';

const KWD = parseCurrency('KWD');

const expected: Expected = {
  orderNo: 'ORD-1',
  sessionId: 'a'.repeat(40),
  amounts: [Money.parse('1.000', KWD), Money.parse('2.500', KWD)],
  currency: KWD,
  mode: 'sandbox',
  pgCodes: ['credit-card'],
  customerId: 'cust-1',
  paymentType: 'one_off',
  sessionHeldElsewhere: false,
};

const paid: ProviderFact = {
  source: 'webhook',
  state: 'paid',
  result: 'success',
  orderNo: 'ORD-1',
  sessionId: 'a'.repeat(40),
  amount: '1.000',
  currencyCode: 'KWD',
  settledAmount: '1.000',
  referenceNumber: 'R1',
  isSandbox: true,
  pgCode: 'credit-card',
  customerId: 'cust-1',
  paymentType: 'one_off',
  message: undefined,
  pgParams: undefined,
};

const check = (fact: Partial<ProviderFact>, against: Partial<Expected> = {}) =>
  checkFact({ ...paid, ...fact }, { ...expected, ...against });

describe('M20: when a fact counts', () => {
  it.each<[string, Partial<ProviderFact>]>([
    ['all as asked', {}],
    ['the amount in another spelling', { amount: '1', settledAmount: '1.00000' }],
    ['another amount that the transaction was brought to (M50)', { amount: '2.5', settledAmount: '2.500' }],
    ['no session named (M12)', { sessionId: undefined }],
    ['no settled amount', { settledAmount: undefined }],
    ['no word on the mode', { isSandbox: undefined }],
  ])('M20: %s', (_what, fact) => expect(check(fact)).toMatchObject({ matches: true, mismatches: [] }));

  it.each<[string, Partial<ProviderFact>, string]>([
    ['another order', { orderNo: 'ORD-2' }, 'order_no_differs'],
    ['no order', { orderNo: undefined }, 'order_no_differs'],
    ['another session', { sessionId: 'b'.repeat(40) }, 'session_id_differs'],
    ['an amount that was never asked', { amount: '9.000', settledAmount: '9.000' }, 'amount_differs'],
    ['an amount with digits that the currency has not', { amount: '1.0001' }, 'amount_differs'],
    ['no amount', { amount: undefined }, 'amount_missing'],
    ['another currency', { currencyCode: 'SAR' }, 'currency_differs'],
    ['less settled', { settledAmount: '0.999' }, 'settled_amount_differs'],
    ['the amount of another version settled', { amount: '1.000', settledAmount: '2.500' }, 'settled_amount_differs'],
    ['the live mode', { isSandbox: false }, 'wrong_mode'],
  ])('M20: %s does not count', (_what, fact, mismatch) => {
    const checked = check(fact);
    expect(checked.matches).toBe(false);
    expect(checked.mismatches).toContain(mismatch);
  });

  it.each<[string, Partial<ProviderFact>, Partial<Expected>, string]>([
    ['held by another payment', {}, { sessionHeldElsewhere: true }, 'session_held_by_another_payment'],
    ['of another gateway', { pgCode: 'knet' }, {}, 'gateway_differs'],
    ['of another customer', { customerId: 'cust-2' }, {}, 'customer_differs'],
    ['of another payment type', { paymentType: 'auto_debit' }, {}, 'payment_type_differs'],
  ])('M45: a session %s is not adopted', (_what, fact, against, mismatch) => {
    expect(check(fact, { sessionId: null, ...against })).toMatchObject({ matches: false, mismatches: [mismatch] });
  });

  it('M20: a state that is no state of a transaction says nothing', () => {
    expect(check({ state: 'refunded' })).toMatchObject({ state: undefined, matches: false });
    expect(check({ state: 'needs_review' })).toMatchObject({ state: undefined, matches: false });
  });
});
