import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { payAtOttu } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import {
  confirmations,
  inbox,
  lastEvent,
  lostCharge,
  paymentEvent,
  paymentThen,
  pendingCharge,
  signed,
  startWebhookService,
  timeline,
} from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startWebhookService();
});
afterAll(async () => service.close());

interface Answer {
  readonly status: number;
  readonly code?: unknown;
}

/** As bytes, so that no client puts a Content-Type where a test gives none. */
async function post(body: Buffer | string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const answer = await fetch(`${service.url}/v1/webhooks/ottu`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  const { code } = (await answer.json()) as { code?: unknown };
  return code === undefined ? { status: answer.status } : { status: answer.status, code };
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('M70: an event whose signature is good is taken, whatever was done to its wrapping', () => {
  it.each([
    ['application/json; charset=iso-8859-1'],
    ['application/json; charset=utf-16'],
    ['application/json; charset="windows-1256"'],
    ['text/json'],
    ['text/plain; charset=us-ascii'],
    ['application/octet-stream'],
    ['application/vnd.ottu.event+json'],
    ['json'],
    [undefined],
  ])('under the Content-Type %s, and its text is UTF-8 all the same', async (type) => {
    const text = signed(paymentEvent('WRAPPED', { customer_first_name: 'نورة', customer_last_name: String(type) }));
    expect(await post(text, type === undefined ? {} : { 'content-type': type })).toEqual({ status: 200 });
    expect(await lastEvent(service, 'unmatched')).toMatchObject({ order_no: 'WRAPPED', body: text });
  });

  it('behind a byte order mark, and it settles its payment', async () => {
    const id = await lostCharge(service, 'MARKED');
    const text = signed(paymentEvent('MARKED'));
    expect(await post(`\uFEFF${text}`, JSON_TYPE)).toEqual({ status: 200 });
    expect(await paymentThen(service, id)).toMatchObject({ state: 'paid' });
    // A reader of stored events is as strict as any other, in the version before this one too.
    expect((await inbox(service)).at(-1)).toMatchObject({ body: text });
  });

  it('as a form behind a byte order mark', async () => {
    const event = paymentEvent('MARKED-FORM', { gateway_response: undefined, pg_params: undefined });
    const fields = Object.entries(JSON.parse(signed(event)) as Record<string, unknown>);
    const form = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, String(value)]));
    const type = { 'content-type': 'application/x-www-form-urlencoded; charset=windows-1252' };
    expect(await post(`\uFEFF${form.toString()}`, type)).toEqual({ status: 200 });
    expect(await lastEvent(service, 'unmatched')).toMatchObject({ order_no: 'MARKED-FORM' });
  });

  it('at nearly 1 MB, with a gateway’s answer inside, and it settles its payment; of that answer nothing is kept', async () => {
    const id = await lostCharge(service, 'LARGE');
    const { signature, ...rest } = JSON.parse(signed(paymentEvent('LARGE'))) as Record<string, unknown>;
    const text = JSON.stringify({ ...rest, gateway_response: { raw: 'x'.repeat(1_040_000) }, signature });
    expect(await post(text, JSON_TYPE)).toEqual({ status: 200 });
    expect(await paymentThen(service, id)).toMatchObject({ state: 'paid' });
    const { gateway_response: _none, ...kept } = rest;
    expect(JSON.parse((await inbox(service)).at(-1)?.body ?? '')).toEqual({
      ...kept,
      signature,
      '(left out)': { members: 1, characters: 1_040_026 },
    });
  });
});

describe('M70: an event that cannot be read', () => {
  const event = (orderNo: string): string => signed(paymentEvent(orderNo));
  const cutOff = (orderNo: string): string => event(orderNo).slice(0, -100);

  it.each<[string, (orderNo: string) => Buffer | string, string]>([
    ['is cut off', cutOff, 'application/json'],
    ['is cut off behind a byte order mark', (orderNo) => `\uFEFF${cutOff(orderNo)}`, 'application/json'],
    ['is wrapped in a page', (orderNo) => `<html><body>${event(orderNo)}</body></html>`, 'text/html'],
    [
      'is not UTF-8',
      (orderNo) => Buffer.from(signed(paymentEvent(orderNo, { message: 'pagué' })), 'latin1'),
      'application/json',
    ],
    ['is UTF-16', (orderNo) => Buffer.from(`\uFEFF${event(orderNo)}`, 'utf16le'), 'application/json; charset=utf-16'],
    [
      'is a form whose header says JSON',
      (orderNo) => `amount=1.000&order_no=${orderNo}&state=paid`,
      'application/json',
    ],
    [
      'has more values than are read',
      (orderNo) => signed(paymentEvent(orderNo)).replace('}', `,"raw":[${'0,'.repeat(20_000)}0]}`),
      'application/json',
    ],
  ])('since it %s is a 400, and one question to Ottu about the open order that it names', async (what, body, type) => {
    const orderNo = `UNREAD-${what.replaceAll(/\W/g, '').slice(0, 28)}`;
    const { id, sessionId } = await pendingCharge(service, orderNo);
    await payAtOttu(service, sessionId);
    const rows = (await inbox(service)).length;
    expect(await post(body(orderNo), { 'content-type': type })).toEqual({ status: 400, code: 'malformed_json' });
    expect(await paymentThen(service, id)).toMatchObject({ state: 'paid' });
    expect(await confirmations(service, id)).toBe(1);
    expect(await inbox(service)).toHaveLength(rows);
  });

  it('and names an order that is settled, or nobody’s, is a 400 and nothing else', async () => {
    const settled = await buyNow(service.url, { body: buyNowBody({ order_no: 'UNREAD-SETTLED' }) });
    const id = settled.body.payment.id as string;
    const before = await timeline(service, id);
    for (const orderNo of ['UNREAD-SETTLED', 'NOBODYS-ORDER', '%00']) {
      expect(await post(cutOff(orderNo), JSON_TYPE)).toEqual({ status: 400, code: 'malformed_json' });
      const form = `order_no=${orderNo}`;
      expect(await post(form, JSON_TYPE)).toEqual({ status: 400, code: 'malformed_json' });
    }
    await service.runDue('Inbox');
    expect(await timeline(service, id)).toEqual(before);
  });

  it('since it is compressed is a 415 that says so', async () => {
    const body = gzipSync(event('COMPRESSED'));
    expect(await post(body, { ...JSON_TYPE, 'content-encoding': 'gzip' })).toEqual({
      status: 415,
      code: 'unsupported_media_type',
    });
  });
});
