import { describe, expect, it } from '@jest/globals';

import { multipart, type MultipartFile } from './multipart.ts';

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of body) all.push(piece);
  return Buffer.concat(all);
}

const file = (changes: Partial<MultipartFile> = {}): MultipartFile => ({
  field: 'file',
  fileName: 'invoice.pdf',
  contentType: 'application/pdf',
  content: pieces('ab', 'cd'),
  ...changes,
});

describe('a multipart body', () => {
  it('has the fields, then the file, as they are', async () => {
    const { contentType, body } = multipart(
      [
        ['session_id', 'abc'],
        ['note', 'عربي\r\n'],
      ],
      file(),
      'B',
    );
    expect(contentType).toBe('multipart/form-data; boundary=B');
    expect((await bytesOf(body)).toString()).toBe(
      '--B\r\ncontent-disposition: form-data; name="session_id"\r\n\r\nabc\r\n' +
        '--B\r\ncontent-disposition: form-data; name="note"\r\n\r\nعربي\r\n\r\n' +
        '--B\r\ncontent-disposition: form-data; name="file"; filename="invoice.pdf"\r\ncontent-type: application/pdf\r\n\r\n' +
        'abcd\r\n--B--\r\n',
    );
  });

  it('is read by a form reader as what it was made of', async () => {
    const name = 'فاتورة "1"\r\nx: y.pdf';
    const { contentType, body } = multipart([['a"b', '1']], file({ fileName: name }));
    // Deprecated for servers, which read what strangers send.
    const reader: { formData(): Promise<FormData> } = new Response(await bytesOf(body), {
      headers: { 'content-type': contentType },
    });
    const form = await reader.formData();
    const read = form.get('file') as File;
    expect({ name: read.name, type: read.type, text: await read.text() }).toEqual({
      name: 'فاتورة "1"\r\nx: y.pdf',
      type: 'application/pdf',
      text: 'abcd',
    });
  });

  it('knows its length when that of the file is known', async () => {
    const known = multipart([['order_no', 'ÖRD-1']], file({ size: 4 }));
    expect(known.contentLength).toBe((await bytesOf(known.body)).length);
    expect(multipart([], file()).contentLength).toBeUndefined();
  });

  it('asks for the next piece of the file only when it is taken', async () => {
    let given = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      while (true) yield Buffer.from(String((given += 1)));
    }
    const body = multipart([], file({ content: counted() })).body[Symbol.asyncIterator]();
    await body.next();
    expect(given).toBe(0);
    await body.next();
    expect(given).toBe(1);
  });

  it('takes no content type that would end the header', async () => {
    const { body } = multipart([], file({ contentType: 'text/plain\r\nx: y' }));
    expect((await bytesOf(body)).toString()).toContain('content-type: application/octet-stream\r\n\r\n');
  });

  it('never has the same boundary twice', () => {
    expect(multipart([], file()).contentType).not.toBe(multipart([], file()).contentType);
  });
});
