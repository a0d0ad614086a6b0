import { request as httpRequest } from 'node:http';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { checkout, startCheckoutService, teaCart } from '../checkout/support.ts';
import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { CREATE, EVENTS_LOST, answerLost } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import { WrittenLog, type LogLine } from '../support/written-log.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;
const CANARY = 'canary';

const log = new WrittenLog();
let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService({ LOG_LEVEL: 'trace' });
});
afterAll(async () => {
  await service.close();
  log.end();
});
beforeEach(() => {
  service.simulator.reset();
  service.simulator.clearRequests();
  log.clear();
});

/** The lines of one request, once the one that ends it is there. */
async function linesOf(requestId: string): Promise<{ readonly request: LogLine; readonly calls: LogLine[] }> {
  const requestLine = (): LogLine[] => log.lines({ request_id: requestId, msg: 'request' });
  await eventually(() => requestLine().length > 0);
  const [request = {}, ...more] = requestLine();
  expect(more).toEqual([]);
  return { request, calls: log.lines({ request_id: requestId, msg: 'call to Ottu' }) };
}

const card = {
  ...APPLE_PAY,
  payload: { ...APPLE_PAY.payload, paymentData: { ...APPLE_PAY.payload.paymentData, data: `${CANARY}-payload` } },
};

describe('logs', () => {
  it('have one line for a charge and one for each call to Ottu, of one request, order and payment, and no secret', async () => {
    const body = buyNowBody({
      payment_instrument: card,
      customer: { id: `${CANARY}-customer`, email: `${CANARY}@example.com`, first_name: `${CANARY}-name` },
    });
    const answer = await buyNow(service.url, {
      body,
      key: `${CANARY}-key`,
      headers: { 'x-request-id': 'charge-1', 'x-other': `${CANARY}-header`, traceparent: `00-${CANARY}` },
    });
    expect({ status: answer.status, errors: answer.body.errors }).toEqual({ status: 201 });
    const { id: payment_id, order_no } = answer.body.payment;
    const { request, calls } = await linesOf('charge-1');

    const about = { level: 'info', time: expect.any(String), request_id: 'charge-1', payment_id, order_no };
    expect(request).toEqual({
      ...about,
      trace_id: expect.stringMatching(/^[\da-f]{32}$/),
      method: 'POST',
      route: '/v1/buy-now',
      status: 201,
      duration_ms: expect.any(Number),
      caller: 'shop',
      msg: 'request',
    });
    expect(calls).toEqual([
      {
        ...about,
        trace_id: request['trace_id'],
        context: 'Ottu',
        operation: 'create_transaction',
        group: 'charge',
        status: 201,
        tries: 1,
        queued_ms: expect.any(Number),
        duration_ms: expect.any(Number),
        msg: 'call to Ottu',
      },
    ]);
    expect(service.simulator.requests()).toHaveLength(calls.length);
    expect(log.text).not.toContain(CANARY);
  });

  it('know the request of a body that came in pieces', async () => {
    const text = JSON.stringify(buyNowBody());
    const status = await new Promise((resolve, reject) => {
      const call = httpRequest(`${service.url}/v1/buy-now`, {
        method: 'POST',
        headers: {
          authorization: authorization('shop'),
          'content-type': 'application/json',
          'idempotency-key': 'in-pieces',
          'x-request-id': 'pieces-1',
        },
      });
      call.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      call.write(text.slice(0, 10));
      // The rest, once the request is worked on.
      service.app.getHttpServer().once('request', () => call.end(text.slice(10)));
    });
    expect(status).toBe(201);
    const { request, calls } = await linesOf('pieces-1');
    expect(calls).toMatchObject([{ operation: 'create_transaction', order_no: request['order_no'] }]);
    expect(request['order_no']).toEqual(expect.any(String));
  });

  it('say of a call without an answer why, and of later work whose it is and which order it is about', async () => {
    service.simulator.setFaults([answerLost(CREATE), EVENTS_LOST]);
    const answer = await buyNow(service.url, { headers: { 'x-request-id': 'lost-1' } });
    expect(answer.status).toBe(202);
    const { id: payment_id, order_no } = answer.body.payment;
    const { request, calls } = await linesOf('lost-1');
    expect(calls).toMatchObject([
      { level: 'warn', operation: 'create_transaction', reason: 'connection_lost', sent: true, tries: 1, order_no },
    ]);
    expect(calls[0]).not.toHaveProperty('status');

    log.clear();
    await service.passTime(30 * MINUTE);
    const later = log.lines({ msg: 'call to Ottu', order_no: String(order_no) });
    expect(later.map(({ operation }) => operation)).toContain('inquire_payment');
    for (const line of later) {
      expect(line).toMatchObject({ work: expect.any(String), payment_id, trace_id: expect.any(String) });
      expect(line).not.toHaveProperty('request_id');
      expect(line['trace_id']).not.toBe(request['trace_id']);
    }
  });

  it('tell rows apart that are worked on side by side', async () => {
    service.simulator.setFaults([answerLost(CREATE)]);
    const answers = await Promise.all([1, 2, 3].map(() => buyNow(service.url)));
    const orders = answers.map(({ body }) => String(body.payment.order_no));
    log.clear();
    await service.passTime(30 * MINUTE);
    for (const order of orders) {
      const lines = log.lines({ order_no: order });
      expect(lines.length).toBeGreaterThan(0);
      expect(new Set(lines.map(({ payment_id }) => payment_id)).size).toBe(1);
    }
  });

  it("have a cart's id on the lines of its requests and of their calls", async () => {
    const cart = await teaCart(service.url);
    const answer = await checkout(service.url, cart, { 'x-request-id': 'cart-1' });
    expect(answer.status).toBe(200);
    const { request, calls } = await linesOf('cart-1');
    expect(request).toMatchObject({ route: '/v1/carts/:id/checkout', cart_id: cart.id, order_no: expect.any(String) });
    expect(calls.length).toBeGreaterThan(0);
    for (const line of calls) expect(line).toMatchObject({ cart_id: cart.id, order_no: request['order_no'] });
    expect(log.text).not.toContain(cart.token);
  });

  it('have the trace of a traceparent that is one, on every line', async () => {
    await buyNow(service.url, { headers: { 'x-request-id': 'trace-1', traceparent: TRACEPARENT } });
    const { request, calls } = await linesOf('trace-1');
    expect([request, ...calls].map(({ trace_id }) => trace_id)).toEqual([TRACE, TRACE]);
  });

  it('begin a trace of their own for whatever else a traceparent holds, and never show it', async () => {
    const hostile = `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`;
    await buyNow(service.url, { headers: { 'x-request-id': 'trace-2', traceparent: hostile } });
    const { request } = await linesOf('trace-2');
    expect(request['trace_id']).not.toBe(TRACE);
    expect(log.text).not.toMatch(new RegExp(TRACE, 'i'));
  });

  it('send no traceparent to Ottu, which is no part of the shop', async () => {
    await buyNow(service.url, { headers: { traceparent: TRACEPARENT } });
    expect(JSON.stringify(service.simulator.requests())).not.toContain(TRACE);
  });
});
