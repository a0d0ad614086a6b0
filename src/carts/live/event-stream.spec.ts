import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { EventStream, type StreamTimes } from './event-stream.ts';
import type { LiveView } from './event-text.ts';

const NEVER = 3_600_000;
const TIMES: StreamTimes = { heartBeat: NEVER, lifetime: NEVER, retry: 1_000, closeGrace: 50, readAgain: NEVER };
const UNSEEN = { cart: undefined, payment: undefined };

let server: Server;
let client: Socket;
let response: ServerResponse;
let text: string;

beforeEach(async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  text = '';
  client.on('error', () => undefined);
  client.on('data', (piece: Buffer) => (text += piece.toString()));
  client.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
  [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
});
afterEach(() => {
  jest.useRealTimers();
  client.destroy();
  server.closeAllConnections();
  server.close();
});

function view(number: number, more: { readonly bytes?: number; readonly final?: boolean } = {}): LiveView {
  const key = String(number).padStart(16, '0');
  const data = JSON.stringify({ number, filling: 'x'.repeat(more.bytes ?? 0) });
  return { cart: { key: 'c'.repeat(16), data: '{}' }, payment: { key, data }, final: more.final ?? false };
}

const numbers = (): number[] => [...text.matchAll(/"number":(\d+)/g)].map(([, digits]) => Number(digits));

/** Until nothing more fits between the two, the buffers of the system included. */
async function fill(stream: EventStream): Promise<void> {
  client.pause();
  for (let number = 1, full = 0; full < 10; number += 1) {
    stream.show(view(number, { bytes: 500_000 }));
    await sleep(1);
    full = response.writableNeedDrain ? full + 1 : 0;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(2);
}

describe('EventStream', () => {
  it('sends a view once, and after that what is news only', async () => {
    const stream = new EventStream(response, UNSEEN, TIMES);
    for (const number of [1, 1, 2, 2]) stream.show(view(number));
    await until(() => numbers().length === 2);
    expect(numbers()).toEqual([1, 2]);
    expect(text.match(/event: cart/g)).toHaveLength(1);
  });

  it('a slow reader costs one buffer and one view: views replace one another, and the last is sent when there is room', async () => {
    const bytes = 100_000;
    client.pause();
    const stream = new EventStream(response, UNSEEN, TIMES);
    let most = 0;
    for (let number = 1; number <= 500; number += 1) {
      stream.show(view(number, { bytes }));
      most = Math.max(most, response.writableLength);
      if (number % 10 === 0) await sleep(1);
    }
    expect(response.writableNeedDrain).toBe(true);
    expect(most).toBeLessThan(response.writableHighWaterMark + 2 * bytes);
    client.resume();
    await until(() => numbers().at(-1) === 500);
    expect(numbers().length).toBeLessThan(400);
    expect(numbers()).toEqual(numbers().toSorted((a, b) => a - b));
  });

  it('a reader who takes nothing from a full socket for two heart-beats is given up', async () => {
    client.pause();
    const stream = new EventStream(response, UNSEEN, { ...TIMES, heartBeat: 20 });
    for (let number = 1; !response.destroyed; number += 1) {
      stream.show(view(number, { bytes: 500_000 }));
      await sleep(2);
    }
    await stream.closed;
  });

  it('a reader who is slow but reads is kept', async () => {
    const everything = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'];
    jest.useFakeTimers({ doNotFake: everything as 'Date'[] });
    const stream = new EventStream(response, UNSEEN, TIMES);
    for (let count = 0; count < 3; count += 1) {
      await fill(stream);
      jest.advanceTimersByTime(NEVER);
      client.resume();
      await until(() => !response.writableNeedDrain);
    }
    expect(response.destroyed).toBe(false);
  });

  it('beats while there is nothing to tell', async () => {
    const stream = new EventStream(response, UNSEEN, { ...TIMES, heartBeat: 5 });
    await until(() => (text.match(/^:$/gm) ?? []).length >= 3);
    stream.end();
    await stream.closed;
  });

  it('ends after its lifetime, properly', async () => {
    const stream = new EventStream(response, UNSEEN, { ...TIMES, lifetime: 20 });
    await stream.closed;
    await until(() => text.endsWith('0\r\n\r\n'));
  });

  it('ends after a final view, also when that had to wait for room', async () => {
    const stream = new EventStream(response, UNSEEN, { ...TIMES, closeGrace: NEVER });
    await fill(stream);
    stream.show(view(900, { final: true }));
    stream.show(view(901, { final: true }));
    client.resume();
    await stream.closed;
    await until(() => text.endsWith('0\r\n\r\n'));
    expect(numbers().filter((number) => number >= 900)).toEqual([901]);
    stream.show(view(902));
    expect(numbers().at(-1)).toBe(901);
  });

  it('an end waits for a reader who takes nothing only so long', async () => {
    const stream = new EventStream(response, UNSEEN, TIMES);
    await fill(stream);
    stream.end();
    await stream.closed;
    expect(response.destroyed).toBe(true);
  });

  it('of a client that has gone before it began, it is closed at once', async () => {
    client.destroy();
    await once(response, 'close');
    const stream = new EventStream(response, UNSEEN, TIMES);
    stream.show(view(1));
    await stream.closed;
  });
});
