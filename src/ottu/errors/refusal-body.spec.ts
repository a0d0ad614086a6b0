import { describe, expect, it } from '@jest/globals';

import { readWork } from '../../json/read-work.ts';
import type { OttuReply } from '../transport/http-sender.ts';
import { mapPointers, readRefusal, refusalBody } from './refusal-body.ts';

const reply = (body: unknown, contentType = 'application/json'): OttuReply => ({
  status: 400,
  contentType,
  retryAfter: undefined,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const read = (body: unknown, reading = {}) => refusalBody(reply(body), reading);
const errors = (...pairs: [string, string][]) => pairs.map(([pointer, message]) => ({ pointer, message }));

describe('F1.6: what Ottu says about a request that it refused', () => {
  it.each<[string, unknown, { detail?: string; errors: unknown }]>([
    [
      'E1: lists of texts by field',
      { amount: ['A', 'B'], pg_codes: ['C'] },
      { errors: errors(['/amount', 'A'], ['/amount', 'B'], ['/pg_codes', 'C']) },
    ],
    ['E2: nested', { notifications: { sms: ['A'] } }, { errors: errors(['/notifications/sms', 'A']) }],
    ['E2: in a list of objects', { items: [{}, { price: ['A'] }] }, { errors: errors(['/items/1/price', 'A']) }],
    ['E3: a sentence', { detail: 'Not found.' }, { detail: 'Not found.', errors: [] }],
    [
      'E3 with fields beside it',
      { detail: 'Wrong.', amount: ['A'] },
      { detail: 'Wrong.', errors: errors(['/amount', 'A']) },
    ],
    [
      'E4: an execution that failed',
      { detail: 'No.', result: 'failed', pg_response: { code: 'x' } },
      { detail: 'No.', errors: [] },
    ],
    [
      'E5: an operation that failed',
      { detail: 'No.', operation: 'refund', result: 'failed' },
      { detail: 'No.', errors: [] },
    ],
    ['E6: an inquiry that failed', { detail: 'No.', result: 'failed' }, { detail: 'No.', errors: [] }],
    ['E7: a plain text by field', { file: 'A' }, { errors: errors(['/file', 'A']) }],
    [
      'E8: an envelope with a field',
      { error: { type: 'validation_error', code: 'invalid_amount', message: 'A', field: 'amount' } },
      { errors: errors(['/amount', 'A']) },
    ],
    [
      'E8: with a nested field',
      { error: { message: 'A', field: 'billing_address.city' } },
      { errors: errors(['/billing_address/city', 'A']) },
    ],
    ['E8: without a field', { error: { type: 'x', code: 'y', message: 'A' } }, { detail: 'A', errors: [] }],
    ['E9: an error text', { error: 'A' }, { detail: 'A', errors: [] }],
    [
      'faults of the whole',
      { non_field_errors: ['A'], agreement: { __all__: ['B'] } },
      { errors: errors(['', 'A'], ['/agreement', 'B']) },
    ],
    ['a bare list', ['A'], { errors: errors(['', 'A']) }],
    ['a field with a slash in its name', { 'a/b~c': ['A'] }, { errors: errors(['/a~1b~0c', 'A']) }],
    ['a field named detail', { detail: ['A'] }, { errors: errors(['/detail', 'A']) }],
    ['nothing', {}, { errors: [] }],
    ['other values', { amount: [1, null, true], x: null, y: 2 }, { errors: [] }],
  ])('is read from %s', (_shape, body, expected) => {
    expect(read(body)).toEqual({ detail: undefined, ...expected });
  });

  it.each([
    ['E10: HTML', '<html>{"amount":["A"]}</html>', 'text/html'],
    ['E10: JSON that does not say so', '{"amount":["A"]}', 'text/plain'],
    ['E10: JSON in a page', '{"amount":["A"]}', 'text/html; charset=utf-8'],
    ['E10: no JSON that says it is', 'upstream error', 'application/json'],
    ['E10: nothing at all', '', 'application/json'],
    ['E10: broken JSON', '{"amount":["A"]', 'application/json'],
    ['E10: JSON as deep as a cellar', `${'['.repeat(500)}${']'.repeat(500)}`, 'application/json'],
  ])('is not read from %s', (_shape, body, contentType) => {
    expect(refusalBody(reply(body, contentType))).toBeUndefined();
  });

  it('is read from every media type that is JSON', () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/problem+json']) {
      expect(refusalBody(reply({ amount: ['A'] }, type))?.errors).toHaveLength(1);
    }
  });

  it("points into the caller's own body, where names differ there", () => {
    const pointerOf = mapPointers({
      '/customer_email': '/customer/email',
      '/billing_address': '/customer/address',
      '/billing_address/city': '/town',
    });
    const body = {
      customer_email: ['A'],
      customer_emails: ['B'],
      billing_address: { city: ['C'], line1: ['D'] },
      amount: ['E'],
    };
    expect(read(body, { pointerOf })?.errors.map(({ pointer }) => pointer)).toEqual([
      '/customer/email',
      '/customer_emails',
      '/town',
      '/customer/address/line1',
      '/amount',
    ]);
  });

  it('is cleaned in every text and every name, in all shapes', () => {
    const clean = (text: string) => text.replaceAll('secret', '*');
    const bodies = [
      { secret: ['secret'] },
      { detail: 'secret', secret: { secret: 'secret' } },
      { detail: 'secret', result: 'failed' },
      { error: { message: 'secret', field: 'secret' } },
      { error: { message: 'secret' } },
      { error: 'secret' },
      ['secret'],
    ];
    const reported = bodies.map((body) => JSON.stringify(read(body, { clean })));
    expect(reported.filter((text) => text.includes('secret'))).toEqual([]);
    expect(reported.every((text) => text.includes('*'))).toBe(true);
  });

  it('is bounded, however much Ottu says', () => {
    const long = read({ amount: Array.from({ length: 10_000 }, () => 'x'.repeat(10_000)) });
    expect(long?.errors).toHaveLength(50);
    expect(long?.errors[0]?.message).toHaveLength(501);
    const wide = read(
      Object.fromEntries([...Array(200).keys()].map((index) => [`f${index}`, [...Array(200)].map(() => 'x')])),
    );
    expect(wide?.errors).toHaveLength(50);
  });

  it('is bounded in its pointers too, and nothing is made of what is not told', () => {
    const before = readWork.pointerCharacters;
    let value: unknown = ['x', 'y'];
    for (let level = 0; level < 60; level += 1) value = { ['/'.repeat(10_000)]: [value, value, value] };
    const deep = readRefusal(value);
    expect(deep.errors).toHaveLength(50);
    expect(deep.errors.every(({ pointer }) => pointer.length <= 256)).toBe(true);
    expect(readWork.pointerCharacters - before).toBeLessThan(200_000);
    expect(readRefusal({ error: { message: 'wrong', field: '.'.repeat(10_000) } }).errors[0]?.pointer).toHaveLength(
      256,
    );
  });
});
