import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, basic, call, order } from '../testing/client.ts';

const UPLOAD = '/b/checkout/v1/upload-attachment/';
const MAX = 2.5 * 1024 * 1024;
const bytes = (size: number) => new Blob([new Uint8Array(size).fill(65)]);

describe('attachments', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await createSimulator({
      users: [{ username: 'viewer', password: 'p', permissions: ['Can view e-commerce payments'], pg_codes: [] }],
    });
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  async function send(path: string, parts: readonly (readonly [string, string | Blob, string?])[], headers = {}) {
    const form = new FormData();
    for (const [name, value, filename] of parts) {
      if (typeof value === 'string') form.append(name, value);
      else form.append(name, value, filename);
    }
    const response = await fetch(simulator.url + path, {
      method: 'POST',
      headers: { authorization: `Api-Key ${simulator.apiKey}`, ...headers },
      body: form,
    });
    return { status: response.status, body: (await response.json()) as JsonObject };
  }

  it('F5: keeps a file and answers a relative URL; a second one of that name gets a suffix', async () => {
    const first = await send(UPLOAD, [['file', bytes(10), 'invoice.pdf']]);
    expect(first).toEqual({
      status: 200,
      body: { file_url: 'payment_transactions/attachments/invoice.pdf', original_filename: 'invoice.pdf' },
    });
    const second = await send(UPLOAD, [['file', bytes(10), 'invoice.pdf']]);
    expect(second.body['file_url']).toMatch(/^payment_transactions\/attachments\/invoice_[0-9a-f]{7}\.pdf$/);
    const stored = await fetch(`${simulator.url}/media/${String(first.body['file_url'])}`);
    expect(await stored.text()).toBe('A'.repeat(10));
  });

  it('F5: takes 2.5 MB and no byte more', async () => {
    expect((await send(UPLOAD, [['file', bytes(MAX), 'a.txt']])).status).toBe(200);
    expect(await send(UPLOAD, [['file', bytes(MAX + 1), 'a.txt']])).toEqual({
      status: 400,
      body: { file: 'The file must not be larger than 2.5 MB.' },
    });
  });

  it('F5: links to a transaction by session or order number, whichever side of the file it comes on', async () => {
    const { body } = await call(simulator, 'POST', CREATE, order());
    const id = String(body['session_id']);
    const linked = await send(UPLOAD, [
      ['file', bytes(3), 'a.pdf'],
      ['session_id', id],
      ['shortify_attachment_url', 'true'],
    ]);
    expect(linked.body['attachment_short_url']).toMatch(/\/b\/[0-9a-f]{8}$/);
    const seen = (await call(simulator, 'GET', `${CREATE}${id}/`)).body;
    expect(seen).toMatchObject({
      attachment: `${simulator.url}/media/payment_transactions/attachments/a.pdf`,
      attachment_short_url: linked.body['attachment_short_url'],
    });
    expect(
      (
        await send(UPLOAD, [
          ['order_no', 'ORD-1'],
          ['file', bytes(3), 'b.pdf'],
        ])
      ).status,
    ).toBe(200);
  });

  it.each<[string, readonly (readonly [string, string | Blob, string?])[], JsonObject]>([
    ['no file', [['session_id', 'x']], { file: 'No file was submitted.' }],
    [
      'another extension',
      [['file', bytes(1), 'a.exe']],
      {
        file: 'File extension “exe” is not allowed. Allowed extensions are: pdf, jpeg, png, doc, docx, jpg, xls, xlsx, txt.',
      },
    ],
    [
      'a long name',
      [['file', bytes(1), `${'a'.repeat(97)}.pdf`]],
      { file: 'Ensure this filename has at most 100 characters (it has 101).' },
    ],
    ['an empty file', [['file', bytes(0), 'a.pdf']], { file: 'The submitted file is empty.' }],
    [
      'both identifiers',
      [
        ['session_id', 'a'],
        ['order_no', 'b'],
        ['file', bytes(1), 'a.pdf'],
      ],
      {
        session_id: 'Send either session_id or order_no, not both.',
        order_no: 'Send either session_id or order_no, not both.',
      },
    ],
    [
      'an unknown session',
      [
        ['session_id', 'a'],
        ['file', bytes(1), 'a.pdf'],
      ],
      { session_id: 'Payment transaction not found.' },
    ],
    [
      'an unknown order',
      [
        ['order_no', 'a'],
        ['file', bytes(1), 'a.pdf'],
      ],
      { order_no: 'Payment transaction not found.' },
    ],
    [
      'shortening without a transaction',
      [
        ['shortify_attachment_url', 'true'],
        ['file', bytes(1), 'a.pdf'],
      ],
      { attachment_short_url: 'A session_id or order_no is required to shorten the attachment URL.' },
    ],
  ])('F5: refuses %s with plain strings', async (_, parts, body) => {
    expect(await send(UPLOAD, parts)).toEqual({ status: 400, body });
  });

  it('F5: takes multipart only, from callers who may add', async () => {
    expect((await call(simulator, 'POST', UPLOAD, { file: 'x' })).status).toBe(415);
    const parts = [['file', bytes(1), 'a.pdf']] as const;
    expect((await send(UPLOAD, parts, basic('viewer', 'p'))).status).toBe(403);
    expect((await send(UPLOAD, parts, { authorization: 'Api-Key no' })).status).toBe(401);
  });

  it('F2.2: creates from a form with an attachment, and refuses a wrong one among the other problems', async () => {
    const fields = [
      ['type', 'e_commerce'],
      ['amount', '2.5'],
      ['currency_code', 'KWD'],
    ] as const;
    const codes = [
      ['pg_codes', 'credit-card'],
      ['pg_codes', 'knet'],
    ] as const;
    const created = await send(CREATE, [...fields, ...codes, ['attachment', bytes(5), 'terms.docx']]);
    expect(created).toMatchObject({
      status: 201,
      body: {
        amount: '2.500',
        pg_codes: ['credit-card', 'knet'],
        attachment: `${simulator.url}/media/payment_transactions/attachments/terms.docx`,
      },
    });
    const refused = await send(CREATE, [...fields, ['attachment', bytes(MAX + 1), 'a.pdf']]);
    expect(refused.body).toEqual({
      pg_codes: ['This field is required.'],
      attachment: ['The file must not be larger than 2.5 MB.'],
    });
    const nested = await send(CREATE, [...fields, ...codes, ['notifications', '{}']]);
    expect(nested.body).toEqual({ notifications: ['Invalid data. Expected a dictionary, but got str.'] });
  });

  it('records the outline of a multipart body, not its bytes', async () => {
    await send(UPLOAD, [
      ['order_no', 'ORD-9'],
      ['file', bytes(5), 'a.pdf'],
    ]);
    expect(simulator.requests()[0]).toMatchObject({
      raw_body: '',
      multipart: {
        fields: { order_no: ['ORD-9'] },
        files: [
          { field: 'file', filename: 'a.pdf', bytes: 5, sha256: createHash('sha256').update('AAAAA').digest('hex') },
        ],
      },
    });
  });

  it('answers 400 to a multipart body that is broken', async () => {
    const reply = await call(simulator, 'POST', CREATE, 'garbage', { 'content-type': 'multipart/form-data' });
    expect([reply.status, reply.body['detail']]).toEqual([
      400,
      expect.stringMatching(/^Multipart form parse error - /),
    ]);
  });

  it('faults strike uploads too', async () => {
    simulator.setFaults([{ match: { path: UPLOAD }, fault: { kind: 'status', status: 503 } }]);
    expect((await send(UPLOAD, [['file', bytes(MAX), 'a.pdf']])).status).toBe(503);
  });
});
