import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Database } from '../../src/database/database.ts';
import { PATCH, PUT, sentTexts } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { createTransaction, patchTransaction, putTransaction, transactionBody } from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const SUBSCRIPTION = {
  payment_type: 'auto_pay',
  customer_id: 'c',
  customer_email: 'noura@example.com',
  agreement: { id: 'SUB-1' },
};
const BLOCK = { frequency: 'monthly', recurring_amount: '5.000', start_date: '2030-01-01' };
const AUTO = { payment_type: 'auto_debit', customer_id: 'c', pg_codes: ['credit-card'] };

/** What integrations send, and what our own row has of it. */
const LEFT_TO_OTTU: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['zeros beyond the digits of SAR', { amount: '250.000', currency_code: 'SAR' }, { amount_minor: '25000' }],
  ['zeros beyond the digits of KWD', { amount: '1.250000' }, { amount_minor: '1250' }],
  ['a fraction of zeros in JPY', { amount: '199.000', currency_code: 'JPY' }, { amount_minor: '199' }],
  ['an amount without a fraction', { amount: '30' }, { amount_minor: '30000' }],
  ['a short agreement', { ...AUTO, agreement: { id: 'AGR-1', type: 'recurring' } }, { payment_type: 'auto_debit' }],
  ['an agreement by its id alone', { ...AUTO, agreement: { id: 'AGR-1' } }, { agreement: { id: 'AGR-1' } }],
  ['a subscription with autopay', { ...SUBSCRIPTION, autopay: BLOCK }, { payment_type: 'auto_pay' }],
  ['a subscription with auto_pay', { ...SUBSCRIPTION, auto_pay: BLOCK }, { payment_type: 'auto_pay' }],
  ['a trial of nothing', { ...SUBSCRIPTION, amount: '0.000', autopay: BLOCK }, { amount_minor: '0' }],
  ['a subscription without an owner', { payment_type: 'auto_pay', autopay: BLOCK }, { payment_type: 'auto_pay' }],
  [
    'whole numbers as text',
    {
      ...AUTO,
      initiator_id: '7',
      card_acceptance_criteria: { min_expiry_time: '30' },
      agreement: { id: 'AGR-1', type: 'other', cycle_interval_days: '30', total_cycles: '12' },
    },
    { agreement: { id: 'AGR-1', type: 'other', cycle_interval_days: '30', total_cycles: '12' } },
  ],
  ['members that nobody knows', { return_url: 'https://s.example', disclosure_url: null, vip: [1.0] }, {}],
];

async function rowOf(orderNo: string): Promise<Record<string, unknown> | undefined> {
  return service.app
    .get(Database)
    .query((db) => db.selectFrom('payments').selectAll().where('order_no', '=', orderNo).executeTakeFirst());
}

describe('M60, F16.16: what Ottu judges reaches it as it is spelled, and our own row has its value', () => {
  it.each(LEFT_TO_OTTU)('%s', async (what, changes, row) => {
    const orderNo = `LEFT-${what.replaceAll(/\W/g, '-')}`;
    const { body } = await createTransaction(service.url, { body: transactionBody({ ...changes, order_no: orderNo }) });
    expect(body.code).not.toBe('validation_failed');
    expect(sentTexts(service)).toHaveLength(1);
    expect(JSON.parse(sentTexts(service)[0] ?? '')).toMatchObject(changes);
    expect(await rowOf(orderNo)).toMatchObject(row);
  });

  it('digits that would be lost are a fault all the same', async () => {
    const body = transactionBody({ amount: '250.001', currency_code: 'SAR' });
    expect((await createTransaction(service.url, { body })).body.errors).toMatchObject([{ pointer: '/amount' }]);
    expect(sentTexts(service)).toEqual([]);
  });
});

describe('M61, F16.16: a change', () => {
  it('asks for a new amount by its value, and for none by further zeros', async () => {
    const { body } = await createTransaction(service.url, { body: transactionBody({ amount: '12.5' }) });
    const session = body.session_id as string;
    await patchTransaction(service.url, session, { amount: '12.500000' });
    await patchTransaction(service.url, session, { amount: '13.5000' });
    await putTransaction(service.url, session, transactionBody({ amount: '14.5000' }));
    const sent = [...sentTexts(service, PATCH), ...sentTexts(service, PUT)].map((text) => JSON.parse(text).amount);
    expect(sent).toEqual(['12.500000', '13.5000', '14.5000']);
    const asked = await service.app
      .get(Database)
      .query((db) =>
        db
          .selectFrom('payment_amounts')
          .innerJoin('payments', 'payments.id', 'payment_id')
          .select('payment_amounts.amount_minor')
          .where('session_id', '=', session)
          .orderBy('payment_amounts.id')
          .execute(),
      );
    expect([...new Set(asked.map(({ amount_minor: minor }) => String(minor)))]).toEqual(['12500', '13500', '14500']);
  });

  it.each(['autopay', 'auto_pay'])('cannot begin a subscription by %s', async (name) => {
    const { body } = await createTransaction(service.url, { body: transactionBody() });
    const answer = await patchTransaction(service.url, body.session_id as string, { [name]: BLOCK });
    expect(answer.body.errors).toMatchObject([{ pointer: `/${name}` }]);
    expect(sentTexts(service, PATCH)).toEqual([]);
  });
});
