import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';

import { exchange, type ExchangeRequest } from './exchange.ts';
import { TransportFault } from './transport-fault.ts';

/** What a server of the test has seen, so that "nothing was sent" is its word and not only ours. */
let received = '';
let sockets: Socket[] = [];
let servers: Server[] = [];
let agent: Agent;

beforeEach(() => {
  received = '';
  agent = new Agent({ connections: 1, pipelining: 1, allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
});
afterEach(async () => {
  await agent.destroy();
  sockets.forEach((socket) => socket.destroy());
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  sockets = [];
  servers = [];
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server below HTTP, which gets each piece of what comes. */
async function plainServer(onData: (socket: Socket) => void = () => undefined): Promise<string> {
  return listening(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (piece) => {
        received += piece.toString('latin1');
        onData(socket);
      });
    }),
  );
}

async function httpServer(listener: RequestListener): Promise<string> {
  return listening(createHttpServer(listener));
}

function send(origin: string, changes: Partial<ExchangeRequest> = {}) {
  return exchange(agent, {
    origin,
    path: '/',
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: 'the request',
    signal: new AbortController().signal,
    mayStart: () => true,
    maxReplyBytes: 1_000,
    ...changes,
  });
}

async function faultOf(call: Promise<unknown>): Promise<unknown> {
  const fault = await call.then(
    () => 'an answer',
    (error: unknown) => error,
  );
  return fault instanceof TransportFault ? { reason: fault.reason, sent: fault.sent } : fault;
}

function aborting(): { signal: AbortSignal; abort: (reason?: 'deadline' | 'canceled') => void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: (reason = 'deadline') => controller.abort(new TransportFault(reason, false)),
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('M5: not sent', () => {
  it('when the port refuses', async () => {
    const origin = await plainServer();
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await faultOf(send(origin))).toEqual({ reason: 'unreachable', sent: false });
  });

  it('when the name cannot be resolved', async () => {
    await agent.destroy();
    const notFound = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    agent = new Agent({ connect: { lookup: (_name, _options, done) => done(notFound, []) } });
    const call = send('http://ottu.invalid');
    expect(await faultOf(call)).toEqual({ reason: 'unreachable', sent: false });
    await expect(call).rejects.toMatchObject({ systemCode: 'ENOTFOUND' });
  });

  it('when the other side does not speak TLS', async () => {
    const origin = await plainServer((socket) => socket.end('this is no handshake'));
    expect(await faultOf(send(origin.replace('http:', 'https:')))).toEqual({ reason: 'unreachable', sent: false });
    expect(received).not.toContain('the request');
  });

  it('when the other side resets the handshake', async () => {
    const origin = await plainServer((socket) => socket.resetAndDestroy());
    expect(await faultOf(send(origin.replace('http:', 'https:')))).toEqual({ reason: 'unreachable', sent: false });
  });

  it('when the handshake never ends', async () => {
    const { signal, abort } = aborting();
    const call = send((await plainServer()).replace('http:', 'https:'), { signal });
    await until(() => received !== '');
    abort();
    expect(await faultOf(call)).toEqual({ reason: 'deadline', sent: false });
    expect(received).not.toContain('the request');
  });

  it('when it was given up before it began', async () => {
    const { signal, abort } = aborting();
    abort('canceled');
    expect(await faultOf(send(await plainServer(), { signal }))).toEqual({ reason: 'canceled', sent: false });
    expect(sockets).toHaveLength(0);
  });

  it('when it was given up while connecting', async () => {
    const { signal, abort } = aborting();
    const call = send(await plainServer(), { signal });
    abort();
    expect(await faultOf(call)).toEqual({ reason: 'deadline', sent: false });
    await until(() => sockets.length > 0);
    await send(await httpServer((_request, response) => response.end()));
    expect(received).toBe('');
  });

  it('when it was given up while it waited for a connection', async () => {
    const held: (() => void)[] = [];
    const paths: (string | undefined)[] = [];
    const origin = await httpServer((request, response) => {
      paths.push(request.url);
      held.push(() => response.end());
    });
    const { signal, abort } = aborting();
    const first = send(origin, { path: '/first' });
    await until(() => paths.length === 1);
    const waiting = send(origin, { path: '/waiting', signal });
    const last = send(origin, { path: '/last' });
    abort();
    expect(await faultOf(waiting)).toEqual({ reason: 'deadline', sent: false });
    held[0]?.();
    await first;
    await until(() => held.length === 2);
    held[1]?.();
    await last;
    expect(paths).toEqual(['/first', '/last']);
  });

  it('M3: when its time to begin is over at the moment of writing', async () => {
    const origin = await plainServer();
    expect(await faultOf(send(origin, { mayStart: () => false }))).toEqual({ reason: 'too_late', sent: false });
    expect(received).toBe('');
  });

  it('when the request cannot be written at all', async () => {
    const origin = await plainServer();
    const call = send(origin, { headers: { authorization: 'Api-Key a\r\nb' } });
    expect(await faultOf(call)).toEqual({ reason: 'unreachable', sent: false });
    expect(received).toBe('');
  });
});

describe('M5: sent, so that nobody knows', () => {
  it('when the connection is reset after the first byte', async () => {
    const origin = await plainServer((socket) => socket.resetAndDestroy());
    expect(await faultOf(send(origin))).toEqual({ reason: 'connection_lost', sent: true });
    expect(received).toContain('POST / HTTP/1.1');
  });

  it('when it ends without an answer', async () => {
    const origin = await plainServer((socket) => socket.end());
    expect(await faultOf(send(origin))).toEqual({ reason: 'connection_lost', sent: true });
  });

  it.each([
    ['within the status line', 'HTTP/1.1 20'],
    ['within the headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['within a body of known length', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345'],
    ['within a body in chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n'],
  ])('when it ends %s', async (_where, reply) => {
    const origin = await plainServer((socket) => socket.end(reply));
    expect(await faultOf(send(origin))).toEqual({ reason: 'connection_lost', sent: true });
  });

  it('when what comes back is no HTTP', async () => {
    const origin = await plainServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    expect(await faultOf(send(origin))).toEqual({ reason: 'connection_lost', sent: true });
  });

  it('when the time is over before the answer', async () => {
    const { signal, abort } = aborting();
    const call = send(await plainServer(() => abort()), { signal });
    expect(await faultOf(call)).toEqual({ reason: 'deadline', sent: true });
  });

  it('when the time is over within the body of the answer', async () => {
    const { signal, abort } = aborting();
    const origin = await plainServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345', () => abort());
    });
    expect(await faultOf(send(origin, { signal }))).toEqual({ reason: 'deadline', sent: true });
  });

  it('when the answer is larger than is taken', async () => {
    const origin = await httpServer((_request, response) => response.end('x'.repeat(1_001)));
    expect(await faultOf(send(origin))).toEqual({ reason: 'answer_too_large', sent: true });
  });
});

