import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { SampleQuoteService } from '../support/quote-service.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { WrittenLog } from '../support/written-log.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const THEIR_STEP = '00f067aa0ba902b7';

const log = new WrittenLog();
const shop = new SampleQuoteService();
const receiver = new Receiver();
let service: TestService;

beforeAll(async () => {
  await shop.start();
  await receiver.open();
  service = await startTestService({
    ...shop.variables,
    LOG_LEVEL: 'info',
    MERCHANT_EVENTS_URL: receiver.url,
    MERCHANT_EVENTS_SECRET: SECRET,
  });
});
afterAll(async () => {
  await service.close();
  log.end();
  await receiver.close();
  await shop.close();
});

/** Another customer each time, so that no quote comes from the cache. */
const teas = (customer: string) =>
  buyNowBody({ amount: undefined, items: [{ sku: 'TEA', quantity: 1 }], customer: { id: customer } });

async function quotedWith(traceparent: string, customer: string): Promise<string> {
  const answer = await buyNow(service.url, { body: teas(customer), headers: { traceparent, tracestate: 'a=canary' } });
  expect(answer.status).toBe(201);
  const { headers } = shop.received.at(-1) ?? {};
  expect(headers).not.toHaveProperty('tracestate');
  return String(headers?.['traceparent']);
}

describe('traceparent', () => {
  it.each(['01', '00'])(
    'goes on to the quote service, with a step of our own and the flags %s of whoever began it',
    async (flags) => {
      const sent = await quotedWith(`00-${TRACE}-${THEIR_STEP}-${flags}`, `cust-${flags}`);
      expect(sent).toMatch(new RegExp(`^00-${TRACE}-[\\da-f]{16}-${flags}$`));
      expect(sent).not.toContain(THEIR_STEP);
    },
  );

  it('that is none begins a trace of our own, which nobody records', async () => {
    const sent = await quotedWith(`01-${TRACE}-${THEIR_STEP}-01more`, 'cust-none');
    expect(sent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
    expect(sent).not.toContain(TRACE);
  });

  it("of an event is that of its delivery, whose lines in the log name it, and not the request's", async () => {
    log.clear();
    receiver.reaction = (_delivery, response) => void response.writeHead(503).end();
    const answer = await buyNow(service.url, {
      body: teas('cust-event'),
      headers: { traceparent: `00-${TRACE}-${THEIR_STEP}-01` },
    });
    await service.runDue('MerchantEvents');
    const { id } = answer.body.payment;
    const [delivery] = receiver.of(String(id));
    const trace = String(delivery?.headers['traceparent']).slice(3, 35);
    expect(trace).toMatch(/^[\da-f]{32}$/);
    expect(trace).not.toBe(TRACE);
    expect(log.lines({ work: 'MerchantEvents', trace_id: trace })).toMatchObject([{ level: 'warn', payment_id: id }]);
  });
});
