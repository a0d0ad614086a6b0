import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';

import { authorization, type TestCaller } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { Receiver, SECRET } from './receiver.ts';

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
beforeEach(() => receiver.reset());

async function sendTest(url: string, caller: TestCaller = 'operator'): Promise<Response> {
  return request(url).post('/v1/merchant-events/test').set('authorization', authorization(caller)).send();
}

describe('a test event', () => {
  it('arrives at once, signed, tells of no payment, and stands in no list', async () => {
    const answer = await sendTest(service.url);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ id: expect.any(String), delivered: true, status: 204, fault: null });
    // The receiver has verified its signature.
    expect(receiver.deliveries).toHaveLength(1);
    expect(receiver.deliveries[0]).toMatchObject({
      event: { type: 'test' },
      headers: { 'webhook-id': answer.body.id },
    });
    const { body } = await request(service.url)
      .get('/v1/merchant-events')
      .set('authorization', authorization('operator'));
    expect(body.events).toEqual([]);
  });

  it.each([401, 302, 500])('says what came back: %d', async (status) => {
    receiver.reaction = (_delivery, response) => void response.writeHead(status).end('a secret of the receiver');
    const answer = await sendTest(service.url);
    expect(answer.body).toMatchObject({ delivered: false, status, fault: null });
    expect(answer.text).not.toContain('secret');
    expect(receiver.deliveries).toHaveLength(1);
  });

  it('says that nobody is there', async () => {
    await receiver.close();
    const answer = await sendTest(service.url);
    await receiver.open();
    expect(answer.body).toMatchObject({ delivered: false, status: null, fault: 'ECONNREFUSED' });
  });

  it('needs an address, and a key that may', async () => {
    const without = await startTestService();
    const answer = await sendTest(without.url);
    await without.close();
    expect([answer.status, answer.body.code]).toEqual([409, 'merchant_events_off']);
    expect((await sendTest(service.url, 'reader')).status).toBe(403);
  });
});
