import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '../../problems/problem.ts';
import { type FormPart, readForm } from './read-form.ts';
import { FormWriter } from './write-form.ts';

interface SeenPart {
  readonly name: string;
  readonly value?: string;
  readonly fileName?: string | undefined;
  readonly content?: string;
}

let server: Server;
let port: number;
let handle: (incoming: IncomingMessage) => void = () => undefined;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    handle(incoming);
    incoming.once('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function seen(part: FormPart): Promise<SeenPart> {
  if (part.kind === 'field') return { name: part.name, value: part.value };
  const chunks: Buffer[] = [];
  for await (const chunk of part.content) chunks.push(chunk);
  return { name: part.name, fileName: part.fileName, content: Buffer.concat(chunks).toString('latin1') };
}

/** What reading a form over real HTTP gives: the parts, and the problem that it ended in. */
async function read(
  contentType: string,
  pieces: readonly (Buffer | string)[],
  end: 'end' | 'reset' = 'end',
): Promise<{ parts: SeenPart[]; problem?: Problem }> {
  const reading = new Promise<{ parts: SeenPart[]; problem?: Problem }>((resolve, reject) => {
    handle = (incoming) => {
      const parts: SeenPart[] = [];
      const all = async (): Promise<void> => {
        for await (const part of readForm(incoming)) parts.push(await seen(part));
      };
      all().then(
        () => resolve({ parts }),
        (error: unknown) => (error instanceof Problem ? resolve({ parts, problem: error }) : reject(error as Error)),
      );
    };
  });
  const sent = request({ port, method: 'POST', headers: { 'content-type': contentType } });
  sent.on('error', () => undefined);
  for (const piece of pieces) {
    sent.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (end === 'end') sent.end();
  else setTimeout(() => sent.destroy(), 20);
  return reading;
}

describe('writing and reading a form', () => {
  it.each([
    ['in one piece', 1_000_000],
    ['byte by byte', 1],
    ['in pieces of seven bytes', 7],
  ])('what is written is read again, %s', async (_how, size) => {
    const form = new FormWriter();
    const name = 'a "quoted"\r\nname.txt';
    const whole = Buffer.concat([
      form.field('order_no', 'ORD-١'),
      form.file('file', name, 'text/plain'),
      Buffer.from('--almost a boundary\r\n\r\n\0\xff', 'latin1'),
      form.endOfFile(),
      form.field('empty', ''),
      form.end(),
    ]);
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
      whole.subarray(index * size, (index + 1) * size),
    );
    expect(await read(form.contentType, pieces)).toEqual({
      parts: [
        { name: 'order_no', value: 'ORD-١' },
        { name: 'file', fileName: 'a %22quoted%22%0D%0Aname.txt', content: '--almost a boundary\r\n\r\n\0\xff' },
        { name: 'empty', value: '' },
      ],
    });
  });

  it('a path in a file name is left out', async () => {
    const form = new FormWriter();
    const { parts } = await read(form.contentType, [
      form.file('file', '../../etc/passwd.txt', 'text/plain'),
      'x',
      form.endOfFile(),
      form.end(),
    ]);
    expect(parts).toEqual([{ name: 'file', fileName: 'passwd.txt', content: 'x' }]);
  });
});

describe('a form that is cut off is never taken for a whole one', () => {
  const form = new FormWriter();
  const begin = [form.field('order_no', 'O'), form.file('file', 'a.txt', 'text/plain'), 'hello'];

  it.each<[string, readonly (Buffer | string)[], 'end' | 'reset']>([
    ['within the file', begin, 'end'],
    ['within the file, by a reset', begin, 'reset'],
    ['before the last boundary', [...begin, form.endOfFile()], 'end'],
    ['within the last boundary', [...begin, form.endOfFile(), form.end().subarray(0, 20)], 'end'],
    ['within a field', [form.field('order_no', 'O').subarray(0, -4)], 'end'],
    ['within the head of a part', [form.file('file', 'a.txt', 'text/plain').subarray(0, 90)], 'end'],
    ['within the head of a part, by a reset', [form.file('file', 'a.txt', 'text/plain').subarray(0, 90)], 'reset'],
    ['at once', [''], 'end'],
  ])('%s', async (_where, pieces, end) => {
    const { problem } = await read(form.contentType, pieces, end);
    expect(problem?.code).toBe('bad_request');
  });

  it('also while nobody reads the file yet', async () => {
    const reading = new Promise<unknown>((resolve) => {
      handle = (incoming) => {
        const parts = readForm(incoming);
        const late = async (): Promise<void> => {
          await parts.next();
          const { value: file } = await parts.next();
          await new Promise((later) => setTimeout(later, 50));
          if (file?.kind === 'file') for await (const _piece of file.content);
          await parts.next();
        };
        late().catch(resolve);
      };
    });
    const sent = request({ port, method: 'POST', headers: { 'content-type': form.contentType } });
    sent.end(Buffer.concat(begin.map((piece) => Buffer.from(piece))));
    expect(await reading).toMatchObject({ code: 'bad_request' });
  });

  it('a Content-Type without a boundary is refused', async () => {
    expect((await read('multipart/form-data', ['x'])).problem?.code).toBe('bad_request');
  });
});

describe('a form holds only so much', () => {
  it('of a long field the beginning is kept, and it says so', async () => {
    const form = new FormWriter();
    const parts: FormPart[] = [];
    handle = (incoming) =>
      void (async () => {
        for await (const part of readForm(incoming)) parts.push(part);
      })();
    const sent = request({ port, method: 'POST', headers: { 'content-type': form.contentType } });
    sent.end(Buffer.concat([form.field('note', 'n'.repeat(100_000)), form.end()]));
    await new Promise((resolve) => sent.once('response', resolve));
    expect(parts).toEqual([{ kind: 'field', name: 'note', value: 'n'.repeat(8_000), truncated: true }]);
  });

  it('too many parts are refused', async () => {
    const form = new FormWriter();
    const fields = Array.from({ length: 150 }, (_, index) => form.field(`f${index}`, 'x'));
    const { problem } = await read(form.contentType, [Buffer.concat([...fields, form.end()])]);
    expect(problem?.code).toBe('payload_too_large');
  });

  it('no more of a file is read than is taken', async () => {
    const form = new FormWriter();
    let incoming: IncomingMessage | undefined;
    let taken: IteratorResult<FormPart, void> | undefined;
    const ready = new Promise<void>((resolve) => {
      handle = (each) => {
        incoming = each;
        const take = async (): Promise<void> => {
          taken = await readForm(each).next();
          resolve();
        };
        void take();
      };
    });
    const sent = request({ port, method: 'POST', headers: { 'content-type': form.contentType } });
    sent.on('error', () => undefined);
    sent.write(Buffer.concat([form.file('file', 'a.txt', 'text/plain'), Buffer.alloc(64 * 1024 * 1024, 'x')]));
    await ready;
    const first = incoming?.socket.bytesRead ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(taken?.value).toMatchObject({ kind: 'file' });
    // The socket is no longer read: what it has taken stays far below what was sent.
    expect((incoming?.socket.bytesRead ?? 0) - first).toBeLessThan(1024 * 1024);
    sent.destroy();
  });
});
