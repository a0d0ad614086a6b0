import { createHash } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { jsonObjectText } from '../../src/json/json-text.arbitrary.ts';
import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

/** The body of a charge with this text as its payload. */
function bodyWith(instrumentType: string, payload: string): string {
  const { payment_instrument: _instrument, ...rest } = buyNowBody();
  const instrument = `{"instrument_type":"${instrumentType}","payload": ${payload} }`;
  return `${JSON.stringify(rest).slice(0, -1)} , "payment_instrument" : ${instrument}}`;
}

/** The text after the last `"payload":` of what Ottu received, which is where our writer puts it, up to its closing braces. */
function payloadReceived(): string {
  const raw = service.simulator.requests(CREATE).at(-1)?.raw_body ?? '';
  const marker = '"payload":';
  const start = raw.indexOf(marker, raw.indexOf('"payment_instrument":'));
  return raw.slice(start + marker.length, -2);
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe('promise 3: wallet payloads reach Ottu byte for byte', () => {
  it.each([
    ['Apple Pay', 'apple_pay', JSON.stringify(APPLE_PAY.payload, null, 2)],
    [
      'Google Pay',
      'google_pay',
      String.raw`{"apiVersionMinor":0,"apiVersion":2,"paymentMethodData":{"tokenizationData":{"type":"PAYMENT_GATEWAY","token":"{\"signature\":\"MEU\u003d\",\"protocolVersion\":\"ECv2\"}"},"type":"CARD","description":"Visa •••• 1019","info":{"cardNetwork":"VISA","cardDetails":"1019"}}}`,
    ],
    ['a saved card', 'token', '{ "token" : "9990001112223334" }'],
    ['Samsung Pay', 'samsung_pay', '{"token":"eyJhbGciOiJSU0EifQ\\u002e"}'],
    ['integer-like keys', 'apple_pay', '{"paymentData":{"10":1,"9":2,"b":3,"1":4}}'],
    ['numbers beyond 2^53', 'apple_pay', '{"paymentData":{"n":9007199254740993,"m":123456789012345678901234567890}}'],
    ['1.0 and 1e2', 'apple_pay', '{"paymentData":{"a":1.0,"b":1e2,"c":-0,"d":1E+2,"e":0.10}}'],
    ['escapes', 'apple_pay', String.raw`{"paymentData":{"a":"\u0041\/\n\ud83d\ude00","b":"é"}}`],
    ['__proto__', 'apple_pay', '{"__proto__":{"x":1},"constructor":{"prototype":{}},"paymentData":{}}'],
    ['white space', 'apple_pay', '{\n\t"paymentData" :\r\n { "a" : [ 1 , 2 ] } }'],
    ['deep nesting', 'apple_pay', `{"paymentData":${'['.repeat(50)}1${']'.repeat(50)}}`],
    ['members that are doubled inside a wallet payload', 'apple_pay', '{"paymentData":{"a":1,"a":2}}'],
  ])('%s arrives as it was written', async (_what, type, payload) => {
    await buyNow(service.url, { body: bodyWith(type, payload) });
    expect(payloadReceived()).toBe(payload);
    expect(sha256(payloadReceived())).toBe(sha256(payload));
  });

  it('any JSON object at all arrives as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(jsonObjectText, async (payload) => {
        fc.pre(/[^{}\s]/.test(payload));
        const answer = await buyNow(service.url, { body: bodyWith('apple_pay', payload) });
        expect([200, 201, 202, 400]).toContain(answer.status);
        if (answer.body.code === undefined || answer.body.code === 'ottu_rejected') {
          expect(payloadReceived()).toBe(payload);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a member that this service reads may not be written twice', async () => {
    const answer = await buyNow(service.url, { body: bodyWith('token', '{"token":"1111","token":"2222"}') });
    expect(answer.body).toMatchObject({ status: 400, code: 'ambiguous_json', outcome: 'none' });
    expect(service.simulator.requests()).toHaveLength(0);
  });
});
