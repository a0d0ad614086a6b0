import { describe, expect, it } from '@jest/globals';
import type { RecordedRequest } from '../record/requests.ts';
import { payloadOf } from './ottu.ts';

function request(body: string): RecordedRequest {
  const raw = Buffer.from(body, 'utf8');
  return { raw_body: body, raw_body_base64: raw.toString('base64') } as RecordedRequest;
}

describe('what reached Ottu', () => {
  it('is read as it was written, white space, escapes and number spelling included', () => {
    const payload = String.raw`{ "b" : "\/é",  "1": 1.0 }`;
    const found = payloadOf(request(`{"x":"payment_instrument","payment_instrument":{"payload":${payload}}}`));
    expect(found?.toString('utf8')).toBe(payload);
  });

  it('is nothing where there is no payload', () => {
    expect(payloadOf(request('{"amount":"1.000"}'))).toBeUndefined();
  });
});
