import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const NAMED = (value: unknown) => ({ value, verbose_name_en: 'Name', verbose_name_ar: 'اسم' });

/** A charge that Ottu answers with these `pg_params`. */
async function chargedWith(pg_params: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  service.simulator.setFaults([{ match: CREATE, fault: { kind: 'resign', set: { pg_params } } }]);
  const answer = await buyNow(service.url, { body: buyNowBody() });
  expect(answer.status).toBe(201);
  return answer.body.payment as Record<string, unknown>;
}

async function asOperator(id: unknown): Promise<Record<string, unknown>> {
  const { body } = await request(service.url)
    .get(`/v1/payments/${String(id)}`)
    .set('authorization', authorization('operator'));
  return body as Record<string, unknown>;
}

describe('F16.15: what the gateway said', () => {
  it.each([
    ['flat', (value: unknown) => value],
    ['as objects with names', NAMED],
  ])('is flat text in our answers, whether Ottu gives it %s; operators see its own shape too', async (_how, as) => {
    const given = {
      auth_code: as('A10001'),
      rrn: as(612345678901),
      receipt_no: as('000123'),
      result: as('CAPTURED'),
      dcc_payer_amount: as(null),
      ref: as(''),
      card_details: { scheme: { code: 'V' } },
    };
    const flat = { auth_code: 'A10001', rrn: '612345678901', receipt_no: '000123', result: 'CAPTURED' };
    const payment = await chargedWith(given);
    expect(payment['pg_params']).toEqual(flat);
    expect(await asOperator(payment['id'])).toMatchObject({ payment: { pg_params: flat }, pg_params_of_ottu: given });
    const list = await request(service.url).get('/v1/payments').set('authorization', authorization('operator'));
    expect(list.body.payments[0]).toMatchObject({ pg_params: flat });
  });

  it.each(['flat', 'object'] as const)('is flat of what the simulator sends as %s', async (pg_params_as) => {
    service.simulator.setSwitches({ pg_params_as });
    const { body } = await buyNow(service.url, { body: buyNowBody() });
    expect(body.payment.pg_params).toMatchObject({ auth_code: expect.stringMatching(/\w/), result: 'CAPTURED' });
    expect(Object.values(body.payment.pg_params as object).every((value) => typeof value === 'string')).toBe(true);
  });

  it('holds no secret and no whole card number, in neither shape', async () => {
    const number = '4508750015741019';
    const payment = await chargedWith({
      auth_code: 'A10001',
      card_number: NAMED(number),
      cvv: '987',
      card_token: NAMED('tok-canary-0123456789'),
      card_details: { card_number: number.replaceAll(/(\d{4})(?=\d)/g, '$1 '), pin: '4321' },
    });
    expect(payment['pg_params']).toEqual({ auth_code: 'A10001', card_number: '450875******1019' });
    const told = await asOperator(payment['id']);
    expect(told['pg_params_of_ottu']).toEqual({
      auth_code: 'A10001',
      card_number: NAMED('450875******1019'),
      card_details: { card_number: '450875******1019' },
    });
  });
});
