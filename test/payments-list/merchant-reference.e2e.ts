import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE, sentTexts } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';

const receiver = new Receiver();
let service: TestService;

beforeAll(async () => {
  await receiver.open();
  service = await startTestService({ MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET });
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(() => {
  service.simulator.reset();
  receiver.reset();
});

const get = (path: string, query: Readonly<Record<string, string>> = {}) =>
  request(service.url).get(path).query(query).set('authorization', authorization('operator'));

const charge = (changes: Readonly<Record<string, unknown>>, key?: string) =>
  buyNow(service.url, { body: buyNowBody(changes), ...(key !== undefined && { key }) });

async function found(merchant_reference: string): Promise<string[]> {
  const { body } = await get('/v1/payments', { merchant_reference });
  return (body.payments as { readonly id: string }[]).map(({ id }) => id);
}

describe("M40: a merchant's own reference, which is no order number", () => {
  const reference = 'طلب 2026/1001 — “gift”, 100 %';

  it('of a Buy Now charge is in its answers and its event, payments are found by it, and Ottu is not told', async () => {
    const answer = await charge({ merchant_reference: reference, order_no: 'REF-1' }, 'a-key');
    expect(answer.body.payment).toMatchObject({ merchant_reference: reference, order_no: 'REF-1' });
    const { id } = answer.body.payment as { readonly id: string };
    const replay = await charge({ merchant_reference: reference, order_no: 'REF-1' }, 'a-key');
    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(replay.body.payment).toMatchObject({ id, merchant_reference: reference });
    expect((await get(`/v1/payments/${id}`)).body.payment).toMatchObject({ merchant_reference: reference });
    expect(await found(reference)).toEqual([id]);
    expect(await found('another')).toEqual([]);
    await service.runDue('MerchantEvents');
    expect(receiver.of(id).map(({ event }) => event.data['payment'])).toEqual([
      expect.objectContaining({ merchant_reference: reference }),
    ]);
    expect(sentTexts(service, CREATE).join()).not.toContain('gift');
  });

  it('may stand for several payments, newest first, and is left out where none was given', async () => {
    const first = (await charge({ merchant_reference: 'SAME' })).body.payment.id as string;
    const second = (await charge({ merchant_reference: 'SAME' })).body.payment.id as string;
    expect(await found('SAME')).toEqual([second, first]);
    expect((await charge({})).body.payment).not.toHaveProperty('merchant_reference');
  });

  it('M41: follows the body that an order number is used again with', async () => {
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'status', status: 400, body: { customer_email: ['No.'] } } },
    ]);
    expect((await charge({ order_no: 'AGAIN', merchant_reference: 'BEFORE' })).status).toBe(400);
    service.simulator.clearFaults();
    const answer = await charge({ order_no: 'AGAIN', merchant_reference: 'AFTER' });
    expect(answer.body.payment).toMatchObject({ merchant_reference: 'AFTER', state: 'paid' });
    expect([await found('BEFORE'), await found('AFTER')]).toEqual([[], [answer.body.payment.id]]);
  });

  it.each([
    ['of 129 characters', 'x'.repeat(129)],
    ['of nothing', ''],
    ['of spaces', '   '],
    ['with a line break', 'a\nb'],
    ['with a character of no width', 'a\u200Bb'],
    ['that is a number', 12],
  ])('%s is a fault of its field, and nothing is charged', async (_what, merchant_reference) => {
    const answer = await charge({ merchant_reference });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/merchant_reference' })]);
    expect(service.simulator.requests(CREATE)).toEqual([]);
  });

  it('has 128 characters at most, however many bytes they are', async () => {
    const longest = 'ط'.repeat(127) + '😀';
    const { id } = (await charge({ merchant_reference: longest })).body.payment as { readonly id: string };
    expect(await found(longest)).toEqual([id]);
  });
});
