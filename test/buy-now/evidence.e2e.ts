import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** At most once each (M41); as long as what could be a secret. */
let orders = 0;
let orderNo = '';
const SAID = {
  pg_params: {
    auth_code: 'Appr01',
    result: 'CAPTURED',
    ref: '331712345678901234567',
    card_holder: { value: 'SARA AL TEST', verbose_name_en: 'Card holder', verbose_name_ar: 'حامل البطاقة' },
    pg_message: 'Approved',
  },
};

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => {
  service.simulator.reset();
  orders += 1;
  orderNo = `ORDER-2026-${String(orders).padStart(12, '0')}`;
});

async function paidWith(payload: Readonly<Record<string, unknown>>, set: Readonly<Record<string, unknown>>) {
  service.simulator.setFaults([{ match: CREATE, fault: { kind: 'resign', set } }]);
  const { body } = await buyNow(service.url, {
    body: buyNowBody({ order_no: orderNo, payment_instrument: { instrument_type: 'apple_pay', payload } }),
  });
  return body.payment as Record<string, unknown>;
}

describe('M11: what a gateway said is evidence, and a payer blanks none of it by what he sends', () => {
  it.each([
    [
      'its words',
      { ...APPLE_PAY.payload, a: 'Appr', b: 'CAPTURED', c: 'Approved', d: 'CAPTURED by the bank: Approved,' },
    ],
    ['its numbers', { ...APPLE_PAY.payload, data: SAID.pg_params.ref, signature: 'Appr01' }],
    ['the order number', { ...APPLE_PAY.payload, data: 'the order number' }],
    ['very many texts', { ...APPLE_PAY.payload, list: Array.from({ length: 400 }, (_none, index) => `x${index}`) }],
    [
      'very many long texts',
      { ...APPLE_PAY.payload, list: Array.from({ length: 400 }, (_none, index) => `${'x'.repeat(20)}${index}`) },
    ],
  ])('with a payload that holds %s', async (_what, payload) => {
    const said = { ...SAID, message: `CAPTURED by the bank: Approved, ${orderNo}` };
    const given = JSON.parse(JSON.stringify(payload).replace('the order number', orderNo)) as typeof payload;
    expect(await paidWith(given, said)).toMatchObject({
      state: 'paid',
      ...said,
      pg_params: { ...said.pg_params, card_holder: said.pg_params.card_holder.value },
    });
  });

  it.each([
    ['a cryptogram', 'b3R0dS1iZmYtZW5jcnlwdGVkLWRhdGE='],
    ['a part of one', 'b3R0dS1iZmYtZW5jcnlw'],
  ])('%s that its words repeat is gone from them', async (_what, quoted) => {
    const said = {
      message: `Cannot read ${quoted}`,
      pg_params: { auth_code: 'A1', pg_message: `Saw ${quoted}`, [quoted]: 1 },
    };
    const payment = await paidWith(APPLE_PAY.payload, said);
    expect(payment).toMatchObject({
      message: 'Cannot read [redacted]',
      pg_params: { auth_code: 'A1', pg_message: 'Saw [redacted]', '[redacted]': '1' },
    });
  });
});
