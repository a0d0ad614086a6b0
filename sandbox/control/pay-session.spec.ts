import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';

describe('what a payer does, by a control route', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());
  const create = async (body: JsonObject = order()) => (await call(simulator, 'POST', CREATE, body)).body['session_id'];
  const pay = (id: unknown, body?: unknown) => call(simulator, 'POST', `/__sandbox/sessions/${String(id)}/pay`, body);

  it.each([
    ['success', 'paid'],
    ['declined', 'attempted'],
    ['canceled', 'attempted'],
    ['pending', 'pending'],
    ['failed', 'failed'],
    ['cod', 'cod'],
    ['authorized', 'authorized'],
    ['error', 'attempted'],
    ['error_but_paid', 'paid'],
  ])('%s makes it %s', async (outcome, state) => {
    expect((await pay(await create(), { outcome })).body).toMatchObject({ state });
  });

  it('pays without a body, and tells where the payer goes', async () => {
    const id = await create();
    expect((await pay(id)).body).toEqual({
      session_id: id,
      state: 'paid',
      result: 'success',
      message: 'successful payment',
      reference_number: expect.stringMatching(/^sandbox/),
      return_url: `${simulator.url}/b/checkout/summary/?session_id=${String(id)}`,
    });
    expect(simulator.ledger()).toHaveLength(1);
  });

  it.each([
    ['https://shop.example/thanks?a=1', 'https://shop.example/thanks?a=1&'],
    ['myapp://thanks', 'myapp://thanks?'],
  ])('F16.16: the payer goes to %s with order number, reference and session appended', async (redirect_url, start) => {
    const id = await create(order({ redirect_url }));
    const { reference_number, return_url } = (await pay(id)).body;
    expect(return_url).toBe(
      `${start}order_no=ORD-1&reference_number=${String(reference_number)}&session_id=${String(id)}`,
    );
  });

  it('pays with a card, on a gateway of the session', async () => {
    const id = await create(order({ pg_codes: ['credit-card', 'knet'] }));
    const card = { number: '8888880000000001', expiry: '09/30', cvv: '1234' };
    expect((await pay(id, { card })).body).toMatchObject({ result: 'failed', message: 'Unknown test card' });
    expect((await pay(id, { card, pg_code: 'knet' })).body).toMatchObject({ result: 'success' });
    expect(simulator.ledger()).toEqual([expect.objectContaining({ pg_code: 'knet' })]);
  });

  it('authorizes on a gateway that is set to authorize', async () => {
    expect((await pay(await create(order({ pg_codes: ['authorize-card'] })))).body).toMatchObject({
      state: 'authorized',
    });
  });

  it('ends a pending attempt under the reference that it has', async () => {
    const pending = (await call(simulator, 'POST', CREATE, charge({ amount: '12.504' }))).body;
    const { body } = await pay(pending['session_id'], { outcome: 'success' });
    expect(body).toMatchObject({ state: 'paid', reference_number: pending['reference_number'] });
  });

  it('F10.1: a late success revives what failed or expired, and nothing else does', async () => {
    const failed = (await call(simulator, 'POST', CREATE, charge({ amount: '12.519' }))).body;
    const id = failed['session_id'];
    expect(await pay(id)).toMatchObject({
      status: 409,
      body: { error: "The transaction is failed and can't be paid." },
    });
    expect((await pay(id, { late: true, outcome: 'declined' })).status).toBe(409);
    expect((await pay(id, { late: true })).body).toMatchObject({
      state: 'paid',
      reference_number: failed['reference_number'],
    });
    expect((await pay(id, { late: true })).status).toBe(409);
    expect(simulator.ledger()).toHaveLength(1);
  });

  it('F10.4: single attempts end a transaction', async () => {
    simulator.setSwitches({ attempts: 'single' });
    expect((await pay(await create(), { outcome: 'declined' })).body['state']).toBe('failed');
    expect((await pay(await create(), { outcome: 'canceled' })).body['state']).toBe('expired');
  });

  it('F13.1: save_card ends paid with amount 0, and moves no money', async () => {
    const id = await create(
      order({ payment_type: 'save_card', amount: '0', customer_id: 'c', webhook_url: 'https://shop.example/hook' }),
    );
    expect((await pay(id)).body).toMatchObject({ state: 'paid', result: 'success' });
    expect(simulator.ledger()).toEqual([]);
  });

  it.each<[unknown, number]>([
    [{ outcome: 'luck' }, 400],
    [{ outcome: 'locked' }, 400],
    [{ card: { number: '4' } }, 400],
    ['[]', 400],
    [{ pg_code: 'knet' }, 409],
  ])('refuses %j with %i', async (body, status) => {
    expect((await pay(await create(), body)).status).toBe(status);
    expect((await pay('nothing')).status).toBe(404);
  });
});
