import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** At most once each (M41); as long as what could be a secret. */
let orders = 0;
let orderNo = '';
const SAID = {
  pg_params: {
    auth_code: 'Appr01',
    result: 'CAPTURED',
    ref: '331712345678901234567',
    card_holder: { value: 'SARA AL TEST', verbose_name_en: 'Card holder', verbose_name_ar: 'حامل البطاقة' },
    pg_message: 'Approved',
  },
};

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => {
  service.simulator.reset();
  orders += 1;
  orderNo = `ORDER-2026-${String(orders).padStart(12, '0')}`;
});

async function paidWith(payload: Readonly<Record<string, unknown>>, set: Readonly<Record<string, unknown>>) {
  service.simulator.setFaults([{ match: CREATE, fault: { kind: 'resign', set } }]);
  const { body } = await buyNow(service.url, {
    body: buyNowBody({ order_no: orderNo, payment_instrument: { instrument_type: 'apple_pay', payload } }),
  });
  return body.payment as Record<string, unknown>;
}

describe('M11: what a gateway said is evidence, and a payer blanks none of it by what he sends', () => {
  it.each([
    [
      'its words',
      { ...APPLE_PAY.payload, a: 'Appr', b: 'CAPTURED', c: 'Approved', d: 'CAPTURED by the bank: Approved,' },
    ],
    ['its numbers', { ...APPLE_PAY.payload, data: SAID.pg_params.ref, signature: 'Appr01' }],
    ['the order number', { ...APPLE_PAY.payload, data: 'the order number' }],
    ['very many texts', { ...APPLE_PAY.payload, list: Array.from({ length: 400 }, (_none, index) => `x${index}`) }],
    [
      'very many long texts',
      { ...APPLE_PAY.payload, list: Array.from({ length: 400 }, (_none, index) => `${'x'.repeat(20)}${index}`) },
    ],
  ])('with a payload that holds %s', async (_what, payload) => {
    const said = { ...SAID, message: `CAPTURED by the bank: Approved, ${orderNo}` };
    const given = JSON.parse(JSON.stringify(payload).replace('the order number', orderNo)) as typeof payload;
    expect(await paidWith(given, said)).toMatchObject({
      state: 'paid',
      ...said,
      pg_params: { ...said.pg_params, card_holder: said.pg_params.card_holder.value },
    });
  });

  const WORDS = 'TRANSACTION_DECLINED_BY_ISSUER-05';
  const PAGE = 'https://gateway.example/help/CardNotAccepted';
  it.each([
    ['another member', { note: WORDS, more: [PAGE, SAID.pg_params.ref] }],
    [
      'a member of the wallet that is no secret',
      { paymentMethod: { displayName: `${WORDS} ${PAGE}`, network: 'Visa', type: 'debit' } },
    ],
    ['another member, joined to what looks like a secret', { note: `${WORDS}b3R0dS1iZmY+${PAGE}xQ9+b3R0dS1i` }],
    ['another member, as JSON in a text', { note: JSON.stringify({ a: WORDS, b: { c: PAGE } }) }],
    [
      'a cryptogram, as far as the words are the order number or a number of its own',
      { data: `x the order number x${SAID.pg_params.ref}x`, signature: `the order number${SAID.pg_params.ref}` },
    ],
  ])('nor by naming it in %s', async (what, more) => {
    const names = `${orderNo} ${SAID.pg_params.ref}`;
    const said = {
      message: what.startsWith('a cryptogram') ? names : `${WORDS}: see ${PAGE}, ${names}`,
      pg_params: { ...SAID.pg_params, pg_message: what.startsWith('a cryptogram') ? 'Approved' : WORDS },
    };
    const payload = { ...APPLE_PAY.payload, ...more };
    const given = JSON.parse(JSON.stringify(payload).replaceAll('the order number', orderNo)) as typeof payload;
    expect(await paidWith(given, said)).toMatchObject({
      state: 'paid',
      message: said.message,
      pg_params: { auth_code: 'Appr01', ref: SAID.pg_params.ref, pg_message: said.pg_params.pg_message },
    });
  });

  const SECRET = 'YW5vdGhlci1jaXBoZXItdGV4dC03';
  const INNER = { encryptedMessage: `${SECRET}MQ==`, ephemeralPublicKey: 'BPmF+a1x9v/Zk3', tag: 'short' };
  const GOOGLE = JSON.stringify({
    signature: 'MEUCIQDm',
    protocolVersion: 'ECv2',
    intermediateSigningKey: { signedKey: JSON.stringify({ keyValue: `${SECRET}Mg==` }), signatures: [`${SECRET}Mw==`] },
    signedMessage: JSON.stringify(INNER),
  });
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a token of words', { token: 'correct-horse-battery-staple' }],
    ['a token of words, under a name of a gateway', { cardToken: 'correct-horse-battery-staple' }],
    ['something inside a token', { token: { id: 'correct-horse-battery-staple', version: 'EC_v1' } }],
    ['Google’s token, JSON in a text in a text', { paymentMethodData: { tokenizationData: { token: GOOGLE } } }],
    ['a signature in it', { tokenizationData: { token: GOOGLE } }],
    ['payment data that is base64 of JSON', { wrapped: Buffer.from(GOOGLE).toString('base64') }],
    ['a cryptogram of 3-D Secure', { onlinePaymentCryptogram: 'AAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['a cryptogram under a name that nobody knows', { x: { y: [`${SECRET}MQ==`] } }],
    ['hexadecimal bytes under a name that nobody knows', { x: '8f14e45fceea467fa2d1c0b7e83d6a55' }],
    ['the number of a card under a name that nobody knows', { x: '4508750015741019' }],
    ['a token of digits under a name that nobody knows', { x: '9876500001112223' }],
  ])('%s is gone from what Ottu repeats of it', async (what, more) => {
    const secrets = [
      'correct-horse-battery-staple',
      what.includes('signature') ? `${SECRET}Mw` : `${SECRET}MQ`,
      'AAAAAAAAAAAAAAAAAAAAAAAA',
      '8f14e45fceea467fa2d1c0b7e83d6a55',
      '4508750015741019',
      '9876500001112223',
    ].filter((secret) => JSON.stringify(more).includes(secret) || what.includes('base64'));
    const said = {
      message: `Cannot read ${secrets.join(' or ')}.`,
      pg_params: { auth_code: 'A1', saw: secrets.join() },
    };
    const payment = await paidWith({ ...APPLE_PAY.payload, ...more }, said);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets.filter((one) => !what.includes('base64') || one.startsWith(SECRET))) {
      expect(JSON.stringify(payment)).not.toContain(secret);
    }
    expect(payment).toMatchObject({ pg_params: { auth_code: 'A1' } });
  });

  it.each([
    ['a cryptogram', 'b3R0dS1iZmYtZW5jcnlwdGVkLWRhdGE='],
    ['a part of one', 'b3R0dS1iZmYtZW5jcnlw'],
  ])('%s that its words repeat is gone from them', async (_what, quoted) => {
    const said = {
      message: `Cannot read ${quoted}`,
      pg_params: { auth_code: 'A1', pg_message: `Saw ${quoted}`, [quoted]: 1 },
    };
    const payment = await paidWith(APPLE_PAY.payload, said);
    expect(payment).toMatchObject({
      message: 'Cannot read [redacted]',
      pg_params: { auth_code: 'A1', pg_message: 'Saw [redacted]', '[redacted]': '1' },
    });
  });
});
