import { createServer, type Server, type Socket } from 'node:net';
import { connect, type AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.ts';
import { sampleOfSize } from '../support/sample-files.ts';
import type { TestService } from '../support/service.ts';
import { fileOf, formOf, READER, startUploadService, upload, WRITER } from './uploads.ts';

const BOUNDARY = 'x-test-boundary';
const FILE_HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;

/** An Ottu that only counts: what came, and how each connection ended. */
interface Counting {
  readonly url: string;
  bytes: number;
  ended: ('whole' | 'broken off' | undefined)[];
  /** Answers every request at once, without waiting for its body. */
  answer: string | undefined;
  close(): Promise<void>;
}

async function startCounting(): Promise<Counting> {
  const sockets = new Set<Socket>();
  const counting: Counting = { url: '', bytes: 0, ended: [], answer: undefined, close: async () => undefined };
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    // What the service asks Ottu about by itself at its start is no upload.
    let counted: ('whole' | 'broken off' | undefined)[] | undefined;
    let index = -1;
    let heard = '';
    let tail = '';
    socket.on('data', (chunk) => {
      heard = (heard + chunk.toString('latin1')).slice(0, 200);
      if (counted === undefined) {
        if (!heard.includes('upload-attachment')) return;
        counted = counting.ended;
        index = counted.push(undefined) - 1;
      }
      counting.bytes += chunk.length;
      tail = (tail + chunk.toString('latin1')).slice(-64);
      if (counting.answer !== undefined) socket.write(counting.answer);
      // A chunked body is whole with its empty last chunk.
      if (tail.endsWith('\r\n0\r\n\r\n')) counted[index] = 'whole';
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (counted !== undefined) counted[index] ??= 'broken off';
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(counting, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

interface Caller {
  readonly socket: Socket;
  write(text: string | Uint8Array): void;
  /** What has been heard so far, once it holds this text. */
  heard(text: string): Promise<string>;
}

function callerOf(service: TestService, headers: Readonly<Record<string, string>>, contentLength?: number): Caller {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  let all = '';
  socket.on('data', (chunk) => (all += chunk.toString()));
  socket.on('error', () => undefined);
  const length = contentLength === undefined ? 'transfer-encoding: chunked' : `content-length: ${contentLength}`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `POST /v1/attachments HTTP/1.1\r\nhost: x\r\n${lines.join('')}content-type: multipart/form-data; boundary=${BOUNDARY}\r\n${length}\r\n\r\n`,
  );
  return {
    socket,
    write: (text) => void socket.write(text),
    heard: async (text) => {
      await eventually(() => all.includes(text));
      return all;
    },
  };
}

let ottu: Counting;
let service: TestService;

beforeAll(async () => {
  ottu = await startCounting();
  service = await startUploadService({ OTTU_BASE_URL: ottu.url });
});
afterAll(async () => {
  await service.close();
  await ottu.close();
});
afterEach(() => {
  ottu.bytes = 0;
  ottu.ended = [];
  ottu.answer = undefined;
});

describe('the caller is known before a byte of the body is read', () => {
  it.each([
    ['a wrong key', { authorization: 'Api-Key nobody.secret' }, '401'],
    ['a key without the scope', READER, '403'],
    ['a browser', { ...WRITER, cookie: 'a=b' }, '403'],
  ])('%s is answered while nothing but the head was sent', async (_who, headers, status) => {
    const caller = callerOf(service, headers, 2_000_000);
    expect(await caller.heard('request_id')).toContain(`HTTP/1.1 ${status}`);
    caller.socket.destroy();
    expect(ottu.ended).toEqual([]);
  });

  it('a length beyond the limit is refused before the body too', async () => {
    const caller = callerOf(service, WRITER, 50_000_000);
    expect(await caller.heard('request_id')).toContain('HTTP/1.1 413');
    caller.socket.destroy();
  });

  it('who is refused may still send the body, read the answer, and use the connection again', async () => {
    const caller = callerOf(service, READER, 2_000_000);
    await caller.heard('scope_missing');
    caller.write(Buffer.alloc(2_000_000, 'x'));
    caller.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(await caller.heard('HTTP/1.1 200')).toContain('HTTP/1.1 200');
    caller.socket.destroy();
  });

  it('who is refused and sends on for ever is cut off', async () => {
    const caller = callerOf(service, READER);
    await caller.heard('scope_missing');
    const megabyte = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    for (let sent = 0; sent < 64 && !caller.socket.destroyed; sent += 1) {
      if (!caller.socket.write(megabyte)) {
        // More is taken, or the connection is at its end.
        await new Promise((resolve) => caller.socket.once('drain', resolve).once('close', resolve));
      }
    }
    await eventually(() => caller.socket.destroyed);
    expect(caller.socket.destroyed).toBe(true);
  });
});

describe('Ottu gets the file while it comes in, and a whole one only of a good form', () => {
  it('bytes reach Ottu before the caller has sent the last one', async () => {
    const caller = callerOf(service, WRITER, 1_000_000);
    caller.write(FILE_HEAD);
    caller.write(sampleOfSize('pdf', 500_000));
    await eventually(() => ottu.bytes > 400_000);
    expect(ottu.bytes).toBeGreaterThan(400_000);
    expect(ottu.ended).toEqual([undefined]);
    caller.socket.destroy();
    await eventually(() => ottu.ended[0] !== undefined);
    expect(ottu.ended).toEqual(['broken off']);
  });

  it('a file over the limit breaks off the request to Ottu', async () => {
    const answer = await upload(service, formOf(fileOf('big.pdf', sampleOfSize('pdf', 2.5 * 1024 * 1024 + 1))));
    expect(answer.status).toBe(413);
    await eventually(() => ottu.ended[0] !== undefined);
    expect(ottu.ended).toEqual(['broken off']);
  });

  it.each([
    ['a second file', formOf(fileOf(), fileOf())],
    ['both identifiers', formOf(['order_no', 'O'], fileOf(), ['session_id', 's'])],
  ])('%s behind the file breaks it off too', async (_what, form) => {
    expect((await upload(service, form)).status).toBe(400);
    await eventually(() => ottu.ended[0] !== undefined);
    expect(ottu.ended).toEqual(['broken off']);
  });

  it('a form without its last boundary is refused, and Ottu has no whole one', async () => {
    const file = sampleOfSize('pdf', 500_000);
    const caller = callerOf(service, WRITER, Buffer.byteLength(FILE_HEAD, 'latin1') + file.length);
    caller.write(Buffer.from(FILE_HEAD, 'latin1'));
    caller.write(file.subarray(0, 400_000));
    // Of one that is seen to be cut off before its file is opened Ottu never hears.
    await eventually(() => ottu.bytes > 0);
    caller.write(file.subarray(400_000));
    expect(await caller.heard('request_id')).toContain('HTTP/1.1 400');
    caller.socket.destroy();
    await eventually(() => ottu.ended[0] !== undefined);
    expect(ottu.ended).toEqual(['broken off']);
  });

  it('an Ottu that answers early is believed, and the rest of the file is not sent', async () => {
    const refusal = '{"file":"No."}';
    ottu.answer = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${refusal.length}\r\nconnection: close\r\n\r\n${refusal}`;
    const caller = callerOf(service, WRITER, 2_000_000);
    caller.write(FILE_HEAD);
    caller.write(sampleOfSize('pdf', 200_000));
    const heard = await caller.heard('request_id');
    expect(heard).toContain('HTTP/1.1 400');
    expect(heard).toContain('"/file"');
    caller.socket.destroy();
  });
});
