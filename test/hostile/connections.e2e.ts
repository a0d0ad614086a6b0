import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { MOST_ARRIVING_BYTES, MOST_UNDER_WAY } from '../../src/http/open-connections.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { holdFirstAnswer, type HeldAnswer } from '../support/held-answer.ts';
import { CREATE } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, startTestService, type Replica, type TestService } from '../support/service.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';
import { RawConnection } from './raw-connection.ts';

const HEAD = 'Host: x\r\nContent-Type: application/json\r\n';
const EVENT = 900_000;

/** Somebody who does nothing wrong is served. */
async function expectServed(url: string): Promise<void> {
  const answer = await request(url).get('/v1/payments').set('authorization', authorization('operator'));
  expect(answer.status).toBe(200);
}

const SENT_SLOWLY = [
  ['nothing at all', '', ''],
  ['headers that never end', 'GET /v1/payment-methods HTTP/1.1\r\nHost: x\r\nX: ', 'x'.repeat(10_000)],
  ['a body that never ends', `POST /v1/carts HTTP/1.1\r\n${HEAD}Content-Length: 30000\r\n\r\n`, ' '.repeat(10_000)],
  [
    'chunks without end',
    `POST /v1/carts HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
    '1\r\n \r\n'.repeat(3_000),
  ],
] as const;

describe('callers who are slow', () => {
  let service: TestService;
  /** The ports of those that the server has not closed. */
  const open = new Set<number>();
  beforeAll(async () => {
    service = await startTestService({ RECEIVE_TIMEOUT_MS: '4000', NODE_ENV: 'development' });
    (service.app.getHttpServer() as Server).on('connection', (socket) => {
      const { remotePort = 0 } = socket;
      open.add(remotePort);
      socket.once('close', () => open.delete(remotePort));
    });
    // What is made at its first reading holds up everything else, this once.
    await request(service.url).get('/docs-json');
  });
  afterAll(async () => service.close());

  it('in sending are closed by the server, whatever they send, while others are served', async () => {
    await Promise.all(
      SENT_SLOWLY.map(async ([what, begin, rest]) => {
        const slow = await RawConnection.open(service.url, begin);
        const writing = slow.trickle(rest, 20);
        while (!slow.ended) await expectServed(service.url);
        await writing;
        expect([what, slow.statuses.filter((status) => status !== 408)]).toEqual([what, []]);
      }),
    );
  });

  it('in taking their answers are closed by the server, with what was kept for them', async () => {
    const slow = await RawConnection.open(service.url);
    slow.socket.pause();
    slow.write('GET /docs-json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(12));
    // Now and then a piece is taken, so that the connection is never silent.
    const sips = setInterval(() => slow.socket.read(1_000), 50);
    const { port: itsPort } = slow.socket.address() as AddressInfo;
    await eventually(() => !open.has(itsPort));
    await expectServed(service.url);
    clearInterval(sips);
    slow.leave();
  });
});

describe('more connections than there are places', () => {
  const PLACES = 20;
  let simulator: Simulator;
  let ottu: HeldAnswer;
  let service: Replica;
  beforeAll(async () => {
    simulator = await createSimulator();
    ottu = await holdFirstAnswer(simulator.url, CREATE);
    service = await startReplica(
      { simulator, databaseUrl: await freshDatabaseUrl() },
      { OTTU_BASE_URL: ottu.url, CONNECTIONS_MAX: String(PLACES), STREAMS_MAX: '10' },
    );
  });
  afterAll(async () => {
    await service.close();
    await ottu.close();
    await simulator.close();
  });

  it('the one that was silent for longest gives way; a charge that is under way does not, and who comes is served', async () => {
    const charge = buyNow(service.url, { body: buyNowBody({ order_no: 'PLACES-1' }) }).then((answer) => answer);
    await eventually(() => ottu.held());
    const slow: RawConnection[] = [];
    for (let number = 0; number < 3 * PLACES; number += 1) {
      slow.push(await RawConnection.open(service.url, 'POST /v1/carts HTTP/1.1\r\nHost: x\r\nX: '));
    }
    const [oldest] = slow;
    await oldest?.closed;
    await eventually(() => slow.filter(({ ended }) => !ended).length < PLACES);
    await expectServed(service.url);
    expect(slow.at(-1)?.ended).toBe(false);
    ottu.letGo();
    const { status, body } = await charge;
    expect([status, body.payment.state]).toEqual([201, 'paid']);
    for (const connection of slow) connection.leave();
  });
});

describe('bodies that are never finished', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(async () => service.close());

  it('are kept up to a bound over all connections: the oldest is given up, and an event of Ottu is taken', async () => {
    const head = `POST /v1/webhooks/ottu HTTP/1.1\r\n${HEAD}Content-Length: ${EVENT + 1}\r\n\r\n`;
    const slow: RawConnection[] = [];
    for (let bytes = 0; bytes < MOST_ARRIVING_BYTES + 3 * EVENT; bytes += EVENT) {
      slow.push(await RawConnection.open(service.url, head + ' '.repeat(EVENT)));
    }
    await slow[0]?.closed;
    const { status } = await deliver(service, signed(paymentEvent('HELD-1')));
    expect(status).toBe(200);
    expect(slow.at(-1)?.ended).toBe(false);
    for (const connection of slow) connection.leave();
  });
});

describe('requests that are sent ahead', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ RATE_LIMIT_PER_MINUTE: '1000000' });
  });
  afterAll(async () => service.close());

  it('some of one connection are answered in their order; where there are many more it is closed', async () => {
    const ask = 'GET /v1/payment-methods HTTP/1.1\r\nHost: x\r\n\r\n';
    const some = await RawConnection.open(service.url, ask.repeat(MOST_UNDER_WAY));
    await eventually(() => some.statuses.length === MOST_UNDER_WAY);
    expect(new Set(some.statuses)).toEqual(new Set([200]));
    expect(some.ended).toBe(false);
    some.leave();
    const many = await RawConnection.open(service.url, ask.repeat(1_000));
    await many.closed;
    expect(many.statuses).toEqual([...Array<number>(MOST_UNDER_WAY).fill(200), 400]);
    expect(many.text).toContain('"outcome":"none"');
    expect(many.text.match(/x-content-type-options: nosniff/gi)).toHaveLength(MOST_UNDER_WAY + 1);
  });
});

describe('a caller who goes away while a charge is under way', () => {
  let simulator: Simulator;
  let ottu: HeldAnswer;
  let service: Replica;
  beforeAll(async () => {
    simulator = await createSimulator();
    ottu = await holdFirstAnswer(simulator.url, CREATE);
    service = await startReplica({ simulator, databaseUrl: await freshDatabaseUrl() }, { OTTU_BASE_URL: ottu.url });
  });
  afterAll(async () => {
    await service.close();
    await ottu.close();
    await simulator.close();
  });

  it('changes nothing about the charge: it is made once, and the same key tells what became of it', async () => {
    const text = JSON.stringify(buyNowBody({ order_no: 'LEFT-1' }));
    const head = `POST /v1/buy-now HTTP/1.1\r\n${HEAD}Authorization: ${authorization('shop')}\r\nIdempotency-Key: left-1\r\n`;
    const caller = await RawConnection.open(
      service.url,
      `${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
    await eventually(() => ottu.held());
    caller.leave();
    ottu.letGo();
    const again = () => buyNow(service.url, { body: text, key: 'left-1' });
    await eventually(async () => (await again()).status === 201);
    const { body, headers } = await again();
    expect([body.payment.state, headers['idempotent-replayed']]).toEqual(['paid', 'true']);
    expect(
      simulator.requests().filter(({ method, path }) => method === 'POST' && path.includes('pymt-txn')),
    ).toHaveLength(1);
  });
});
