import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { PYTHON_SDK, V1, V2, V3, V4, V5, V6 } from '../../src/ottu/signature.vectors.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import {
  deliver,
  inbox,
  lastEvent,
  OLD_KEY,
  paymentEvent,
  signed,
  startWebhookService,
  tampered,
  withSignature,
} from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startWebhookService({
    OTTU_WEBHOOK_KEYS: `sim-hmac-key-0001,${OLD_KEY},${V1.key},${PYTHON_SDK.key}`,
  });
});
afterAll(async () => service.close());

async function counted(metric: string): Promise<number> {
  const { text } = await request(service.url).get('/metrics');
  const lines = text.split('\n').filter((line) => line.startsWith(metric));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('M70, F11.4, F11.5: the vectors of F11.6 through the route', () => {
  it.each([
    ['V1', V1.payload, V1.standard, 'standard', 'payment'],
    ['V2', V2.payload, V2.standard, 'standard', 'payment'],
    ['V3', V3.payload, V3.standard, 'standard', 'payment'],
    ['V4', V4.payload, V4.standard, 'standard', 'operation'],
    ['V5 by the scheme of 18 fields', V5.payload, V5.standard, 'standard', 'payment'],
    ['V5 by the scheme of 26 fields', V5.payload, V5.autopay, 'autopay', 'payment'],
    ['V6', V6.payload, V6.standard, 'standard', 'payment'],
    ["V6's twin", V6.twin, V6.standard, 'standard', 'payment'],
    ["the Python SDK's golden value", PYTHON_SDK.payload, PYTHON_SDK.autopay, 'autopay', 'payment'],
  ])('%s is stored and answered with 200', async (_name, payload, signature, scheme, kind) => {
    const answer = await deliver(service, withSignature(payload, signature));
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: { detail: 'Success' } });
    const row = await lastEvent(service, 'unmatched');
    expect(row).toMatchObject({ scheme, kind, payment_id: null });
  });

  it.each(V2.wrong)('the digest %s of the faulty samples is refused', async (digest) => {
    const before = (await inbox(service)).length;
    const answer = await deliver(service, withSignature(V2.payload, digest));
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 401, code: 'webhook_not_verified' });
    expect(await inbox(service)).toHaveLength(before);
  });
});

describe('M70, F11.4, F11.9: what is accepted', () => {
  it('an event signed with the older of two live keys is', async () => {
    expect((await deliver(service, signed(paymentEvent('OLDER-KEY'), { key: OLD_KEY }))).status).toBe(200);
    expect(await lastEvent(service, 'unmatched')).toMatchObject({ order_no: 'OLDER-KEY' });
  });

  it('numbers are hashed as they were spelled, and kept so', async () => {
    const text = signed(
      `{"amount":10.000,"currency_code":"KWD","order_no":"SPELLED","reference_number":"R","result":"success","state":"paid"}`,
    );
    expect((await deliver(service, text)).status).toBe(200);
    expect((await lastEvent(service, 'unmatched')).body).toBe(text);
    expect((await deliver(service, text.replace('10.000', '10.00'))).status).toBe(401);
  });

  it('a form is, as the SDK of Ottu takes it', async () => {
    const event = {
      ...paymentEvent('A-FORM', { gateway_response: undefined, pg_params: undefined }),
      token: 'tok-in-form',
    };
    const fields = JSON.parse(signed(event)) as Record<string, string>;
    const form = new URLSearchParams(
      Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
    );
    expect((await deliver(service, form.toString(), 'application/x-www-form-urlencoded')).status).toBe(200);
    const row = await lastEvent(service, 'unmatched');
    expect(row).toMatchObject({ order_no: 'A-FORM', kind: 'payment' });
    expect(row.body).not.toContain('tok-in-form');
  });

  it('a duplicate is the same raw body, and one row', async () => {
    const text = signed(paymentEvent('TWICE'));
    const before = (await inbox(service)).length;
    expect((await deliver(service, text)).status).toBe(200);
    expect((await deliver(service, text)).status).toBe(200);
    expect((await deliver(service, `${text} `)).status).toBe(200);
    expect(await inbox(service)).toHaveLength(before + 2);
  });

  it('twenty deliveries at once of one event make one row', async () => {
    const text = signed(paymentEvent('AT-ONCE'));
    const before = (await inbox(service)).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(service, text)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await inbox(service)).toHaveLength(before + 1);
  });

  it('an order number that no index would take is kept all the same', async () => {
    expect((await deliver(service, signed(paymentEvent('X'.repeat(9_000))))).status).toBe(200);
    expect(await lastEvent(service, 'unmatched')).toMatchObject({ order_no: null });
  });

  it('an event is answered with 201 where the setting says so', async () => {
    const other = await startWebhookService({ WEBHOOK_SUCCESS_STATUS: '201' });
    expect((await deliver(other, signed(paymentEvent('CREATED')))).status).toBe(201);
    await other.close();
  });
});

