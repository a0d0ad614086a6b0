import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonDocument } from '../json/json-document.ts';
import {
  missingPaymentFields,
  REQUIRED_PAYMENT_FIELDS,
  signAutopay,
  signStandard,
  verifySignature,
} from './signature.ts';
import { PYTHON_SDK, SIMULATOR_KEY, V1, V2, V3, V4, V5, V6 } from './signature.vectors.ts';

const KEY = SIMULATOR_KEY;

function read(text: string): JsonDocument {
  return JsonDocument.parse(Buffer.from(text, 'utf8'));
}

/** The document with a `signature` member written after its others. `signature` is JSON source text. */
function withSignature(payload: string, signature: string): JsonDocument {
  return read(`${payload.slice(0, -1)}${payload === '{}' ? '' : ','}"signature":${signature}}`);
}

function signed(payload: string, key = KEY, sign = signStandard): JsonDocument {
  return withSignature(payload, `"${sign(read(payload), key)}"`);
}

describe('the vectors of F11.6', () => {
  it.each([
    ['V1', V1],
    ['V2', V2],
    ['V3', V3],
    ['V4', V4],
    ['V5', V5],
    ['V6', V6],
  ])('F11.4: %s has the standard digest of the facts, and verifies', (_name, { key, payload, standard }) => {
    expect(signStandard(read(payload), key)).toBe(standard);
    expect(verifySignature(withSignature(payload, `"${standard}"`), [key])).toEqual({
      verified: true,
      scheme: 'standard',
      keyIndex: 0,
    });
  });

  it.each([
    ['V5', V5],
    ['the golden value of the Python SDK', PYTHON_SDK],
  ])('F11.5: %s has the 26-field digest of the facts, and verifies', (_name, { key, payload, autopay }) => {
    expect(signAutopay(read(payload), key)).toBe(autopay);
    expect(verifySignature(withSignature(payload, `"${autopay}"`), [key])).toEqual({
      verified: true,
      scheme: 'autopay',
      keyIndex: 0,
    });
  });

  it.each(V2.wrong)('F11.4: the digest %s of the faulty samples does not verify', (digest) => {
    expect(verifySignature(withSignature(V2.payload, `"${digest}"`), [V2.key])).toEqual({
      verified: false,
      reason: 'no_match',
    });
  });

  it('M71: both readings of V6 verify, and only the required fields tell them apart', () => {
    const [real, twin] = [V6.payload, V6.twin].map((payload) => withSignature(payload, `"${V6.standard}"`));
    if (real === undefined || twin === undefined) throw new Error('unreachable');
    expect(verifySignature(real, [V6.key]).verified).toBe(true);
    expect(verifySignature(twin, [V6.key]).verified).toBe(true);
    expect(missingPaymentFields(real)).toEqual([]);
    expect(missingPaymentFields(twin)).toEqual(['reference_number']);
  });
});

