import { createHash } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { eventually } from '../support/eventually.ts';
import { answerLost, PATCH, PUT, SESSIONS } from '../support/ottu.ts';
import { SAMPLE_FILES, sampleOfSize } from '../support/sample-files.ts';
import type { TestService } from '../support/service.ts';
import { formOf, READER, received, startUploadService, upload, WRITER, type FormEntry } from './uploads.ts';

let service: TestService;

beforeAll(async () => {
  service = await startUploadService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const ATTACHMENT: FormEntry = ['attachment', { name: 'invoice.pdf', content: SAMPLE_FILES.pdf }];
const TOO_LARGE: FormEntry = ['attachment', { name: 'a.pdf', content: sampleOfSize('pdf', 2.5 * 1024 * 1024 + 1) }];
const WHOLE: FormEntry[] = [
  ['type', 'e_commerce'],
  ['amount', '14.5'],
  ['currency_code', 'KWD'],
  ['pg_codes', 'credit-card'],
];
const DIGEST = createHash('sha256').update(SAMPLE_FILES.pdf).digest('hex');

interface Created {
  readonly session: string;
  readonly orderNo: string;
  readonly payment: string;
}

async function created(changes: Record<string, unknown> = {}): Promise<Created> {
  const { body, headers } = await request(service.url)
    .post('/v1/payment-transactions')
    .set(WRITER)
    .send({ type: 'e_commerce', amount: '12.5', currency_code: 'KWD', pg_codes: ['credit-card'], ...changes })
    .expect(201);
  const payment = /<([^>]+)>/.exec(String(headers['link']))?.[1] ?? '';
  return { session: body.session_id as string, orderNo: body.order_no as string, payment };
}

async function paymentAt(path: string): Promise<Record<string, unknown>> {
  return (await request(service.url).get(path).set(READER)).body.payment as Record<string, unknown>;
}

async function timelineAt(path: string): Promise<{ event: string; details: Record<string, unknown> }[]> {
  return (await request(service.url).get(`${path}/timeline`).set(READER)).body.entries;
}

const change = async (method: 'PATCH' | 'PUT', session: string, ...entries: FormEntry[]) =>
  upload(service, formOf(...entries), WRITER, `/v1/payment-transactions/${session}`, method);

describe('F2.9, M61: a change with a file', () => {
  it('PATCH reaches Ottu as it came, and the amount that its answer shows is ours', async () => {
    const { session, payment } = await created();
    const answer = await change(
      'PATCH',
      session,
      ['amount', '13.5'],
      ['customer_email', 'noura@example.com'],
      ATTACHMENT,
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ amount: '13.500', attachment: expect.stringContaining('invoice') });
    const [sent] = received(service, PATCH);
    expect(sent?.fields).toEqual({ amount: ['13.5'], customer_email: ['noura@example.com'] });
    expect(sent?.files).toMatchObject([{ field: 'attachment', filename: 'invoice.pdf', sha256: DIGEST }]);
    expect(await paymentAt(payment)).toMatchObject({ amount: '13.500' });
    expect((await timelineAt(payment)).find(({ event }) => event === 'changing')?.details).toMatchObject({
      members: ['amount', 'customer_email', 'attachment'],
    });
  });

  it('PATCH with the file alone leaves the rest as it is', async () => {
    const { session, payment } = await created();
    expect((await change('PATCH', session, ATTACHMENT)).status).toBe(200);
    expect(received(service, PATCH)[0]?.fields).toEqual({});
    expect(await paymentAt(payment)).toMatchObject({ amount: '12.500' });
  });

  it('PUT gets the stored order number and our webhook', async () => {
    const { session, orderNo, payment } = await created();
    expect((await change('PUT', session, ...WHOLE, ATTACHMENT)).status).toBe(200);
    expect(received(service, PUT)[0]?.fields).toMatchObject({
      amount: ['14.5'],
      order_no: [orderNo],
      webhook_url: [expect.stringContaining('/v1/webhooks/ottu')],
    });
    expect(await paymentAt(payment)).toMatchObject({ amount: '14.500' });
  });

  it.each<['PATCH' | 'PUT', string, FormEntry[], string[]]>([
    ['PATCH', 'no file', [['amount', '1']], ['/attachment']],
    ['PUT', 'no fields', [ATTACHMENT], ['/type', '/amount', '/currency_code', '/pg_codes']],
    ['PATCH', 'another order number', [['order_no', 'OTHER'], ATTACHMENT], ['/order_no']],
    ['PATCH', 'an instrument', [['payment_instrument', '{}'], ATTACHMENT], ['/payment_instrument']],
    [
      'PATCH',
      'an instrument inside',
      [['payment_instrument[payload]', 'x'], ATTACHMENT],
      ['/payment_instrument[payload]'],
    ],
    [
      'PUT',
      'digits that would be lost',
      [...WHOLE.slice(2), ['type', 'e_commerce'], ['amount', '1.0005'], ATTACHMENT],
      ['/amount'],
    ],
    ['PATCH', 'a file too large', [['amount', '13'], TOO_LARGE], ['/attachment']],
    ['PATCH', 'a field behind the file', [ATTACHMENT, ['amount', '13']], ['/amount']],
  ])('%s with %s is refused with a pointer, nothing is changed, and the next change goes through', async (...row) => {
    const [method, , entries, pointers] = row;
    const { session, payment } = await created();
    const answer = await change(method, session, ...entries);
    expect([400, 413]).toContain(answer.status);
    expect(answer.pointers.toSorted()).toEqual(pointers.toSorted());
    expect([...received(service, PATCH), ...received(service, PUT)]).toEqual([]);
    expect(await paymentAt(payment)).toMatchObject({ amount: '12.500' });
    expect((await change('PATCH', session, ['amount', '13.5'], ATTACHMENT)).status).toBe(200);
    expect(await paymentAt(payment)).toMatchObject({ amount: '13.500' });
  });

  it('M52: a lost answer is not repeated, and a retrieve finds the amount', async () => {
    const { session, payment } = await created();
    service.simulator.setFaults([answerLost(PATCH)]);
    expect((await change('PATCH', session, ['amount', '13.5'], ATTACHMENT)).status).toBeGreaterThanOrEqual(502);
    expect(service.simulator.requests(PATCH)).toHaveLength(1);
    await eventually(async () => (await paymentAt(payment))['amount'] === '13.500');
    expect((await timelineAt(payment)).map(({ event }) => event)).toContain('change_lost');
  });

  it('of a session that nobody knows is Ottu’s to refuse, and a key without the scope is refused before', async () => {
    expect((await change('PATCH', 'f'.repeat(40), ['amount', '1'], ATTACHMENT)).status).toBe(404);
    const before = service.simulator.requests(SESSIONS).length;
    const refused = await upload(service, formOf(ATTACHMENT), READER, '/v1/payment-transactions/x', 'PATCH');
    expect(refused.body['code']).toBe('scope_missing');
    expect(service.simulator.requests(SESSIONS)).toHaveLength(before);
  });
});
