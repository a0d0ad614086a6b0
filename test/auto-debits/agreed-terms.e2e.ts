import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';

import { saved } from '../cards/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { EVENTS_LOST, payAtOttu } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { DAY, HOUR, MINUTE } from '../support/time.ts';
import { createTransaction, getTransaction, transactionBody } from '../support/transactions.ts';
import { agreed, cancel, debit, LOOSE, shown, type Agreed } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '2000' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const newId = (): string => `AGR-${randomUUID().slice(0, 8)}`;
const codeOrState = ({ body }: Response): unknown => body.code ?? body.payment.state;

/** A first payment of this agreement, on Ottu's page: 19.000 KWD. */
async function begin({ agreement_id, customer_id }: Agreed, agreement: object): Promise<string> {
  const created = await createTransaction(service.url, {
    body: transactionBody({
      amount: '19.000',
      payment_type: 'auto_debit',
      customer_id,
      agreement: { id: agreement_id, ...agreement },
    }),
  });
  expect(created.status).toBe(201);
  await payAtOttu(service, created.body.session_id);
  return created.body.session_id as string;
}

async function isTold(session: string): Promise<void> {
  await getTransaction(service.url, session);
  await service.settled();
}

describe('F13.2: a further first payment of an agreement', () => {
  it('changes no term that it does not name, nor how often was charged', async () => {
    const names = await agreed(service, { terms: { max_amount_per_cycle: '20.000', total_cycles: 1 } });
    expect(codeOrState(await debit(service, { ...names, cycle: '1' }))).toBe('paid');
    await isTold(await begin(names, { type: 'other' }));
    expect(await shown(service, names)).toMatchObject({
      max_amount_per_cycle: '20.000',
      total_cycles: 1,
      cycles_charged: 1,
    });
    expect(codeOrState(await debit(service, { ...names, cycle: '2', amount: '900.000' }))).toBe('agreement_ended');
  });

  it('with the same terms moves the agreement to another card, and the interval and the count go on', async () => {
    const terms = { ...LOOSE, total_cycles: 2, cycle_interval_days: 28 };
    const names = { agreement_id: newId(), customer_id: 'cust-card-change' };
    await isTold(await begin(names, terms));
    expect(codeOrState(await debit(service, { ...names, cycle: '1' }))).toBe('paid');
    await isTold(await begin(names, terms));
    expect(codeOrState(await debit(service, { ...names, cycle: '2' }))).toBe('cycle_too_early');
    await service.moveTime(28 * DAY);
    expect(codeOrState(await debit(service, { ...names, cycle: '2' }))).toBe('paid');
    await service.moveTime(28 * DAY);
    expect(codeOrState(await debit(service, { ...names, cycle: '3' }))).toBe('agreement_ended');
  });

  it('with other terms is agreed to anew: those hold from then on, and their cycles count from then on', async () => {
    const names = { agreement_id: newId(), customer_id: 'cust-new-terms' };
    await isTold(await begin(names, { ...LOOSE, total_cycles: 1, max_amount_per_cycle: '20.000' }));
    expect(codeOrState(await debit(service, { ...names, cycle: '1' }))).toBe('paid');
    await service.moveTime(2 * DAY);
    await isTold(await begin(names, { ...LOOSE, total_cycles: 2, max_amount_per_cycle: '30.000' }));
    expect(await shown(service, names)).toMatchObject({ max_amount_per_cycle: '30.000', cycles_charged: 0 });
    expect(codeOrState(await debit(service, { ...names, cycle: '2', amount: '30.000' }))).toBe('paid');
    await service.moveTime(2 * DAY);
    expect(codeOrState(await debit(service, { ...names, cycle: '3', amount: '30.000' }))).toBe('paid');
  });

  it('that is older than the one by which the payer agreed last changes nothing, whenever it is told', async () => {
    const names = { agreement_id: newId(), customer_id: 'cust-late-word' };
    service.simulator.setFaults([EVENTS_LOST]);
    const older = await begin(names, { ...LOOSE, max_amount_per_cycle: '500.000', total_cycles: 1 });
    await service.moveTime(MINUTE);
    await isTold(await begin(names, { ...LOOSE, max_amount_per_cycle: '20.000', total_cycles: 1 }));
    expect(codeOrState(await debit(service, { ...names, cycle: '1' }))).toBe('paid');
    await isTold(older);
    expect(await shown(service, names)).toMatchObject({ max_amount_per_cycle: '20.000', cycles_charged: 1 });
    expect(codeOrState(await debit(service, { ...names, cycle: '2', amount: '400.000' }))).toBe('agreement_ended');
  });
});

