import { describe, expect, it } from '@jest/globals';

import { Problem } from '../../problems/problem.ts';
import type { OttuReply } from '../transport/http-sender.ts';
import { problemOfReply, successObject } from './problem-of-reply.ts';

const JSON_TYPE = 'application/json';
const reply = (
  status: number,
  body: unknown = { detail: 'Said by Ottu.' },
  changes: Partial<OttuReply> = {},
): OttuReply => ({
  status,
  contentType: JSON_TYPE,
  retryAfter: undefined,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  ...changes,
});
const page = (status: number) => reply(status, '<html>Apache</html>', { contentType: 'text/html' });
function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
const summary = ({ code, status, options }: Problem) => ({
  code,
  status,
  detail: options.detail,
  errors: options.errors,
});

describe('what the caller is told of an answer that is no success', () => {
  it('400 with fields becomes errors with pointers', () => {
    expect(summary(problemOfReply(reply(400, { amount: ['Too small.'] })))).toEqual({
      code: 'ottu_rejected',
      status: 400,
      detail: undefined,
      errors: [{ pointer: '/amount', message: 'Too small.' }],
    });
  });

  it.each([
    [400, 'ottu_rejected', 400],
    [404, 'not_found', 404],
    [409, 'ottu_conflict', 409],
    [410, 'not_found', 404],
    [422, 'ottu_rejected', 400],
  ])("%i in JSON keeps Ottu's sentence", (status, code, told) => {
    expect(summary(problemOfReply(reply(status)))).toEqual({
      code,
      status: told,
      detail: 'Said by Ottu.',
      errors: undefined,
    });
  });

  it.each([400, 404, 409, 422])('%i as a page says nothing about the request', (status) => {
    expect(summary(problemOfReply(page(status)))).toMatchObject({
      code: 'ottu_bad_answer',
      status: 502,
      detail: undefined,
    });
  });

  it.each([
    [401, 'ottu_refused_credentials', 502],
    [403, 'ottu_refused_credentials', 502],
    [413, 'payload_too_large', 413],
    [423, 'ottu_locked', 503],
    [429, 'ottu_throttled', 503],
    [500, 'ottu_failed', 502],
    [501, 'ottu_failed', 502],
    [502, 'ottu_failed', 502],
    [503, 'ottu_failed', 502],
    [504, 'ottu_failed', 502],
    [301, 'ottu_bad_answer', 502],
    [302, 'ottu_bad_answer', 502],
    [405, 'ottu_bad_answer', 502],
    [408, 'ottu_bad_answer', 502],
    [415, 'ottu_bad_answer', 502],
    [418, 'ottu_bad_answer', 502],
  ])("%i is %s, and nothing of Ottu's words goes further", (status, code, told) => {
    for (const answer of [reply(status), page(status), reply(status, ''), reply(status, { amount: ['A'] })]) {
      expect(summary(problemOfReply(answer))).toEqual({ code, status: told, detail: undefined, errors: undefined });
    }
  });

  it.each([429, 423])('%i hands on when to come back, in both forms of Retry-After', (status) => {
    const seconds = (retryAfter: string | undefined) =>
      problemOfReply(reply(status, {}, { retryAfter })).options.retryAfterSeconds;
    expect(seconds('17')).toBe(17);
    expect(seconds(new Date(Date.now() + 90_000).toUTCString())).toBeGreaterThan(80);
    expect(seconds(undefined)).toBe(5);
  });

  it('says what may be concluded about money only where the route says so', () => {
    expect(problemOfReply(reply(500), { outcome: 'unknown' }).options.outcome).toBe('unknown');
    expect(problemOfReply(reply(500)).options).not.toHaveProperty('outcome');
  });

  it('the operator learns status, size and media type, and no word of the body', () => {
    expect(problemOfReply(page(502)).options.operatorNote).toBe('Ottu answered 502 with 19 bytes of text/html');
    const odd = reply(502, 'x', { contentType: 'secret stuff' });
    expect(problemOfReply(odd).options.operatorNote).toBe('Ottu answered 502 with 1 bytes of no content type');
  });
});

describe('a successful answer', () => {
  it('is its JSON object', () => {
    expect(successObject(reply(201, '{"amount": 10.000}')).source('/amount')?.text).toBe('10.000');
  });

  it.each([
    ['empty', reply(200, '')],
    ['a page', page(200)],
    ['JSON that does not say so', reply(200, {}, { contentType: 'text/plain' })],
    ['no object', reply(200, [])],
    ['cut off', reply(200, '{"a":')],
    ['moved', reply(302)],
  ])('that is %s cannot be used', (_what, given) => {
    expect(thrownBy(() => successObject(given))).toMatchObject({ code: 'ottu_bad_answer', status: 502 });
  });

  it('is not what was refused', () => {
    expect(() => successObject(reply(404))).toThrow(Problem);
  });
});
