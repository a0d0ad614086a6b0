import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { mayFulfil, ProblemError, type BuyNowRequest } from '../../clients/server/src/index.ts';
import { agreed } from '../auto-debits/support.ts';
import { APPLE_PAY, buyNowBody } from '../support/buy-now.ts';
import { answerLost, CREATE, OPERATION, sentTexts } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import { startTcpProxy, type NetworkFault, type TcpProxy } from '../support/tcp-proxy.ts';
import { paid } from '../operations/support.ts';
import { clientAt, listeningFetch, MemoryIntents } from './support.ts';

let service: TestService;
let proxy: TcpProxy;

beforeAll(async () => {
  service = await startTestService();
  proxy = await startTcpProxy(service.url);
});
afterAll(async () => {
  await proxy.close();
  await service.close();
});
beforeEach(() => service.simulator.reset());
afterEach(() => proxy.setFault({ kind: 'none' }));

const order = (more: Partial<BuyNowRequest> = {}) =>
  buyNowBody({ order_no: `ORD-${randomUUID().slice(0, 8)}`, ...more }) as BuyNowRequest & { order_no: string };

describe('M9: Buy Now by the client', () => {
  it('is answered with what became of it', async () => {
    const body = order();
    const result = await clientAt(service.url).buyNow(body, { intent: 'order-1' });
    expect(result).toMatchObject({ outcome: 'final', payment: { order_no: body.order_no, state: 'paid' } });
    expect(result.outcome === 'final' && mayFulfil(result.payment)).toBe(true);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('tells a decline as final, and not to be fulfilled', async () => {
    const result = await clientAt(service.url).buyNow(order({ amount: '2.001' }), { key: randomUUID() });
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome: 'declined' } }]);
    const declined = await clientAt(service.url).buyNow(order(), { key: randomUUID() });
    expect([result.outcome, declined.outcome]).toEqual(['final', 'final']);
    expect(declined.outcome === 'final' && mayFulfil(declined.payment)).toBe(false);
  });

  it('sends a text as it is written, so that a payload reaches Ottu byte for byte', async () => {
    const payload = JSON.stringify(APPLE_PAY.payload, undefined, 1);
    const { payment_instrument: _, ...rest } = order();
    const text = `${JSON.stringify(rest).slice(0, -1)},"payment_instrument":{"instrument_type":"apple_pay","payload":${payload}}}`;
    expect(await clientAt(service.url).buyNow(text, { intent: 'order-1' })).toMatchObject({ outcome: 'final' });
    expect(sentTexts(service)).toEqual([expect.stringContaining(payload)]);
  });

  const faults: readonly NetworkFault[] = [
    { kind: 'reset_on_connect' },
    { kind: 'reset_during_request', bytes: 600 },
    { kind: 'reset_after_request' },
    { kind: 'truncate_answer', bytes: 300 },
    { kind: 'silent_answer' },
    { kind: 'half_open' },
  ];
  it.each(faults)('charges once where the network does this to the first try: $kind', async (fault) => {
    proxy.setFault(fault, 1);
    const client = clientAt(proxy.url, { timeoutMs: 1_500 });
    expect(await client.buyNow(order(), { intent: 'order-1' })).toMatchObject({
      outcome: 'final',
      payment: { state: 'paid' },
    });
    expect(service.simulator.ledger()).toHaveLength(1);
    expect(sentTexts(service)).toHaveLength(1);
  });

  it("charges once where Ottu's answer is lost: it is unknown until Ottu's word has come", async () => {
    service.simulator.setFaults([answerLost(CREATE, 1)]);
    const nobodyWaits = new AbortController();
    const fetch = listeningFetch(({ status }) => {
      if (status === 202) nobodyWaits.abort();
    });
    const client = clientAt(service.url, { fetch });
    const result = await client.buyNow(order(), { intent: 'order-1', signal: nobodyWaits.signal });
    expect(result).toMatchObject({ outcome: 'unknown', waitsFor: 'answer', payment: { state: 'unknown' } });
    await service.passTime(15 * MINUTE);
    if (result.outcome !== 'unknown') throw new Error('unreachable');
    expect(await result.resume()).toMatchObject({ outcome: 'final', payment: { state: 'paid' } });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('goes on by itself where Ottu takes no more requests for a while, under the same key', async () => {
    service.simulator.setFaults([
      {
        match: { ...CREATE, nth: 1 },
        fault: { kind: 'status', status: 429, body: { detail: 'Request was throttled.' } },
      },
    ]);
    const heard: number[] = [];
    const client = clientAt(service.url, { fetch: listeningFetch(({ status }) => void heard.push(status)) });
    expect(await client.buyNow(order(), { intent: 'order-1' })).toMatchObject({ outcome: 'final' });
    expect(heard).toEqual([503, 201]);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('hands back what Ottu refuses as none, and its key charges nothing later either', async () => {
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'status', status: 400, body: { amount: ['Too much.'] } } },
    ]);
    const client = clientAt(service.url);
    const body = order();
    for (let call = 0; call < 2; call += 1) {
      expect(await client.buyNow(body, { intent: 'order-1' })).toMatchObject({
        outcome: 'none',
        mayRepeat: false,
        problem: { code: 'ottu_rejected' },
      });
      service.simulator.reset();
    }
    expect(service.simulator.ledger()).toEqual([]);
  });

  it('tells a key that other bytes have as a conflict, and charges nothing by it', async () => {
    const client = clientAt(service.url);
    const key = randomUUID();
    await client.buyNow(order(), { key });
    expect(await client.buyNow(order(), { key })).toMatchObject({
      outcome: 'conflict',
      problem: { code: 'idempotency_key_reused', outcome: 'final' },
    });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('asks for no second key where a service key has expired after a try whose answer was lost', async () => {
    proxy.setFault({ kind: 'reset_after_request' }, 1);
    const store = new MemoryIntents();
    const body = order();
    const expired = { caller: 'old', store } as const;
    const lost = new AbortController();
    // The first try, by a good key: nobody hears its answer.
    const fetch: typeof globalThis.fetch = async (...parameters) =>
      globalThis.fetch(...parameters).finally(() => lost.abort());
    const first = await clientAt(proxy.url, { store, fetch }).buyNow(body, { intent: 'order-1', signal: lost.signal });
    expect(first.outcome).toBe('unknown');
    const refused = new AbortController();
    const heard = listeningFetch(() => refused.abort());
    const second = await clientAt(service.url, { ...expired, fetch: heard }).buyNow(body, {
      intent: 'order-1',
      signal: refused.signal,
    });
    expect(second).toMatchObject({ outcome: 'unknown', problem: { code: 'service_key_expired' } });
    expect(await clientAt(service.url, { store }).buyNow(body, { intent: 'order-1' })).toMatchObject({
      outcome: 'final',
    });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('is found by its order number where its body was not kept, and nothing is sent', async () => {
    proxy.setFault({ kind: 'reset_after_request' }, 1);
    const store = new MemoryIntents();
    const lost = new AbortController();
    const fetch: typeof globalThis.fetch = async (...parameters) =>
      globalThis.fetch(...parameters).finally(() => lost.abort());
    await clientAt(proxy.url, { store, fetch }).buyNow(order(), { intent: 'order-1', signal: lost.signal });
    expect(JSON.stringify([...store.rows])).not.toContain('paymentData');
    const methods: unknown[] = [];
    const restarted = clientAt(service.url, {
      store,
      fetch: async (input, init) => {
        methods.push(init?.method ?? 'GET');
        return globalThis.fetch(input, init);
      },
    });
    expect(await restarted.resume('order-1')).toMatchObject({ outcome: 'final', payment: { state: 'paid' } });
    expect(new Set(methods)).toEqual(new Set(['GET']));
    expect(await restarted.resume('order-2')).toBeUndefined();
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('M80: operations by the client', () => {
  it('refund once where the answer to the client is lost, and go on from the store', async () => {
    const { id } = await paid(service);
    proxy.setFault({ kind: 'reset_after_request' }, 1);
    const store = new MemoryIntents();
    const lost = new AbortController();
    const fetch: typeof globalThis.fetch = async (...parameters) =>
      globalThis.fetch(...parameters).finally(() => lost.abort());
    const first = clientAt(proxy.url, { caller: 'operator', store, fetch });
    const details = { amount: '0.250', reason: 'Broken.' };
    expect(await first.refund(id, details, { intent: 'refund-1', signal: lost.signal })).toMatchObject({
      outcome: 'unknown',
    });
    const again = await clientAt(service.url, { caller: 'operator', store }).resume('refund-1');
    expect(again).toMatchObject({
      outcome: 'final',
      operation: { state: 'succeeded', amount: '0.250' },
      payment: { refunded_amount: '0.250' },
    });
    expect(service.simulator.ledger().filter(({ kind }) => kind === 'refund')).toHaveLength(1);
  });

  it('tell a refund that the gateway has queued as one that waits for it', async () => {
    const { id } = await paid(service);
    service.simulator.setFaults([{ match: OPERATION, fault: { kind: 'operation', outcome: 'queued' } }]);
    const result = await clientAt(service.url, { caller: 'operator' }).refund(id, {}, { intent: 'refund-1' });
    expect(result).toMatchObject({ outcome: 'unknown', waitsFor: 'gateway', operation: { state: 'queued' } });
  });

  it('tell what the payment does not allow as none', async () => {
    const { id } = await paid(service);
    const client = clientAt(service.url, { caller: 'operator' });
    expect(await client.capture(id, { amount: '1.000' }, { intent: 'capture-1' })).toMatchObject({
      outcome: 'none',
      problem: { code: 'operation_not_allowed', allowed: ['refund'] },
    });
    expect(await client.reverse(id, {}, { intent: 'reverse-1' })).toMatchObject({
      outcome: 'final',
      operation: { operation: 'refund', state: 'succeeded' },
    });
  });
});

describe('M82: a cycle of an agreement by the client', () => {
  it('is charged once, though its answer is lost, by the bytes that were kept', async () => {
    const { agreement_id, customer_id } = await agreed(service);
    const before = service.simulator.ledger().length;
    proxy.setFault({ kind: 'reset_after_request' }, 1);
    const store = new MemoryIntents();
    const client = clientAt(proxy.url, { store });
    const body = { agreement_id, customer_id, cycle: '2026-12', amount: '19.000', currency_code: 'KWD' };
    expect(await client.autoDebit(body, { intent: 'bill-1' })).toMatchObject({
      outcome: 'final',
      payment: { state: 'paid', amount: '19.000' },
    });
    expect(await client.resume('bill-1')).toMatchObject({ outcome: 'final', payment: { state: 'paid' } });
    expect(service.simulator.ledger().length - before).toBe(1);
    const { agreements } = await client.agreements.list({ agreement_id });
    expect(await client.agreements.get(agreements[0]?.id ?? '')).toMatchObject({ agreement: { agreement_id } });
  });
});

describe('what moves no money, by the client', () => {
  it('creates a transaction for a payer, and reads payments, operations and transactions', async () => {
    const client = clientAt(service.url);
    const created = await client.createTransaction(
      { amount: '3.000', currency_code: 'KWD', pg_codes: ['credit-card'], type: 'e_commerce' },
      { intent: 'order-1' },
    );
    if (created.outcome !== 'final' || !('transaction' in created)) throw new Error(JSON.stringify(created));
    const { session_id: session } = created.transaction;
    expect(await client.transactions.get(session)).toMatchObject({ session_id: session, amount: '3.000' });
    const { payments } = await client.payments.list({ session_id: session });
    const [{ id } = { id: '' }] = payments;
    expect(await client.payments.get(id)).toMatchObject({ payment: { id, state: 'created' } });
    expect(await client.payments.operations(id)).toMatchObject({ operations: [], payment: { id } });
  });

  it('says by the code of its problem why something was refused', async () => {
    const refused = clientAt(service.url).payments.get(randomUUID());
    await expect(refused).rejects.toBeInstanceOf(ProblemError);
    await expect(refused).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });
});
