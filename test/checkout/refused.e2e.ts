import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import request from 'supertest';

import type { Fault } from '../../sandbox/simulator.ts';
import { changeCart, getCart, setItem } from '../carts/support.ts';
import { APPLE, CREATE, OPERATION, PATCH, sentBodies } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type TestService } from '../support/service.ts';
import { checkout, freeze, pay, paymentOf, startCheckoutService, status, tagOf, teaCart } from './support.ts';

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startCheckoutService();
  url = service.url;
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const WORDS = 'These gateways share a wallet: credit-card, knet.';

function refusal(body: object, code = 400): Fault {
  return { kind: 'status', status: code, body };
}

async function timelineOf(orderNo: string): Promise<unknown[]> {
  const { id } = await paymentOf(service, orderNo);
  const { body } = await request(url)
    .get(`/v1/payments/${String(id)}/timeline`)
    .set('authorization', authorization('operator'));
  return body.entries as unknown[];
}

describe('M56b: what Ottu refuses because of the configuration is no outage', () => {
  it.each([
    ['checkout', checkout],
    ['freeze', freeze],
    ['payments', async (_url: string, cart: Parameters<typeof pay>[1]) => pay(url, cart)],
  ])('%s answers 502 with the names of the fields and no word of Ottu', async (_route, ask) => {
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: CREATE, fault: refusal({ pg_codes: [WORDS] }) }]);
    const answer = await ask(url, cart, { 'if-match': await tagOf(url, cart) });
    expect(answer.body).toMatchObject({
      status: 502,
      code: 'ottu_refused',
      outcome: 'none',
      errors: [{ pointer: '/pg_codes', message: expect.any(String) }],
    });
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(answer.text).not.toContain('share a wallet');
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    const [sent] = sentBodies(service, CREATE) as { order_no: string }[];
    expect(await timelineOf(sent?.order_no ?? '')).toContainEqual(
      expect.objectContaining({
        event: 'ottu_refused',
        details: expect.objectContaining({
          refused: 'configuration',
          fields: ['/pg_codes'],
          words: expect.stringContaining('share a wallet'),
        }),
      }),
    );
  });

  it('a Buy Now button is answered the same', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: refusal({ currency_code: ['Not supported.'] }) }]);
    const { body } = await request(url).post('/v1/buy-now/intents').send({ sku: 'KARAK-TEA', currency_code: 'KWD' });
    expect(body).toMatchObject({ status: 502, code: 'ottu_refused', errors: [{ pointer: '/currency_code' }] });
  });

  it('a sentence that names no field is of the configuration, too', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: CREATE, fault: refusal({ detail: 'No.' }) }]);
    expect((await checkout(url, cart)).body).toMatchObject({ status: 502, code: 'ottu_refused' });
  });

  it.each([401, 403, 404, 405, 415])(
    'a wallet payment that is refused with %i is no outage; its key pays later',
    async (code) => {
      const cart = await teaCart(url);
      const call = { key: randomUUID(), ifMatch: await tagOf(url, cart) };
      service.simulator.setFaults([{ match: APPLE, fault: refusal({ detail: 'Not allowed.' }, code) }]);
      const refused = await pay(url, cart, call);
      expect(refused.body).toMatchObject({ status: 502, code: 'ottu_refused', outcome: 'none' });
      service.simulator.clearFaults();
      expect((await pay(url, cart, call)).body.payment.status).toBe('paid');
    },
  );
});

describe('M56b: the next start of a shop whose checkouts Ottu refuses', () => {
  it('names what was refused last, until a checkout has gone through', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const warnings = async (): Promise<unknown[]> => {
      warn.mockClear();
      await (await startReplica(service)).close();
      return warn.mock.calls
        .filter(([fields]) => JSON.stringify(fields).includes('pg_codes'))
        .map(([fields]) => fields);
    };
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: CREATE, fault: refusal({ pg_codes: [WORDS] }) }]);
    await checkout(url, cart);
    expect(await warnings()).toEqual([
      expect.objectContaining({ status: 400, reason: '["/pg_codes"]', note: expect.stringContaining(WORDS) }),
    ]);
    service.simulator.clearFaults();
    expect((await checkout(url, await teaCart(url))).status).toBe(200);
    expect(await warnings()).toEqual([]);
    warn.mockRestore();
  });
});

describe("M56b: what Ottu refuses of the shopper's own data", () => {
  const details = { customer: { email: 'sara@example.com', first_name: 'Sara' } };

  it('is told with pointers into the cart, and a correction goes through', async () => {
    const cart = await teaCart(url, { ...details, extra: { gift: true } });
    const body = { customer_email: ['sara@example.com is not taken.'], extra: { gift: ['No.'] } };
    service.simulator.setFaults([{ match: CREATE, fault: refusal(body) }]);
    const answer = await checkout(url, cart);
    expect(answer.body).toMatchObject({ status: 400, code: 'customer_details_refused', outcome: 'none' });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/customer/email',
      '/extra/gift',
    ]);
    expect(answer.text).not.toContain('is not taken.');
    const [sent] = sentBodies(service, CREATE) as { order_no: string }[];
    const timeline = JSON.stringify(await timelineOf(sent?.order_no ?? ''));
    expect(timeline).toContain('is not taken.');
    expect(timeline).not.toContain('"words":"/customer_email: sara@example.com');
    service.simulator.clearFaults();
    await changeCart(url, cart, { customer: { email: 'sara@example.org' } });
    expect((await pay(url, cart)).body.payment.status).toBe('paid');
  });

  it('in a PATCH is found out by the amount alone: the session is kept, and what changed is named', async () => {
    const cart = await teaCart(url, details);
    const first = await checkout(url, cart);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await changeCart(url, cart, { customer: { ...details.customer, email: 'sara@example.org' } });
    service.simulator.setFaults([{ match: { ...PATCH, nth: 1 }, fault: refusal({ detail: 'Not valid.' }) }]);
    const answer = await checkout(url, cart);
    expect(answer.body).toMatchObject({
      status: 400,
      code: 'customer_details_refused',
      errors: [{ pointer: '/customer/email' }],
    });
    expect(sentBodies(service, PATCH)).toEqual([
      expect.objectContaining({ amount: '2.500', customer_email: 'sara@example.org' }),
      { amount: '2.500', currency_code: 'KWD', include_sdk_setup_preload: true },
    ]);
    expect(service.simulator.requests(OPERATION)).toEqual([]);
    service.simulator.clearFaults();
    await changeCart(url, cart, details);
    const again = await checkout(url, cart);
    expect(again.body.checkout.session_id).toBe(first.body.checkout.session_id);
    expect((await status(url, cart)).body.payment.status).toBe('open');
  });

  it('is not at fault where the amount alone is refused, too: the session is replaced (M53)', async () => {
    const cart = await teaCart(url, details);
    const first = await checkout(url, cart);
    await setItem(url, cart, 'KARAK-TEA', 2);
    service.simulator.setFaults([{ match: PATCH, fault: refusal({ detail: 'Not valid.' }) }]);
    const again = await checkout(url, cart);
    expect(again.status).toBe(200);
    expect(again.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    expect(sentBodies(service, PATCH)).toHaveLength(2);
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
  });
});
