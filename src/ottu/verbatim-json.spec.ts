import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonDocument } from '../json/json-document.ts';
import { jsonObjectText, jsonSpace } from '../json/json-text.arbitrary.ts';
import { AmbiguousInstrument, readInstrument, spliceInstrument } from './verbatim-json.ts';

function read(text: string): JsonDocument {
  return JsonDocument.parse(Buffer.from(text, 'utf8'), { opaque: ['/payment_instrument/payload'] });
}

function refusal(text: string): [string, string] {
  try {
    readInstrument(read(text));
  } catch (error) {
    if (error instanceof AmbiguousInstrument) return [error.fault, error.pointer];
    throw error;
  }
  throw new Error('was accepted');
}

function forward(text: string): string {
  const { payload } = readInstrument(read(text));
  return spliceInstrument({ amount: '1.000', currency_code: 'KWD' }, { instrumentType: 'apple_pay', payload });
}

function withPayload(payload: string, type = 'apple_pay'): string {
  return `{"payment_instrument":{"instrument_type":"${type}","payload":${payload}}}`;
}

describe('a wallet payload on its way to Ottu', () => {
  it.each([
    ['integer-like keys', '{"2":1,"1":2,"b":3,"0":4}'],
    ['numbers beyond 2^53', '{"n":9007199254740993,"m":123456789012345678901234567890}'],
    ['number spellings', '{"a":1.0,"b":1e2,"c":1E+2,"d":-0,"e":10.000}'],
    ['escapes', '{"\\u0061":"\\/\\u00e9\\ud83d\\ude00\\b","é":"😀\u2028"}'],
    ['__proto__', '{"__proto__":{"a":1},"constructor":{"prototype":2},"toJSON":"x"}'],
    ['white space', '{ \r\n\t"a" :\t[ 1 , 2 ]\n}'],
    ['doubled members', '{"data":"a","data":"b","d\\u0061ta":"c"}'],
    ['deep nesting', `{"a":${'['.repeat(60)}${']'.repeat(60)}}`],
    ['lone surrogates', '{"a":"\\ud800"}'],
    ['nothing', '{}'],
  ])('promise 3: keeps %s byte for byte', (_what, payload) => {
    const out = forward(withPayload(payload));
    expect(out).toBe(
      `{"amount":"1.000","currency_code":"KWD","payment_instrument":{"instrument_type":"apple_pay","payload":${payload}}}`,
    );
  });

  it('promise 3: keeps any payload text, its UTF-8 bytes and its meaning, wherever it stands in the request', () => {
    fc.assert(
      fc.property(jsonObjectText, jsonSpace, jsonObjectText, fc.boolean(), (payload, space, other, last) => {
        const type = `"instrument_type"${space}:"google_pay"`;
        const held = `"p\\u0061yload"${space}:${space}${payload}${space}`;
        const inner = last ? `${type},${held}` : `${held},${type}`;
        const request = `${space}{"other":${other},${space}"payment_instrument" :{${inner}},"z":1}${space}`;

        const instrument = readInstrument(read(request));
        expect(instrument.instrumentType).toBe('google_pay');
        expect(instrument.payload.text).toBe(payload);
        expect(instrument.payloadValue).toEqual(JSON.parse(payload));

        const out = forward(request);
        expect(Buffer.from(out, 'utf8').includes(Buffer.from(`"payload":${payload}}`, 'utf8'))).toBe(true);
        expect(readInstrument(read(out)).payload.text).toBe(payload);
        expect(JSON.parse(out)).toHaveProperty('payment_instrument.payload', JSON.parse(payload));
      }),
      { numRuns: 500 },
    );
  });

  it('promise 3: keeps the bytes that arrived, not another encoding of them', () => {
    fc.assert(
      fc.property(jsonObjectText, (payload) => {
        const arrived = Buffer.from(withPayload(payload), 'utf8');
        const sent = Buffer.from(forward(arrived.toString('utf8')), 'utf8');
        const start = arrived.indexOf('"payload":');
        expect(sent.subarray(sent.indexOf('"payload":')).equals(arrived.subarray(start))).toBe(true);
      }),
    );
  });

  it('splices into the members of a document without touching their order or spelling', () => {
    const members = read('{"2":1.0,"1":"\\u0061","__proto__":null}').members('');
    const { payload } = readInstrument(read(withPayload('{"a":1.0}')));
    expect(spliceInstrument(members, { instrumentType: 'apple_pay', payload })).toBe(
      '{"2":1.0,"1":"\\u0061","__proto__":null,"payment_instrument":{"instrument_type":"apple_pay","payload":{"a":1.0}}}',
    );
  });

  it('refuses a body that has a payment_instrument already', () => {
    const { payload } = readInstrument(read(withPayload('{}')));
    expect(() => spliceInstrument({ payment_instrument: 1 }, { instrumentType: 'token', payload })).toThrow(TypeError);
  });

  it('carries a megabyte', () => {
    const payload = `{"data":[${Array.from({ length: 150_000 }, (_, index) => `${index}.0`).join(', ')}]}`;
    expect(forward(withPayload(payload))).toContain(payload);
  });
});

