import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { attributesOf, Collector, type OtlpSpan } from '../support/collector.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const THEIR_STEP = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE}-${THEIR_STEP}-01`;
const COLLECTOR_KEY = 'collector canary';

let simulator: Simulator;
const receiver = new Receiver();
const collector = new Collector();
let service: ServiceProcess;

beforeAll(async () => {
  simulator = await createSimulator();
  await receiver.open();
  await collector.open();
  service = await startServiceProcess(
    variablesFor(simulator, await freshDatabaseUrl(), {
      LOG_LEVEL: 'info',
      MERCHANT_EVENTS_URL: receiver.url,
      MERCHANT_EVENTS_SECRET: SECRET,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${encodeURIComponent(COLLECTOR_KEY)}`,
      OTEL_SERVICE_NAME: 'checkout',
    }),
  );
});
afterAll(async () => {
  await service.end('SIGKILL');
  await receiver.close();
  await collector.close();
  await simulator.close();
});

const body = buyNowBody({
  payment_instrument: {
    ...APPLE_PAY,
    payload: { ...APPLE_PAY.payload, paymentData: { ...APPLE_PAY.payload.paymentData, data: 'canary-payload' } },
  },
  customer: { id: 'canary-customer', email: 'canary@example.com', first_name: 'canary-name' },
});

describe('traces', () => {
  it('of a charge reach the collector before the process ends: one tree under the step of whoever asked', async () => {
    const { url, end, output } = service;
    const answer = await buyNow(url, {
      body,
      headers: { traceparent: TRACEPARENT, 'x-request-id': 'charge-1', 'x-other': 'canary-header' },
    });
    expect(answer.status).toBe(201);
    const { id: payment_id, order_no } = answer.body.payment;
    const [delivery] = await receiver.waitFor(payment_id, 1);
    expect(await end('SIGTERM')).toBe(0);

    const spans = collector.spans;
    const ofRequest = spans.filter(({ traceId }) => traceId === TRACE);
    const [request, ...others] = ofRequest.filter(({ name }) => name === 'POST /v1/buy-now');
    expect(others).toEqual([]);
    expect(request).toMatchObject({ parentSpanId: THEIR_STEP, kind: 2 });
    const about = { 'ottu_bff.payment_id': payment_id, 'ottu_bff.order_no': order_no };
    expect(attributesOf(request as OtlpSpan)).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/buy-now',
      'http.response.status_code': 201,
      'ottu_bff.request_id': 'charge-1',
      'ottu_bff.caller': 'shop',
      ...about,
    });
    const calls = ofRequest.filter(({ name }) => name === 'Ottu create_transaction');
    expect(calls).toMatchObject([{ parentSpanId: request?.spanId, kind: 3 }]);
    expect(attributesOf(calls[0] as OtlpSpan)).toEqual({
      'http.response.status_code': 201,
      'ottu_bff.operation': 'create_transaction',
      'ottu_bff.tries': 1,
      'ottu_bff.queued_ms': expect.any(Number),
      ...about,
    });
    // The claim before the call and the settlement after it.
    const transactions = ofRequest.filter(({ name }) => name === 'transaction');
    expect(transactions.length).toBeGreaterThanOrEqual(2);
    for (const { parentSpanId } of transactions) expect(parentSpanId).toBe(request?.spanId);

    const event = spans.find(({ name }) => name === 'event');
    const step = `00-${event?.traceId}-${event?.spanId}-01`;
    expect(delivery?.headers['traceparent']).toBe(step);
    const work = spans.find(({ spanId }) => spanId === event?.parentSpanId);
    expect(work).toMatchObject({ name: 'MerchantEvents', traceId: event?.traceId });
    expect(attributesOf(work as OtlpSpan)).toMatchObject({ 'ottu_bff.payment_id': payment_id });

    const [first] = collector.received;
    expect(first).toMatchObject({ path: '/v1/traces', headers: { 'x-api-key': COLLECTOR_KEY } });
    expect(first?.body).toContain('{"key":"service.name","value":{"stringValue":"checkout"}}');
    expect(collector.received.map((received) => received.body).join()).not.toContain('canary');
    expect(output()).not.toContain('canary');
    expect(output()).toContain(`"trace_id":"${TRACE}"`);
  });

  it('cost nothing where no address is set: no module of the SDK is loaded', () => {
    const loadedBy = (settings: string): string[] => {
      const script = `
        import module from 'node:module';
        import './dist/create-app.js';
        import { openTraces } from './dist/tracing/open-traces.js';
        await openTraces(${settings});
        console.log(Object.keys(module._cache).filter((file) => file.includes('@opentelemetry')).join('\\n'));`;
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      // prom-client brings the API, which is a few interfaces.
      return stdout.split('\n').filter((file) => file !== '' && !file.includes('@opentelemetry/api/'));
    };
    expect(loadedBy('{}')).toEqual([]);
    const set = `{ traces: { url: 'http://127.0.0.1:9', headers: [], serviceName: 'a', ratio: 1 } }`;
    expect(loadedBy(set).join()).toContain('@opentelemetry/sdk-trace');
  });
});
