import { request } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { TestService } from '../support/service.ts';
import { fileOf, formOf, READER, startUploadService } from './uploads.ts';

let service: TestService;

beforeAll(async () => {
  service = await startUploadService();
});
afterAll(async () => service.close());

/** fetch sends no body with GET, and an operator route is the one kind here that searches bodies. */
async function send(
  method: string,
  path: string,
  body: FormData,
  { chunked = false } = {},
): Promise<{ status: number; code: unknown }> {
  const encoded = new Response(body);
  const bytes = Buffer.from(await encoded.arrayBuffer());
  const length = chunked ? {} : { 'content-length': bytes.length };
  const headers = { ...READER, 'content-type': encoded.headers.get('content-type') ?? '', ...length };
  return new Promise((resolve, reject) => {
    const sent = request(service.url + path, { method, headers }, (answer) => {
      text(answer).then(
        (heard) => resolve({ status: answer.statusCode ?? 0, code: (JSON.parse(heard) as { code: unknown }).code }),
        reject,
      );
    });
    sent.on('error', reject);
    if (chunked) sent.setHeader('transfer-encoding', 'chunked');
    sent.end(bytes);
  });
}

describe('promise 2: on every other route multipart bodies are still searched', () => {
  it.each([
    ['a field', formOf(['payment_instrument', '{}'])],
    ['a file', formOf(['payment_instrument', { name: 'a.pdf', content: Buffer.from('x') }])],
    ['a field inside an object', formOf(['a[payment_instrument]', 'x'])],
    ['a JSON text in a field', formOf(['order', '{"payment_instrument":{}}'])],
    ['a field behind a file', formOf(fileOf(), ['payment_instrument', 'x'])],
  ])('payment_instrument as %s is refused', async (_what, form) => {
    expect(await send('GET', '/v1/payments/pay_x', form)).toEqual({ status: 403, code: 'server_to_server_only' });
  });

  it('a harmless form passes the guard', async () => {
    expect(await send('GET', '/v1/payments/pay_x', formOf(['note', 'hello']))).toMatchObject({ status: 404 });
  });

  it.each([false, true])('they are limited as all bodies are (in chunks: %s)', async (chunked) => {
    const form = formOf(fileOf('a.pdf', Buffer.alloc(300_000)));
    expect(await send('GET', '/v1/payments/pay_x', form, { chunked })).toEqual({
      status: 413,
      code: 'payload_too_large',
    });
  });
});