describe('what is signed', () => {
  const same = (left: string, right: string): boolean =>
    signStandard(read(left), KEY) === signStandard(read(right), KEY);

  it('F11.4: a number is hashed as it was spelled', () => {
    expect(same('{"amount":10.000}', '{"amount":"10.000"}')).toBe(true);
    expect(same('{"amount":10.000}', '{"amount":10}')).toBe(false);
    expect(same('{"amount":9007199254740993}', '{"amount":"9007199254740993"}')).toBe(true);
    expect(same('{"amount":1e2}', '{"amount":"1e2"}')).toBe(true);
  });

  it('F11.4: a string is hashed as what it means, a boolean as its JSON text', () => {
    expect(same('{"order_no":"\\u004fRD\\/1","\\u0072esult":"x"}', '{"order_no":"ORD/1","result":"x"}')).toBe(true);
    expect(same('{"result":true,"state":false}', '{"result":"true","state":"false"}')).toBe(true);
  });

  it('F11.4: null, empty and absent are the same, "0" and 0 are values', () => {
    const base = '{"amount":"1"}';
    expect(same('{"amount":"1","state":null}', base)).toBe(true);
    expect(same('{"amount":"1","state":""}', base)).toBe(true);
    expect(same('{"amount":"1","state":"0"}', base)).toBe(false);
    expect(same('{"amount":"1","state":0}', '{"amount":"1","state":"0"}')).toBe(true);
  });

  it('F11.4: the order of members does not matter, nor do unsigned ones', () => {
    expect(
      same('{"state":"paid","amount":"1","x":{"amount":2},"session_id":"s"}', '{"amount":"1","state":"paid"}'),
    ).toBe(true);
  });

  const name = fc.constantFrom(
    'amount',
    'currency_code',
    'customer_email',
    'gateway_name',
    'order_no',
    'reference_number',
    'result',
    'state',
  );
  const payload = fc.dictionary(name, fc.string({ minLength: 1 }), { minKeys: 1, noNullPrototype: true });

  it('F11.4: changing any one signed value breaks the signature', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(payload, fc.nat(), text, fc.constantFrom(signStandard, signAutopay), (fields, pick, other, sign) => {
        const signature = sign(read(JSON.stringify(fields)), KEY);
        expect(verifySignature(read(JSON.stringify({ ...fields, signature })), [KEY]).verified).toBe(true);
        const names = Object.keys(fields);
        const changed = names[pick % names.length] ?? '';
        fc.pre(fields[changed] !== other);
        for (const value of [other, `${fields[changed]}0`, null]) {
          const forged = { ...fields, [changed]: value, signature };
          expect(verifySignature(read(JSON.stringify(forged)), [KEY]).verified).toBe(false);
        }
      }),
    );
  });

  it.each([
    ['agreement.id', '"AGR-9"'],
    ['extra.autopay.subscription_id', '"SUB-5"'],
    ['extra.merchant_id', '"sim.ottu.net"'],
    ['payment_type', '"auto_debit"'],
    ['session_id', '"1111111111111111111111111111111111111111"'],
    ['token.customer_id', '"customer_id":"cust-77","brand"'],
    ['token.pg_code', '"pg_code":"credit-card"'],
    ['token.token', '"9990001112223334"'],
  ])('F11.5: changing %s breaks the 26-field signature but not the standard one', (_path, text) => {
    const changed = V5.payload.replace(text, text.replace(/[a-zA-Z0-9](?="(?:,"brand")?$)/, '_'));
    expect(changed).not.toBe(V5.payload);
    expect(verifySignature(withSignature(changed, `"${V5.autopay}"`), [KEY]).verified).toBe(false);
    expect(verifySignature(withSignature(changed, `"${V5.standard}"`), [KEY]).verified).toBe(true);
  });
});

describe('what is not verified', () => {
  it.each([
    ['null', 'signature_missing'],
    ['""', 'signature_malformed'],
    ['1', 'signature_malformed'],
    ['true', 'signature_malformed'],
    [`["${V1.standard}"]`, 'signature_malformed'],
    [`{"a":"${V1.standard}"}`, 'signature_malformed'],
    [`"${V1.standard.slice(1)}"`, 'signature_malformed'],
    [`"${V1.standard}0"`, 'signature_malformed'],
    [`"${V1.standard.toUpperCase()}"`, 'no_match'],
    [`"${'é'.repeat(64)}"`, 'no_match'],
    [`"${'0'.repeat(64)}"`, 'no_match'],
  ])('a signature %s is %s', (signature, reason) => {
    expect(verifySignature(withSignature(V1.payload, signature), [V1.key])).toEqual({ verified: false, reason });
  });

  it('a document without signature, or that is no object', () => {
    expect(verifySignature(read(V1.payload), [V1.key])).toEqual({ verified: false, reason: 'signature_missing' });
    expect(verifySignature(read('[]'), [V1.key])).toEqual({ verified: false, reason: 'not_an_object' });
  });

  it.each(['"amount":"86.000"', '"\\u0061mount":"1.000"', '"x":1,"x":1', '"x":[{"deep":{"y":1,"\\u0079":2}}]'])(
    'M71: a document in which a member is doubled: %s',
    (extra) => {
      const document = withSignature(V1.payload, `"${V1.standard}",${extra}`);
      expect(verifySignature(document, [V1.key])).toEqual({ verified: false, reason: 'duplicate_member' });
    },
  );

  it('M71: a document with its signature doubled', () => {
    const document = withSignature(V1.payload, `"${'0'.repeat(64)}","signature":"${V1.standard}"`);
    expect(verifySignature(document, [V1.key])).toEqual({ verified: false, reason: 'duplicate_member' });
  });

  it.each([
    '{"amount":{"value":"1"}}',
    '{"amount":["1"]}',
    '{"amount":"\\ud800"}',
    '{"session_id":{}}',
    '{"message":"x"}',
    '{}',
  ])('values whose text is not certain, or nothing signed at all: %s', (payload) => {
    const document = withSignature(payload, `"${V1.standard}"`);
    expect(verifySignature(document, [KEY])).toEqual({ verified: false, reason: 'not_signable' });
    expect(() => signStandard(read(payload), KEY)).toThrow(TypeError);
  });

  it.each(['{"v":"1"}', '["1"]', '{}', '[]'])(
    'an object or array in a signed field, which is not as good as none: %s',
    (value) => {
      const signature = `"${signStandard(read('{"state":"paid"}'), KEY)}"`;
      expect(verifySignature(withSignature('{"state":"paid"}', signature), [KEY]).verified).toBe(true);
      expect(verifySignature(withSignature(`{"state":"paid","amount":${value}}`, signature), [KEY]).verified).toBe(
        false,
      );
    },
  );

  it('F16.1: the scheme of 26 fields leaves out what is falsy, and none of that passes for a signed member', () => {
    const signature = `"${signAutopay(read('{"state":"paid"}'), KEY)}"`;
    for (const value of ['0', '0.0', 'false', '[]', '{}', 'null', '""']) {
      const document = withSignature(`{"state":"paid","amount":${value}}`, signature);
      expect([value, verifySignature(document, [KEY])]).toEqual([
        value,
        { verified: true, scheme: 'autopay', keyIndex: 0 },
      ]);
      expect(missingPaymentFields(document)).toContain('amount');
    }
    const text = withSignature('{"state":"paid","amount":"0"}', signature);
    expect(verifySignature(text, [KEY]).verified).toBe(false);
  });

  it('M70a: a top-level autopay, which neither scheme signs', () => {
    const payload = '{"amount":"1","state":"paid"}';
    for (const sign of [signStandard, signAutopay]) {
      const signature = `"${sign(read(payload), KEY)}"`;
      const text = `${payload.slice(0, -1)},"autopay":{"subscription_id":"SUB-6"}}`;
      expect(verifySignature(withSignature(text, signature), [KEY]).verified).toBe(true);
    }
  });

  it('F11.5: an object in one of the further fields leaves the standard scheme as it is', () => {
    expect(verifySignature(signed('{"amount":"1","session_id":{}}'), [KEY]).verified).toBe(true);
  });
});

describe('keys', () => {
  const document = signed(V2.payload, 'old-key');

  it('two live keys verify while a key is rotated, and the one that matched is told', () => {
    expect(verifySignature(document, ['new-key', 'old-key'])).toEqual({
      verified: true,
      scheme: 'standard',
      keyIndex: 1,
    });
    expect(verifySignature(document, ['old-key', 'new-key'])).toMatchObject({ keyIndex: 0 });
    expect(verifySignature(document, ['new-key'])).toEqual({ verified: false, reason: 'no_match' });
  });

  it('an empty key, or none, is a fault in configuration and not a verdict', () => {
    expect(() => verifySignature(document, [])).toThrow(TypeError);
    expect(() => verifySignature(document, ['old-key', ''])).toThrow(TypeError);
    expect(() => signStandard(document, '')).toThrow(TypeError);
  });

  it('M71: the required fields of a payment event are these six', () => {
    expect(REQUIRED_PAYMENT_FIELDS).toEqual([
      'amount',
      'currency_code',
      'order_no',
      'reference_number',
      'result',
      'state',
    ]);
    expect(
      missingPaymentFields(read('{"amount":"","currency_code":null,"order_no":{},"result":"x","state":"y"}')),
    ).toEqual(['amount', 'currency_code', 'order_no', 'reference_number']);
  });
});