describe('M70: what is kept', () => {
  const token = { token: '9990001112223334', pg_code: 'credit-card', customer_id: 'cust-77' };

  it('has a keyed hash in place of the token, the same for the same token, and nothing else changes', async () => {
    const [one, two, three] = ['TOKEN-1', 'TOKEN-2', 'TOKEN-3'].map((orderNo, index) =>
      paymentEvent(orderNo, { token: index === 2 ? { ...token, token: '4440001112223335' } : token }),
    );
    const kept: Record<string, unknown>[] = [];
    for (const event of [one, two, three]) {
      await deliver(service, signed(event ?? {}, { scheme: 'autopay' }));
      const { body } = await lastEvent(service, 'unmatched');
      expect(body).not.toMatch(/999000111|444000111/);
      kept.push(JSON.parse(body) as Record<string, unknown>);
    }
    const hashes = kept.map((event) => (event['token'] as typeof token).token);
    expect(hashes[0]).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
    expect(kept[0]).toMatchObject({ ...one, token: { ...token, token: hashes[0] } });
  });

  it('has it however the name of the token is spelled', async () => {
    const text = signed(
      JSON.stringify(paymentEvent('SPELLED-NAME', { token })).replaceAll('"token"', String.raw`"\u0074oken"`),
    );
    expect(text).not.toContain('"token"');
    await deliver(service, text);
    expect((await lastEvent(service, 'unmatched')).body).not.toContain(token.token);
  });
});

describe('M70: what is refused', () => {
  const good = (): string => signed(paymentEvent('REFUSED'));

  it.each([
    ['no signature', () => JSON.stringify(paymentEvent('REFUSED'))],
    ['a signature that is null', () => tampered(good(), { signature: null })],
    ['a signature of another key', () => signed(paymentEvent('REFUSED'), { key: 'somebody-elses-key' })],
    [
      'a signature in capitals',
      () => tampered(good(), { signature: String(JSON.parse(good())['signature']).toUpperCase() }),
    ],
    ['a signed field that was changed', () => tampered(good(), { amount: '2.000' })],
    ['a signed field that was added', () => tampered(good(), { customer_email: 'x@example.com' })],
    ['a member that is given twice', () => good().replace('{', '{"state":"paid",')],
    ['an array', () => '[]'],
  ])('%s is answered with 401, counted, not stored', async (_what, body) => {
    const [rows, refusals] = [(await inbox(service)).length, await counted('ottu_bff_webhooks_refused_total')];
    const answer = await deliver(service, body());
    expect({ status: answer.status, code: answer.body.code, type: answer.type }).toEqual({
      status: 401,
      code: 'webhook_not_verified',
      type: 'application/problem+json',
    });
    expect(await inbox(service)).toHaveLength(rows);
    expect(await counted('ottu_bff_webhooks_refused_total')).toBe(refusals + 1);
  });

  it.each([
    ['broken JSON', '{"amount":', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['text', 'amount=1', 'text/plain', 400],
    ['XML', '<event/>', 'application/xml', 400],
    ['a form of more fields than any event has', 'a=1&'.repeat(1_001), 'application/x-www-form-urlencoded', 400],
    ['more than 1 MB', JSON.stringify({ message: 'x'.repeat(1_048_576) }), 'application/json', 413],
  ])('%s is answered with a problem that says so', async (_what, body, type, status) => {
    const answer = await deliver(service, body, type);
    expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'application/problem+json' });
  });

  it('no answer repeats anything of the event', async () => {
    const answer = await deliver(service, tampered(good(), { amount: '2.000', customer_email: 'secret@example.com' }));
    expect(JSON.stringify(answer.body)).not.toMatch(/REFUSED|secret@example|2\.000/);
  });
});

describe('what operators see', () => {
  it('is the depth of the inbox and the age of the oldest event that is not finished', async () => {
    const { text } = await request(service.url).get('/metrics');
    expect(text).toMatch(/ottu_bff_webhook_inbox_depth\{state="unmatched"\} [1-9]/);
    expect(text).toMatch(/ottu_bff_webhook_inbox_oldest_seconds \d/);
    expect(text).toMatch(/ottu_bff_webhooks_accepted_total\{kind="payment",scheme="standard",key="1",as="stored"\} 1/);
  });

  it('needs the scope events:operate', async () => {
    for (const call of [
      request(service.url).get('/v1/webhook-inbox'),
      request(service.url).post('/v1/webhook-inbox/1/replay'),
    ]) {
      expect((await call.set('authorization', authorization('shop'))).status).toBe(403);
    }
  });
});