describe('an instrument that can be read in more than one way', () => {
  it.each([
    ['{"payment_instrument":{},"payment_instrument":{}}', '/payment_instrument'],
    ['{"payment_instrument":{"payload":{}},"\\u0070ayment_instrument":{"payload":{}}}', '/payment_instrument'],
    ['{"payment_instrument":{"payload":{},"payl\\u006fad":{}}}', '/payment_instrument/payload'],
    [
      '{"payment_instrument":{"instrument_type":"token","payload":{},"instrument_type":"token"}}',
      '/payment_instrument/instrument_type',
    ],
    [withPayload('{"token":"1","t\\u006fken":"2"}', 'token'), '/payment_instrument/payload/token'],
    [withPayload('{"token":"1","token":"1"}', 'samsung_pay'), '/payment_instrument/payload/token'],
    [withPayload('{"wallet_code":"1","wallet_code":"2"}', 'wallet'), '/payment_instrument/payload/wallet_code'],
  ])('is refused: %s', (text, at) => {
    expect(refusal(text)).toEqual(['duplicate', at]);
  });

  it.each(['apple_pay', 'google_pay', 'constructor', '__proto__'])(
    'but what is doubled inside a payload of %s, which this service does not read, passes',
    (type) => {
      const payload = '{"token":"1","token":"2","wallet_code":1,"wallet_code":2}';
      expect(readInstrument(read(withPayload(payload, type))).payload.text).toBe(payload);
    },
  );

  it.each([
    ['{}', 'missing', '/payment_instrument'],
    ['[]', 'missing', '/payment_instrument'],
    ['{"payment_instrument":null}', 'not_an_object', '/payment_instrument'],
    ['{"payment_instrument":[{"payload":{}}]}', 'not_an_object', '/payment_instrument'],
    ['{"payment_instrument":"{}"}', 'not_an_object', '/payment_instrument'],
    ['{"payment_instrument":{}}', 'missing', '/payment_instrument/payload'],
    ['{"payment_instrument":{"payload":"{}"}}', 'not_an_object', '/payment_instrument/payload'],
    ['{"payment_instrument":{"payload":[]}}', 'not_an_object', '/payment_instrument/payload'],
    ['{"payment_instrument":{"payload":{},"instrument_type":1}}', 'not_text', '/payment_instrument/instrument_type'],
    ['{"payment_instrument":{"payload":{},"instrument_type":null}}', 'not_text', '/payment_instrument/instrument_type'],
  ])('and one without the shape is refused too: %s', (text, fault, at) => {
    expect(refusal(text)).toEqual([fault, at]);
  });

  it('has its type decoded, and may come without one', () => {
    expect(readInstrument(read(withPayload('{}', 'appl\\u0065_pay'))).instrumentType).toBe('apple_pay');
    expect(readInstrument(read('{"payment_instrument":{"payload":{}}}')).instrumentType).toBeUndefined();
  });
});