describe('an agreement that began elsewhere', () => {
  const adopt = (names: Agreed, more: object): ReturnType<typeof debit> =>
    debit(service, { ...names, pg_code: 'credit-card', ...more });

  function named(customer: string): Agreed {
    const names = { agreement_id: newId(), customer_id: customer };
    saved(service, customer, { pg_code: 'credit-card', agreements: [names.agreement_id] });
    return names;
  }

  it('may be given again with other terms and another gateway as long as nothing was charged under it', async () => {
    const names = named('cust-typo');
    const fixed = { ...LOOSE, amount_variability: 'fixed' };
    const wrong = await adopt(names, { pg_code: 'credit_card', agreement: fixed, amount: '91.000' });
    expect(wrong.body).toMatchObject({ outcome: 'none' });
    expect(codeOrState(await adopt(names, { agreement: fixed, amount: '19.000' }))).toBe('paid');
    const later = await adopt(names, { agreement: LOOSE, amount: '91.000', cycle: '2027-01' });
    expect(later.body).toMatchObject({ code: 'agreement_differs', outcome: 'none' });
  });

  it('is adopted with all terms that its type needs', async () => {
    const names = named('cust-no-terms');
    for (const agreement of [{}, { type: 'unscheduled' }]) {
      const answer = await adopt(names, { agreement, amount: '900.000' });
      expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' });
    }
    expect(service.simulator.ledger()).toEqual([]);
  });

  it('is adopted with a largest amount that its currency can have, never without the one that was given', async () => {
    const names = named('cust-cap');
    const agreement = { ...LOOSE, max_amount_per_cycle: '25.0005' };
    const answer = await adopt(names, { agreement, amount: '900.000' });
    expect(answer.body.errors).toEqual([
      { pointer: '/agreement/max_amount_per_cycle', message: 'must be an amount of KWD' },
    ]);
  });
});

describe('M82: the largest amount and the interval', () => {
  it('a largest amount of digits that the currency does not have is rounded down', async () => {
    const names = { agreement_id: newId(), customer_id: 'cust-rounded' };
    await isTold(await begin(names, { ...LOOSE, max_amount_per_cycle: '25.0009' }));
    expect(codeOrState(await debit(service, { ...names, amount: '25.001' }))).toBe('amount_not_agreed');
    expect(codeOrState(await debit(service, { ...names, amount: '25.000' }))).toBe('paid');
  });

  it('a job that runs a little sooner each time does not charge more often than was agreed', async () => {
    const names = await agreed(service, { terms: { cycle_interval_days: 1 } });
    const early = 24 * HOUR - 5 * HOUR;
    const states: unknown[] = [];
    for (const cycle of ['1', '2', '3']) {
      states.push(codeOrState(await debit(service, { ...names, cycle })));
      await service.moveTime(early);
    }
    expect(states).toEqual(['paid', 'paid', 'cycle_too_early']);
    await service.moveTime(5 * HOUR);
    expect(codeOrState(await debit(service, { ...names, cycle: '3' }))).toBe('paid');
  });
});

describe('an agreement that was canceled here', () => {
  it.each(['/v1/buy-now', '/v1/payment-transactions'])('M82: lets no token be charged by %s either', async (path) => {
    const names = await agreed(service);
    const before = service.simulator.ledger().length;
    await cancel(service, (await shown(service, names))['id']);
    const members = {
      payment_type: 'auto_debit',
      agreement: { id: names.agreement_id, type: 'recurring' },
      payment_instrument: { instrument_type: 'token', payload: { token: '9876543210123456' } },
    };
    const answer =
      path === '/v1/buy-now'
        ? await buyNow(service.url, { body: buyNowBody({ ...members, customer: { id: names.customer_id } }) })
        : await request(service.url)
            .post(path)
            .set('authorization', authorization('shop'))
            .set('idempotency-key', randomUUID())
            .send(transactionBody({ ...members, customer_id: names.customer_id }));
    expect(answer.body).toMatchObject({ status: 409, code: 'agreement_canceled', outcome: 'none' });
    expect(service.simulator.ledger()).toHaveLength(before);
  });
});
