import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';

describe('hosted pages', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const create = async (changes: JsonObject = {}) => (await call(simulator, 'POST', CREATE, order(changes))).body;
  const stateOf = async (id: unknown) => (await call(simulator, 'GET', `${CREATE}${String(id)}/`)).body['state'];
  const open = (url: unknown) => fetch(String(url), { redirect: 'manual' });
  const submit = async (path: string, form: Record<string, string>) => {
    const response = await fetch(simulator.url + path, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(form),
    });
    return { status: response.status, location: response.headers.get('location') };
  };
  const payCard = (id: unknown, form: Record<string, string> = {}) =>
    submit(`/b/checkout/pay/${String(id)}/`, {
      action: 'pay',
      pg_code: 'credit-card',
      number: '5123 4500 0000 0008',
      expiry: '01/39',
      cvv: '100',
      ...form,
    });

  it('F10.2: opening the link makes a created transaction pending, and shows amount, methods and test cards', async () => {
    const body = await create({ pg_codes: ['credit-card', 'mada'], currency_code: 'SAR', amount: '40.00' });
    const response = await open(body['checkout_url']);
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('40.00 <small>SAR</small>');
    expect(text).toMatch(/41\.00\s+SAR/);
    expect(text).toContain('5123450000000008');
    expect(await stateOf(body['session_id'])).toBe('pending');
  });

  it('escapes what the merchant sent, and speaks Arabic where the transaction does', async () => {
    const body = await create({ order_no: '<script>alert(1)</script>', pg_codes: ['knet'], language: 'ar' });
    const text = await (await open(body['checkout_url'])).text();
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('<html lang="ar" dir="rtl">');
  });

  it('F11.9: a good card pays, and the payer goes to redirect_url with its parameters', async () => {
    const { session_id: id } = await create({
      redirect_url: 'https://shop.example/return?a=1',
      extra: { basket: 'b 1' },
    });
    const { status, location } = await payCard(id);
    expect(status).toBe(303);
    expect(Object.fromEntries(new URL(String(location)).searchParams)).toEqual({
      a: '1',
      order_no: 'ORD-1',
      reference_number: expect.stringMatching(/^sandbox/),
      session_id: id,
      basket: 'b 1',
    });
    expect(await stateOf(id)).toBe('paid');
    expect(simulator.ledger()).toEqual([expect.objectContaining({ amount: '12.500', kind: 'charge', session_id: id })]);
  });

  it('F10.4: a declined card leaves the page open for the next try, each with its own reference', async () => {
    const { session_id: id, checkout_url: url } = await create({ pg_codes: ['ottu-sandbox'] });
    const declined = await payCard(id, { pg_code: 'ottu-sandbox', number: '4415 5501 2345 6789' });
    expect(declined.location).toBe(url);
    expect(await stateOf(id)).toBe('attempted');
    expect(await (await open(url)).text()).toContain('51 insufficient funds');
    await payCard(id, { pg_code: 'ottu-sandbox', number: '4242 4242 4242 4242', expiry: '12/28', cvv: '123' });
    expect(await stateOf(id)).toBe('paid');
    expect(simulator.ledger()).toHaveLength(1);
  });

  it('never charges twice: a second form of a paid session leads to the summary', async () => {
    const { session_id: id } = await create();
    await payCard(id);
    expect((await payCard(id)).location).toBe(`${simulator.url}/b/checkout/summary/?session_id=${String(id)}`);
    expect(simulator.ledger()).toHaveLength(1);
    expect(await (await open(`${simulator.url}/b/checkout/summary/?session_id=${String(id)}`)).text()).toContain(
      'Paid',
    );
  });

  it('F10.4: canceling leaves an open transaction attempted', async () => {
    const { session_id: id } = await create();
    await payCard(id, { action: 'cancel', number: '', expiry: '', cvv: '' });
    expect(await stateOf(id)).toBe('attempted');
  });

  it('F2.2: after its expiry a transaction expires at the next try of the payer', async () => {
    const { session_id: id } = await create({ expiration_time: '00:10:00' });
    simulator.setClock({ advance_ms: 600_001 });
    expect(await stateOf(id)).toBe('created');
    await payCard(id);
    expect(await stateOf(id)).toBe('expired');
    expect(simulator.ledger()).toEqual([]);
  });

  it("F4.5: a 3DS payment waits for the bank's question, and its answer ends the same attempt", async () => {
    const asked = (await call(simulator, 'POST', CREATE, charge({ amount: '12.511' }))).body;
    expect(await (await open(asked['redirect_url'])).text()).toContain('Confirm it is you');
    const path = new URL(String(asked['redirect_url'])).pathname;
    await submit(path, { action: 'confirm' });
    expect(await stateOf(asked['session_id'])).toBe('paid');
    expect(simulator.ledger()).toEqual([expect.objectContaining({ reference_number: asked['reference_number'] })]);
  });

  it("F2.7: the SDK's cancel_url ends the transaction", async () => {
    const body = await create({ include_sdk_setup_preload: true });
    const preload = body['sdk_setup_preload_payload'] as JsonObject;
    await open(preload['cancel_url']);
    expect(await stateOf(body['session_id'])).toBe('canceled');
  });

  it('F13.1: saves the card of an automatic debit, and moves the agreement to it', async () => {
    const agreement = {
      id: 'AGR-9',
      frequency: 'monthly',
      amount_variability: 'fixed',
      expiry_date: '2029-06-01',
      cycle_interval_days: 30,
      total_cycles: 12,
    };
    const { session_id: id } = await create({ payment_type: 'auto_debit', customer_id: 'cust-77', agreement });
    await payCard(id);
    const again = await create({ customer_id: 'cust-77', include_sdk_setup_preload: true });
    const { cards } = again['sdk_setup_preload_payload'] as { cards: JsonObject[] };
    expect(cards.map((card) => [card['number'], card['agreements']])).toEqual([
      ['**** 1019', []],
      ['**** 0008', ['AGR-9']],
    ]);
  });

  it('shows 404 as a page, and serves icons', async () => {
    expect((await open(`${simulator.url}/b/checkout/redirect/start/?session_id=x`)).status).toBe(404);
    expect((await open(`${simulator.url}/static/icons/knet.svg`)).headers.get('content-type')).toBe('image/svg+xml');
    expect((await open(`${simulator.url}/static/icons/knet.webp`)).headers.get('content-type')).toBe('image/webp');
  });
});
