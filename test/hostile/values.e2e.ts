import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';

import { faults } from '../carts/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

async function asked(path: string, query: string): Promise<Response> {
  return request(service.url).get(`${path}?${query}`).set('authorization', authorization('operator'));
}

const MOMENT = 'must be a moment with its offset, such as 2026-06-01T00:00:00Z (write + as %2B)';

describe('what the database would refuse in a query is a fault of the parameter', () => {
  it.each([
    ['/v1/payments', 'created_from=0000-01-01T00:00:00Z', [`/created_from ${MOMENT}`]],
    ['/v1/payments', 'created_from=2026-01-01T00:00:00%2B23:59', [`/created_from ${MOMENT}`]],
    ['/v1/payments', 'created_to=2026-02-31T00:00:00Z', [`/created_to ${MOMENT}`]],
    ['/v1/payments', 'customer_id=a%00b', ['/customer_id must be well-formed text without NUL']],
    ['/v1/webhook-inbox', 'order_no=a%00b', ['/order_no must be 1 to 128 characters, none of them NUL']],
    [
      '/v1/payments',
      `cursor=${Buffer.from('2026-02-31T00:00:00.000000Z 00000000-0000-0000-0000-000000000000').toString('base64url')}`,
      ['/cursor must be a next_cursor of this list'],
    ],
  ])('%s?%s', async (path, query, expected) => {
    const answer = await asked(path, query);
    expect([answer.status, answer.body.code, faults(answer)]).toEqual([400, 'validation_failed', expected]);
  });

  it.each([
    '2026-01-01T00:00:00%2B14:00',
    '2026-01-01T00:00:00-12:00',
    '2024-02-29T23:59:59.999999Z',
    '0001-01-01T00:00Z',
  ])('a moment that is one, %s, is taken', async (moment) => {
    expect((await asked('/v1/payments', `created_from=${moment}`)).status).toBe(200);
  });
});

describe('a text that is no Unicode is a fault of its field', () => {
  it.each([
    ['an email', '"customer":{"email":"a\\ud800@example.com"}', '/customer/email must be well-formed Unicode'],
    ['a name of the own object', '"extra":{"a":["x",{"b":"\\udc00"}]}', '/extra/a/1/b must be well-formed Unicode'],
    ['a member name', '"extra":{"\\ud800":1}', '/extra/\ud800 must be well-formed Unicode'],
    ['an id with NUL', '"customer":{"id":"a\\u0000"}', '/customer/id must not hold the character U+0000'],
  ])('%s', async (_what, member, fault) => {
    const body = JSON.stringify(buyNowBody()).replace(/\}$/, `,${member}}`);
    const answer = await buyNow(service.url, { body });
    expect([answer.status, answer.body.code, faults(answer)]).toEqual([400, 'validation_failed', [fault]]);
  });

  it('a pair that is whole is no fault, nor what a wallet has in its payload', async () => {
    const body = JSON.stringify(buyNowBody({ extra: { note: '😀' } })).replace('"EC_v1"', String.raw`"\ud800"`);
    const escaped = body.replace('😀', String.raw`\ud83d\ude00`);
    expect((await buyNow(service.url, { body: escaped })).status).toBe(201);
  });
});
