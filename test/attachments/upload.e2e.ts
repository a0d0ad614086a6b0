import { createHash } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Fault } from '../../sandbox/simulator.ts';
import { UPLOAD } from '../support/ottu.ts';
import { SAMPLE_FILES, sampleOfSize, type SampleKind } from '../support/sample-files.ts';
import type { TestService } from '../support/service.ts';
import { fileOf, formOf, READER, received, startUploadService, upload, WRITER, type FormEntry } from './uploads.ts';

const LIMIT = 2.5 * 1024 * 1024;
let service: TestService;

beforeAll(async () => {
  service = await startUploadService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

async function newSession(orderNo = 'ORD-1'): Promise<string> {
  const response = await fetch(`${service.simulator.url}/b/checkout/v1/pymt-txn/`, {
    method: 'POST',
    headers: { authorization: `Api-Key ${service.simulator.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'e_commerce',
      amount: '1.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      order_no: orderNo,
    }),
  });
  return ((await response.json()) as { session_id: string }).session_id;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('an upload reaches Ottu as it came', () => {
  it.each(Object.keys(SAMPLE_FILES) as SampleKind[])('a .%s file arrives byte for byte', async (kind) => {
    const content = SAMPLE_FILES[kind];
    const answer = await upload(service, formOf(fileOf(`a file.${kind}`, content)));
    expect(answer.status).toBe(200);
    expect(answer.type).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({
      file_url: expect.stringContaining('payment_transactions/attachments/'),
      original_filename: `a file.${kind}`,
    });
    expect(received(service)).toMatchObject([
      {
        fields: {},
        files: [{ field: 'file', filename: `a file.${kind}`, sha256: sha256(content), bytes: content.length }],
      },
    ]);
  });

  it('a file of exactly 2.5 MB passes, while it comes in', async () => {
    const content = sampleOfSize('pdf', LIMIT);
    expect((await upload(service, formOf(fileOf('big.pdf', content)))).status).toBe(200);
    expect(received(service)).toMatchObject([{ files: [{ bytes: LIMIT, sha256: sha256(content) }] }]);
  });

  it('a name in Arabic is kept', async () => {
    const answer = await upload(service, formOf(fileOf('فاتورة.pdf')));
    expect(answer.body['original_filename']).toBe('فاتورة.pdf');
  });

  it('fields before, after and around the file are kept, and those that Ottu may add tomorrow', async () => {
    const session = await newSession();
    const answer = await upload(
      service,
      formOf(['shortify_attachment_url', 'true'], fileOf(), ['session_id', session], ['folder', 'invoices']),
    );
    expect(answer.status).toBe(200);
    expect(answer.body['attachment_short_url']).toEqual(expect.any(String));
    expect(received(service)[0]?.fields).toMatchObject({
      shortify_attachment_url: ['true'],
      session_id: [session],
      folder: ['invoices'],
    });
  });

  it('an order number may stand in place of a session', async () => {
    await newSession('ORD-7');
    expect((await upload(service, formOf(['order_no', 'ORD-7'], fileOf()))).status).toBe(200);
  });

  it("the upload bears the service's own key, and never the caller's", async () => {
    await upload(service, formOf(fileOf()));
    const [request] = service.simulator.requests(UPLOAD);
    expect(request?.headers['authorization']).toBe(`Api-Key ${service.simulator.apiKey}`);
    expect(JSON.stringify(request?.headers)).not.toContain(WRITER.authorization.slice(8));
  });
});

describe('what is wrong with a form is told at once, and Ottu never gets a whole one', () => {
  const exe = Buffer.from('4d5a90000300000004000000ffff0000', 'hex');

  it.each<[string, FormEntry[], string[]]>([
    ['no file', [['order_no', 'O']], ['/file']],
    ['nothing', [], ['/file']],
    ['a name that reaches into prototypes', [['__proto__', 'x'], fileOf()], ['']],
    ['an object by a dotted name', [['payment_instrument.payload', 'x'], fileOf()], ['/payment_instrument.payload']],
    ['an object by brackets', [['extra[a]', 'x'], fileOf()], ['/extra[a]']],
    ['a field twice that is not known', [['folder', 'a'], ['folder', 'b'], fileOf()], ['/folder']],
    ['a NUL in a field', [['order_no', 'a\0b'], fileOf()], ['/order_no']],
    ['a name that turns its end', [fileOf('invoice\u202efdp.exe.pdf')], ['/file']],
    ['a text in place of the file', [['file', 'hello']], ['/file']],
    ['an empty file', [fileOf('a.pdf', Buffer.alloc(0))], ['/file']],
    ['an extension that Ottu does not take', [fileOf('a.exe', exe)], ['/file']],
    ['a content that its name denies', [fileOf('a.pdf', exe)], ['/file']],
    ['a name of 101 characters', [fileOf(`${'n'.repeat(97)}.pdf`)], ['/file']],
    ['a file under another name', [['attachment', { name: 'a.pdf', content: SAMPLE_FILES.pdf }]], ['/attachment']],
    ['two files', [fileOf(), fileOf('b.pdf')], ['/file']],
    ['a second file under another name', [fileOf(), ['more', { name: 'b.pdf', content: SAMPLE_FILES.pdf }]], ['/more']],
    [
      'both identifiers before the file',
      [['session_id', 's'], ['order_no', 'O'], fileOf()],
      ['/session_id', '/order_no'],
    ],
    [
      'both identifiers, one after the file',
      [['session_id', 's'], fileOf(), ['order_no', 'O']],
      ['/session_id', '/order_no'],
    ],
    ['a short address for nothing', [fileOf(), ['shortify_attachment_url', 'true']], ['/shortify_attachment_url']],
    [
      'a flag that is none, and a bad file',
      [['shortify_attachment_url', 'on'], fileOf('a.exe', exe)],
      ['/shortify_attachment_url', '/file'],
    ],
    ['a payment instrument', [['payment_instrument', '{}'], fileOf()], ['/payment_instrument']],
    [
      'a NUL late in a text',
      [fileOf('a.txt', Buffer.concat([sampleOfSize('txt', 200_000), Buffer.from([0])]))],
      ['/file'],
    ],
  ])('a form with %s is refused', async (_what, entries, pointers) => {
    const answer = await upload(service, formOf(...entries));
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 400, type: 'application/problem+json' });
    expect(answer.body['code']).toBe('validation_failed');
    expect(answer.pointers).toEqual(pointers);
    expect(received(service)).toEqual([]);
  });

  it('a file of one byte more than 2.5 MB is refused', async () => {
    const answer = await upload(service, formOf(fileOf('big.pdf', sampleOfSize('pdf', LIMIT + 1))));
    expect(answer).toMatchObject({ status: 413, type: 'application/problem+json', pointers: ['/file'] });
    expect(answer.body['code']).toBe('payload_too_large');
    expect(received(service)).toEqual([]);
  });

  it('a file far beyond the limit is refused by its announced length', async () => {
    const answer = await upload(service, formOf(fileOf('big.pdf', sampleOfSize('pdf', 8 * 1024 * 1024))));
    expect(answer.status).toBe(413);
    // What an upload before this one left half done may still be on its way into the record.
    expect(received(service)).toEqual([]);
  });

  it('a body that is no form is refused', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/mixed; boundary=x', 'multipart']) {
      const response = await fetch(`${service.url}/v1/attachments`, {
        method: 'POST',
        body: '{}',
        headers: { ...WRITER, 'content-type': type },
      });
      expect({ type, status: response.status }).toEqual({ type, status: 415 });
    }
  });
});

describe('who may upload', () => {
  it.each([
    ['no key', {}, 401, 'service_key_missing'],
    ['a wrong key', { authorization: 'Api-Key nobody.secret' }, 401, 'service_key_invalid'],
    ['a key without the scope', READER, 403, 'scope_missing'],
    ['a browser', { ...WRITER, origin: 'https://shop.example' }, 403, 'server_to_server_only'],
  ])('%s is refused', async (_who, headers, status, code) => {
    const answer = await upload(service, formOf(fileOf()), headers);
    expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
    expect(received(service)).toEqual([]);
  });
});

describe("Ottu's own refusals", () => {
  it.each<[string, FormEntry, string]>([
    ['an unknown session', ['session_id', 'f'.repeat(40)], '/session_id'],
    ['an unknown order number', ['order_no', 'nobody-has-it'], '/order_no'],
  ])('%s becomes a pointer', async (_what, entry, pointer) => {
    const answer = await upload(service, formOf(entry, fileOf()));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'ottu_rejected',
      errors: [{ pointer, message: expect.stringContaining('not found') }],
    });
  });

  it.each<[string, Fault, number, string]>([
    [
      'a plain text for a field (E7)',
      { kind: 'status', status: 400, body: { attachment_short_url: 'Needs a session.' } },
      400,
      'ottu_rejected',
    ],
    ['a list of texts (E1)', { kind: 'status', status: 400, body: { file: ['Too odd.'] } }, 400, 'ottu_rejected'],
    ['a plain detail (E3)', { kind: 'status', status: 400, body: { detail: 'No.' } }, 400, 'ottu_rejected'],
    ['401', { kind: 'status', status: 401, body: { detail: 'Invalid API key.' } }, 502, 'ottu_refused_credentials'],
    ['403', { kind: 'status', status: 403, body: { detail: 'Not allowed.' } }, 502, 'ottu_refused_credentials'],
    ['500', { kind: 'status', status: 500 }, 502, 'ottu_failed'],
    ['423', { kind: 'status', status: 423 }, 503, 'ottu_locked'],
    ['404', { kind: 'status', status: 404 }, 404, 'not_found'],
    ['413', { kind: 'status', status: 413 }, 413, 'payload_too_large'],
    ['HTML', { kind: 'html' }, 502, 'ottu_bad_answer'],
    ['an empty body', { kind: 'empty' }, 502, 'ottu_bad_answer'],
    ['half a JSON', { kind: 'malformed' }, 502, 'ottu_bad_answer'],
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 503, 'ottu_throttled'],
  ])('%s has its own problem', async (_what, fault, status, code) => {
    service.simulator.setFaults([{ match: UPLOAD, fault }]);
    const answer = await upload(service, formOf(fileOf()));
    expect({ status: answer.status, type: answer.type, code: answer.body['code'] }).toEqual({
      status,
      type: 'application/problem+json',
      code,
    });
  });

  it.each<[string, Fault]>([
    ['the answer is lost', { kind: 'answer_lost' }],
    ['the connection is reset before anything happens', { kind: 'reset_before' }],
    ['the answer is cut off', { kind: 'truncated' }],
    ['Ottu is out of order', { kind: 'status', status: 503 }],
  ])('an upload is not repeated by itself where %s', async (_what, fault) => {
    service.simulator.setFaults([{ match: UPLOAD, fault }]);
    const answer = await upload(service, formOf(fileOf()));
    expect(answer.status).toBeGreaterThanOrEqual(502);
    expect(answer.type).toBe('application/problem+json');
    expect(service.simulator.requests(UPLOAD)).toHaveLength(1);
  });

  it('Ottu names the field of its answer; the caller is shown the own one', async () => {
    service.simulator.setFaults([
      {
        match: UPLOAD,
        fault: { kind: 'status', status: 400, body: { attachment_short_url: 'Needs a session.' } },
      },
    ]);
    expect((await upload(service, formOf(fileOf()))).pointers).toEqual(['/shortify_attachment_url']);
  });
});