describe('a streamed body', () => {
  it('arrives as it is', async () => {
    const origin = await httpServer((request, response) => request.pipe(response));
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('the ');
      yield Buffer.from('request');
    }
    expect((await send(origin, { body: body() })).body.toString()).toBe('the request');
  });

  it('that breaks off never becomes a whole request', async () => {
    let whole = false;
    const origin = await httpServer((request) => request.resume().on('end', () => (whole = true)));
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('the ');
      throw new Error('the caller has gone');
    }
    expect(await faultOf(send(origin, { body: body() }))).toEqual({ reason: 'body_failed', sent: true });
    expect(whole).toBe(false);
  });

  it('may be answered before its end', async () => {
    const origin = await httpServer((_request, response) => response.writeHead(413).end('too large'));
    const { promise: never } = Promise.withResolvers<undefined>();
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('the ');
      await never;
    }
    expect(await send(origin, { body: body() })).toMatchObject({ status: 413 });
  });

  it('of which nothing comes any more ends at the deadline', async () => {
    const { signal, abort } = aborting();
    const { promise: never } = Promise.withResolvers<undefined>();
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('the ');
      await never;
    }
    const call = send(await plainServer(() => abort()), { signal, body: body() });
    expect(await faultOf(call)).toEqual({ reason: 'deadline', sent: true });
  });
});

it('an answer comes back whole, whatever its status', async () => {
  const origin = await httpServer((_request, response) =>
    response.writeHead(302, { location: '/', 'x-a': 'b' }).end('moved'),
  );
  expect(await send(origin)).toMatchObject({
    status: 302,
    headers: { location: '/', 'x-a': 'b' },
    body: Buffer.from('moved'),
  });
});
