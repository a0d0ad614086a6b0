import { createHash, randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { answerLost, CREATE, SESSIONS } from '../support/ottu.ts';
import { SAMPLE_FILES, sampleOfSize } from '../support/sample-files.ts';
import type { TestService } from '../support/service.ts';
import {
  formOf,
  READER,
  received,
  startUploadService,
  upload,
  WRITER,
  type FormEntry,
  type UploadAnswer,
} from './uploads.ts';

let service: TestService;

beforeAll(async () => {
  service = await startUploadService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const ATTACHMENT: FormEntry = ['attachment', { name: 'invoice.pdf', content: SAMPLE_FILES.pdf }];

/** The four main members (F2.1), changed: undefined leaves one out, a list is its name several times. */
function fields(changes: Readonly<Record<string, string | readonly string[] | undefined>> = {}): FormEntry[] {
  const all = {
    type: 'e_commerce',
    amount: '12.5',
    currency_code: 'KWD',
    pg_codes: ['credit-card', 'knet'],
    ...changes,
  };
  return Object.entries(all).flatMap(([name, value]) => [value ?? []].flat().map((each): FormEntry => [name, each]));
}

async function create(form: FormData, headers: Readonly<Record<string, string>> = {}): Promise<UploadAnswer> {
  return upload(service, form, { ...WRITER, ...headers }, '/v1/payment-transactions');
}

async function paymentOf(answer: UploadAnswer): Promise<Record<string, unknown>> {
  const path = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
  const response = await fetch(service.url + path, { headers: READER });
  return ((await response.json()) as { payment: Record<string, unknown> }).payment;
}

describe('a create with a file (F2.2)', () => {
  it("reaches Ottu as it came, with an order number and our webhook, and Ottu's own answer comes back", async () => {
    const answer = await create(
      formOf(...fields({ customer_email: 'noura@example.com', generate_qr_code: 'true' }), ATTACHMENT),
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      state: 'created',
      amount: '12.500',
      customer_email: 'noura@example.com',
      attachment: expect.stringContaining('invoice'),
    });
    expect(answer.headers.get('location')).toBe(`/v1/payment-transactions/${String(answer.body['session_id'])}`);
    const [sent] = received(service, CREATE);
    expect(sent?.fields).toMatchObject({
      amount: ['12.5'],
      pg_codes: ['credit-card', 'knet'],
      generate_qr_code: ['true'],
      customer_email: ['noura@example.com'],
    });
    expect(sent?.fields['webhook_url']).toEqual([expect.stringContaining('/v1/webhooks/ottu')]);
    const digest = createHash('sha256').update(SAMPLE_FILES.pdf).digest('hex');
    expect(sent?.files).toMatchObject([{ field: 'attachment', filename: 'invoice.pdf', sha256: digest }]);
  });

  it('has a payment of its own', async () => {
    const answer = await create(formOf(...fields(), ATTACHMENT));
    const payment = await paymentOf(answer);
    expect(payment).toMatchObject({
      state: 'created',
      amount: '12.500',
      currency_code: 'KWD',
      session_id: answer.body['session_id'],
    });
    expect(received(service, CREATE)[0]?.fields['order_no']).toEqual([payment['order_no']]);
  });

  it("keeps the caller's own order number and webhook", async () => {
    const own = { order_no: `OWN-${randomUUID().slice(0, 8)}`, webhook_url: 'https://shop.example.com/ottu' };
    expect((await create(formOf(...fields(own), ATTACHMENT))).status).toBe(201);
    expect(received(service, CREATE)[0]?.fields).toMatchObject({
      order_no: [own.order_no],
      webhook_url: [own.webhook_url],
    });
  });

  it('is a plain create where it is JSON, on the same path', async () => {
    const response = await fetch(`${service.url}/v1/payment-transactions`, {
      method: 'POST',
      headers: { ...WRITER, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'e_commerce', amount: '1.000', currency_code: 'KWD', pg_codes: ['credit-card'] }),
    });
    expect(response.status).toBe(201);
  });
});

describe('what is wrong is told at once, and nothing is created', () => {
  const object = { message: expect.stringContaining('cannot be sent in a form') };

  it.each<[string, FormEntry[], string[]]>([
    ['no file', fields(), ['/attachment']],
    ['no fields', [ATTACHMENT], ['/type', '/amount', '/currency_code', '/pg_codes']],
    [
      'wrong values',
      [...fields({ type: 'x', amount: '1.0005', language: 'fr' }), ATTACHMENT],
      ['/type', '/amount', '/language'],
    ],
    ['a flag that is none', [...fields({ generate_qr_code: 'yes' }), ATTACHMENT], ['/generate_qr_code']],
    ['a number that is none', [...fields({ initiator_id: 'me' }), ATTACHMENT], ['/initiator_id']],
    ['a member given twice', [...fields({ amount: ['1', '2'] }), ATTACHMENT], ['/amount']],
    [
      'an auto_debit, which needs an agreement',
      [...fields({ payment_type: 'auto_debit', customer_id: 'c' }), ATTACHMENT],
      ['/agreement'],
    ],
    [
      'a bad file and a bad field',
      [...fields({ language: 'fr' }), ['attachment', { name: 'a.exe', content: Buffer.from('MZ') }]],
      ['/language', '/attachment'],
    ],
    ['a field behind the file', [...fields(), ATTACHMENT, ['language', 'ar']], ['/language']],
    ['two files', [...fields(), ATTACHMENT, ATTACHMENT], ['/attachment']],
    [
      'a file too large',
      [...fields(), ['attachment', { name: 'a.pdf', content: sampleOfSize('pdf', 2.5 * 1024 * 1024 + 1) }]],
      ['/attachment'],
    ],
  ])('a form with %s is refused with a pointer for each fault', async (_what, entries, pointers) => {
    const answer = await create(formOf(...entries));
    expect([400, 413]).toContain(answer.status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body['outcome']).toBe('none');
    expect(answer.pointers.toSorted()).toEqual(pointers.toSorted());
    expect(received(service, CREATE)).toEqual([]);
  });

  it.each([
    'payment_instrument',
    'payment_instrument.payload',
    'payment_instrument[instrument_type]',
    'billing_address',
    'extra',
    'a.b',
  ])('an object has no place in a form: %s', async (name) => {
    const answer = await create(formOf([name, '{}'], ...fields(), ATTACHMENT));
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toContainEqual({ pointer: `/${name}`, ...object });
    expect(service.simulator.requests(SESSIONS)).toEqual([]);
    expect(service.simulator.ledger()).toEqual([]);
  });

  it('a key without the scope is refused', async () => {
    expect((await create(formOf(...fields(), ATTACHMENT), READER)).body['code']).toBe('scope_missing');
  });
});

describe('M5, M8, M9: a create with an Idempotency-Key', () => {
  it('the same form again creates nothing anew', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await create(formOf(...fields(), ATTACHMENT), key);
    const again = await create(formOf(...fields(), ATTACHMENT), key);
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body['session_id']).toBe(first.body['session_id']);
    expect(received(service, CREATE)).toHaveLength(1);
  });

  it.each<[string, FormEntry[]]>([
    ['another field', [...fields({ amount: '13' }), ATTACHMENT]],
    ['another name', [...fields(), ['attachment', { name: 'b.pdf', content: SAMPLE_FILES.pdf }]]],
    [
      'another content',
      [
        ...fields(),
        ['attachment', { name: 'invoice.pdf', content: Buffer.concat([SAMPLE_FILES.pdf, Buffer.from('x')]) }],
      ],
    ],
  ])('%s is another request', async (_what, entries) => {
    const key = { 'idempotency-key': randomUUID() };
    await create(formOf(...fields(), ATTACHMENT), key);
    expect((await create(formOf(...entries), key)).body['code']).toBe('idempotency_key_reused');
  });

  it('after a file that was broken off, the same key may be used again', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const own = fields({ order_no: `OWN-${randomUUID().slice(0, 8)}` });
    const large = sampleOfSize('pdf', 2.5 * 1024 * 1024 + 1);
    const refused = await create(formOf(...own, ['attachment', { name: 'a.pdf', content: large }]), key);
    expect(refused.body).toMatchObject({ code: 'payload_too_large', outcome: 'none', payment: { outcome: 'none' } });
    const better = await create(
      formOf(...own, ['attachment', { name: 'a.pdf', content: large.subarray(0, 100_000) }]),
      key,
    );
    expect(better.status).toBe(201);
    expect(received(service, CREATE)).toHaveLength(1);
  });
});

describe('what Ottu says', () => {
  it('a refusal of the file becomes a pointer', async () => {
    service.simulator.setFaults([
      {
        match: CREATE,
        fault: { kind: 'status', status: 400, body: { attachment: ['Too odd.'] } },
      },
    ]);
    const answer = await create(formOf(...fields(), ATTACHMENT));
    expect(answer.body).toMatchObject({
      code: 'ottu_rejected',
      outcome: 'none',
      errors: [{ pointer: '/attachment', message: 'Too odd.' }],
    });
  });

  it('a lost answer is not repeated, and nobody can pay what was handed to nobody', async () => {
    service.simulator.setFaults([answerLost(CREATE)]);
    const answer = await create(formOf(...fields(), ATTACHMENT));
    expect(answer.status).toBeGreaterThanOrEqual(502);
    expect(answer.body).toMatchObject({ outcome: 'none', payment: { outcome: 'unknown' } });
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });
});
