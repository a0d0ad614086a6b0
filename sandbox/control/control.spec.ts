import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';

describe('control routes', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());
  const control = (method: string, path: string, body?: unknown) => call(simulator, method, `/__sandbox${path}`, body);

  it('records requests byte for byte, with their headers, and never its own', async () => {
    const body = `{ "type":"e_commerce", "n": 1.0, "e": 1e2, "u": "\\u0633", "x": "سارة",\n "__proto__": {"a": 1} }`;
    await call(simulator, 'POST', `${CREATE}?a=1`, body, { 'x-request-id': 'r-1' });
    const { body: list } = await control('GET', '/requests');
    expect(list).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: CREATE,
        url: `${CREATE}?a=1`,
        raw_body: body,
        raw_body_base64: Buffer.from(body).toString('base64'),
        body_bytes: Buffer.byteLength(body),
        answer_status: 400,
        headers: expect.objectContaining({ 'x-request-id': 'r-1', authorization: 'Api-Key [masked]' }),
      }),
    ]);
  });

  it('keeps bytes that are no UTF-8, and refuses them', async () => {
    const response = await fetch(simulator.url + CREATE, {
      method: 'POST',
      headers: { authorization: `Api-Key ${simulator.apiKey}`, 'content-type': 'application/json' },
      body: Buffer.from([0x22, 0xff, 0x22]),
    });
    expect(response.status).toBe(400);
    expect(simulator.requests()[0]?.raw_body_base64).toBe(Buffer.from([0x22, 0xff, 0x22]).toString('base64'));
  });

  it('filters the record by path and method, and clears it', async () => {
    await call(simulator, 'POST', CREATE, order());
    await call(simulator, 'GET', '/b/elsewhere/');
    expect((await control('GET', '/requests?method=post')).body).toHaveLength(1);
    expect((await control('GET', '/requests?path=elsewhere')).body).toHaveLength(1);
    expect((await control('DELETE', '/requests')).status).toBe(204);
    expect((await control('GET', '/requests')).body).toEqual([]);
  });

  it('shows the ledger', async () => {
    await call(simulator, 'POST', CREATE, charge());
    expect((await control('GET', '/ledger')).body).toEqual([
      {
        order_no: 'ORD-1',
        session_id: expect.stringMatching(/^[0-9a-f]{40}$/),
        amount: '12.500',
        currency: 'KWD',
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        kind: 'charge',
        reference_number: expect.stringMatching(/^sandbox/),
        pg_code: 'credit-card',
      },
    ]);
  });

  it('sets and clears fault rules', async () => {
    const rules = [{ match: { nth: 1 }, fault: { kind: 'status', status: 503 } }];
    expect(await control('PUT', '/faults', rules)).toMatchObject({ status: 200, body: rules });
    expect((await call(simulator, 'POST', CREATE, order())).status).toBe(503);
    await control('DELETE', '/faults');
    expect((await control('GET', '/faults')).body).toEqual([]);
  });

  it.each([
    [{}, 'The body must be a JSON array of rules.'],
    [[{ match: {} }], 'Rule 0: fault must be an object.'],
    [[{ fault: { kind: 'nope' } }], /^Rule 0: fault.kind must be one of answer_lost, /],
    [[{ match: { nth: 0 }, fault: { kind: 'hang' } }], 'Rule 0: match.nth has a wrong value.'],
    [[{ match: { url: 'x' }, fault: { kind: 'hang' } }], 'Rule 0: match.url is unknown.'],
    [[{ fault: { kind: 'delay' } }], 'Rule 0: ms must be a whole number of milliseconds.'],
    [[{ fault: { kind: 'status', status: 99 } }], 'Rule 0: status must be from 200 to 599.'],
    [[{ fault: { kind: 'outcome', outcome: 'luck' } }], /^Rule 0: outcome must be one of success, /],
  ])('refuses the rules %j with a sentence', async (rules, error) => {
    const reply = await control('PUT', '/faults', rules);
    expect(reply.status).toBe(400);
    expect(reply.body['error']).toEqual(typeof error === 'string' ? error : expect.stringMatching(error));
  });

  it('speeds the clock up and moves it forward', async () => {
    const before = Date.parse(String((await control('PUT', '/clock', { speed: 1000 })).body['now']));
    const { body } = await control('PUT', '/clock', { advance_ms: 3_600_000 });
    expect(Date.parse(String(body['now'])) - before).toBeGreaterThanOrEqual(3_600_000);
    expect((await control('PUT', '/clock', { speed: 0 })).status).toBe(400);
  });

  it('changes switches, and refuses unknown ones', async () => {
    expect((await control('PUT', '/settings', { decline_as: '201' })).body).toMatchObject({
      decline_as: '201',
      duplicate_order_no: 'allow',
    });
    expect((await control('PUT', '/settings', { decline_as: 'maybe' })).body).toEqual({
      error: 'decline_as must be one of 400, 201.',
    });
    expect((await control('PUT', '/settings', { luck: 'on' })).body).toEqual({ error: 'There is no switch luck.' });
  });

  it('forgets everything on reset', async () => {
    const { body } = await call(simulator, 'POST', CREATE, charge());
    await control('PUT', '/settings', { decline_as: '201' });
    expect((await control('DELETE', '')).status).toBe(204);
    expect([simulator.ledger(), simulator.requests(), (await control('GET', '/settings')).body['decline_as']]).toEqual([
      [],
      [],
      '400',
    ]);
    expect((await call(simulator, 'GET', `${CREATE}${String(body['session_id'])}/`)).status).toBe(404);
  });

  it('answers 404, beside record and faults, who still asks about what was before the reset', async () => {
    const before = charge({ order_no: 'BEFORE-1' });
    const { body } = await call(simulator, 'POST', CREATE, before);
    simulator.setFaults([{ match: { path: 'pymt-txn' }, fault: { kind: 'reset_before' } }]);
    await call(simulator, 'POST', CREATE, charge({ order_no: 'BEFORE-2' })).catch(() => undefined);
    // Of these no other request may be taken for one about them.
    for (const orderNo of ['', 'b', 'checkout', 'v1']) {
      await call(simulator, 'POST', CREATE, charge({ order_no: orderNo })).catch(() => undefined);
    }
    simulator.reset();
    simulator.setFaults([{ match: { nth: 1 }, fault: { kind: 'status', status: 503 } }]);
    expect((await call(simulator, 'GET', `${CREATE}${String(body['session_id'])}/`)).status).toBe(404);
    for (const orderNo of ['BEFORE-1', 'BEFORE-2']) {
      expect((await call(simulator, 'POST', '/b/pbl/v2/inquiry/', { order_no: orderNo })).status).toBe(404);
    }
    expect(simulator.requests()).toEqual([]);

    expect((await call(simulator, 'POST', CREATE, before)).status).toBe(503);
    const again = await call(simulator, 'POST', CREATE, before);
    expect((await call(simulator, 'GET', `${CREATE}${String(again.body['session_id'])}/`)).status).toBe(200);
    const changed = { ...charge({ order_no: 'BEFORE-2' }), payment_instrument: undefined };
    expect((await call(simulator, 'PUT', `${CREATE}${String(again.body['session_id'])}/`, changed)).status).not.toBe(
      404,
    );
    // Too early for Ottu (F9), but no longer unknown.
    expect((await call(simulator, 'POST', '/b/pbl/v2/inquiry/', { order_no: 'BEFORE-1' })).status).toBe(429);
    expect(simulator.requests()).toHaveLength(5);
  });
});
