import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { answerLost, CREATE, EVENTS_LOST } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { HOUR } from '../support/time.ts';
import { agreed, debit } from './support.ts';

const receiver = new Receiver();
let service: TestService;
beforeAll(async () => {
  await receiver.open();
  service = await startTestService({
    OTTU_CHARGE_TIMEOUT_MS: '2000',
    MERCHANT_EVENTS_SECRET: SECRET,
    MERCHANT_EVENTS_URL: receiver.url,
  });
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});

describe('M90: whether to try again', () => {
  it('the payment that is read later says it, and the event of a charge that turns out declined', async () => {
    const names = await agreed(service);
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'outcome', outcome: 'declined' } },
      answerLost(CREATE, 1),
      EVENTS_LOST,
    ]);
    const lost = await debit(service, names);
    expect(lost.status).toBe(202);
    expect(lost.body.retry).toBeUndefined();
    const id = String(lost.body.payment.id);
    await service.passTime(2 * HOUR);
    const read = await request(service.url).get(`/v1/payments/${id}`).set('authorization', authorization('reader'));
    const retry = { advice: 'later', after: expect.any(String) };
    expect(read.body.payment).toMatchObject({ outcome: 'final', result: 'failed', retry });
    const events = receiver.of(id).map(({ event }) => [event.type, event.data.payment]);
    expect(events.at(-1)).toEqual(['payment.expired', expect.objectContaining({ retry })]);
    service.simulator.clearFaults();
    const paid = await debit(service, { ...names, cycle: 'another' });
    expect(paid.body.payment).not.toHaveProperty('retry');
  });
});
