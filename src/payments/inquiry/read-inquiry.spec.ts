import { describe, expect, it } from '@jest/globals';

import { JsonDocument } from '../../json/json-document.ts';
import { signStandard } from '../../ottu/signature.ts';
import { readInquiry } from './read-inquiry.ts';

const KEY = 'a-key-of-this-test';
const EVENT = {
  amount: '1.000',
  currency_code: 'KWD',
  order_no: 'ORD-1',
  reference_number: 'R1',
  result: 'success',
  state: 'paid',
  session_id: 'a'.repeat(40),
};

function answer(status: number, body: unknown, contentType = 'application/json') {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return readInquiry({ status, body: bytes, contentType, retryAfter: undefined }, [KEY]);
}

function signedEvent(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const event = JSON.parse(JSON.stringify({ ...EVENT, ...changes })) as Record<string, unknown>;
  return { ...event, signature: signStandard(JsonDocument.parse(Buffer.from(JSON.stringify(event))), KEY) };
}

describe("what Ottu's answer to an inquiry is worth", () => {
  it('is a fact when it is signed and has all that a webhook must have (M71)', () => {
    expect(answer(200, signedEvent())).toMatchObject({
      result: 'answered',
      session: 'a'.repeat(40),
      event: expect.anything(),
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['no signature', { ...EVENT }],
    ['a wrong one', { ...EVENT, signature: '0'.repeat(64) }],
    ['a member changed', { ...signedEvent(), amount: '2.000' }],
    ['no reference, and signed so', signedEvent({ reference_number: undefined })],
    ['no state, and signed so', signedEvent({ state: undefined })],
  ])('is not believed with %s', (_what, body) => {
    expect(answer(200, body)).toMatchObject({ result: 'unverified', event: undefined, session: 'a'.repeat(40) });
  });

  it.each<[string, number, unknown, string | undefined, string]>([
    ['404 with a detail', 404, { detail: 'Not found.' }, undefined, 'not_found'],
    ['404 without one', 404, {}, undefined, 'refused'],
    ['404 with a detail that is no text', 404, { detail: ['Not found.'] }, undefined, 'refused'],
    ['404 from a proxy', 404, '<h1>Not Found</h1>', 'text/html', 'refused'],
    ['404 that does not say it is JSON', 404, { detail: 'Not found.' }, 'text/plain', 'refused'],
    ['400', 400, { detail: 'no', result: 'failed' }, undefined, 'refused'],
    ['403', 403, { detail: 'no' }, undefined, 'refused'],
    ['429', 429, { detail: 'slow down' }, undefined, 'throttled'],
    ['429 of a proxy', 429, 'slow', 'text/plain', 'throttled'],
    ['500', 500, { detail: 'x' }, undefined, 'no_answer'],
    ['200 that cannot be read', 200, '{', undefined, 'no_answer'],
    ['302', 302, '', undefined, 'no_answer'],
  ])('M33: %s', (_what, status, body, contentType, result) => {
    expect(answer(status, body, contentType)).toEqual({ result, event: undefined, session: undefined });
  });
});
