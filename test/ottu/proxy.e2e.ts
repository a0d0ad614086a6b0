import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createSimulator } from '../../sandbox/simulator.ts';
import { checkout, CHECKOUT_VARIABLES, teaCart } from '../checkout/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { buyNow } from '../support/buy-now.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { CREATE } from '../support/ottu.ts';
import { startReplica, type TestService } from '../support/service.ts';
import { timeOf } from '../support/time.ts';
import { createTransaction } from '../support/transactions.ts';

/** What a forward proxy of a company does: it opens tunnels to names that only it can look up. */
class ForwardProxy {
  readonly #server: Server;
  /** `CONNECT` of each tunnel that was asked for, and every other request, which nobody should make. */
  readonly asked: string[] = [];
  readonly credentials: (string | undefined)[] = [];
  answers: 'tunnels' | 'refuses' | 'nothing' = 'tunnels';

  constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(`${request.method} ${request.url}`);
      response.writeHead(502).end('{"detail": "the proxy answers for Ottu"}');
    });
    this.#server.on('connect', (request, socket: Socket) => {
      this.asked.push(`CONNECT ${request.url}`);
      this.credentials.push(request.headers['proxy-authorization']);
      if (this.answers === 'refuses') socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      if (this.answers === 'tunnels') this.#open(socket, Number(request.url?.split(':')[1]));
    });
  }

  #open(socket: Socket, port: number): void {
    const tunnel = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    for (const [from, to] of [
      [socket, tunnel],
      [tunnel, socket],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://shop:pass@127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const proxy = new ForwardProxy();
const receiver = new Receiver();
let identity: IdentityProvider;
let service: TestService;
/** Ottu's address, as the proxy is asked for it. */
let ottu: string;

/** The same port under a name that nobody but the proxy knows. */
const behindProxy = (url: string, name: string): string => url.replace('127.0.0.1', name);

beforeAll(async () => {
  await proxy.open();
  await receiver.open();
  identity = await IdentityProvider.start();
  const simulator = await createSimulator({ publicUrl: 'http://pay.ottu.test' });
  const databaseUrl = await freshDatabaseUrl();
  const { SHOPPER_JWKS_URL: keys = '', ...shopper } = identity.variables;
  const replica = await startReplica(
    { simulator, databaseUrl },
    {
      ...CHECKOUT_VARIABLES,
      ...shopper,
      SHOPPER_JWKS_URL: behindProxy(keys, 'id.shop.test'),
      OTTU_BASE_URL: behindProxy(simulator.url, 'pay.ottu.test'),
      MERCHANT_EVENTS_URL: behindProxy(receiver.url, 'orders.shop.test'),
      MERCHANT_EVENTS_SECRET: SECRET,
      HTTP_PROXY: proxy.url,
      RATE_LIMIT_PER_MINUTE: '100000',
    },
  );
  service = { ...replica, simulator, databaseUrl, ...timeOf({ ...replica, simulator }) };
  ottu = `pay.ottu.test:${new URL(simulator.url).port}`;
});
afterAll(async () => {
  await service.close();
  await service.simulator.close();
  await receiver.close();
  await identity.close();
  proxy.close();
});
beforeEach(() => {
  proxy.answers = 'tunnels';
  service.simulator.reset();
});

/** From here on: tunnels of the tests before stay open, and are used again. */
function newlyAsked(): () => string[] {
  const before = proxy.asked.length;
  return () => proxy.asked.slice(before);
}

describe('behind an HTTP proxy', () => {
  it('a charge goes through a tunnel of the proxy, which sees neither its key nor its body', async () => {
    const { status, body } = await buyNow(service.url);
    expect([status, body.payment.state]).toEqual([201, 'paid']);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${ottu}`]));
    expect(new Set(proxy.credentials)).toEqual(new Set([`Basic ${Buffer.from('shop:pass').toString('base64')}`]));
    const [charge] = service.simulator.requests(CREATE);
    expect(JSON.stringify(charge)).not.toContain('proxy-authorization');
  });

  it('the keys of the identity provider and the events for the order system go through it, too', async () => {
    const sara = { authorization: await identity.bearer('sara-1') };
    expect((await checkout(service.url, await teaCart(service.url, {}, sara), sara)).status).toBe(200);
    await buyNow(service.url);
    await service.runDue();
    const hosts = new Set(proxy.asked.map((line) => line.replace(/:\d+$/, '')));
    expect(hosts).toEqual(new Set(['CONNECT pay.ottu.test', 'CONNECT id.shop.test', 'CONNECT orders.shop.test']));
  });
});

describe('M5: a proxy that opens no tunnel', () => {
  it('has sent nothing where it refuses: nothing was charged, and the same key may try again', async () => {
    proxy.answers = 'refuses';
    const fresh = await anotherReplica();
    try {
      const key = randomUUID();
      const refused = await buyNow(fresh.url, { key });
      expect(refused.body).toMatchObject({ status: 503, code: 'ottu_unreachable', outcome: 'none' });
      expect(refused.text).not.toContain('pass');
      expect((await createTransaction(fresh.url)).body).toMatchObject({ code: 'ottu_unreachable' });
      proxy.answers = 'tunnels';
      expect((await buyNow(fresh.url, { key })).body.payment).toMatchObject({ state: 'paid' });
      expect(service.simulator.ledger()).toHaveLength(1);
      expect(proxy.asked.filter((line) => !line.startsWith('CONNECT '))).toEqual([]);
    } finally {
      await fresh.close();
    }
  });

  it('has sent nothing where it says nothing', async () => {
    proxy.answers = 'nothing';
    const fresh = await anotherReplica({ OTTU_CHARGE_TIMEOUT_MS: '1000' });
    try {
      const answer = await buyNow(fresh.url);
      expect(answer.body).toMatchObject({ status: 503, outcome: 'none' });
      expect(service.simulator.requests(CREATE)).toHaveLength(0);
    } finally {
      await fresh.close();
    }
  });
});

describe('NO_PROXY', () => {
  it('names what is reached directly, and its name in small letters is read as well', async () => {
    const asked = newlyAsked();
    const direct = await anotherReplica({ HTTP_PROXY: undefined, http_proxy: proxy.url, no_proxy: '.ottu.test' });
    try {
      const answer = await buyNow(direct.url);
      // Nobody but the proxy knows the name.
      expect(answer.body).toMatchObject({ code: 'ottu_unreachable', outcome: 'none' });
      expect(asked()).toEqual([]);
    } finally {
      await direct.close();
    }
  });

  it('is not needed for this machine', async () => {
    const asked = newlyAsked();
    const here = await anotherReplica({ OTTU_BASE_URL: service.simulator.url });
    try {
      expect((await buyNow(here.url)).body.payment).toMatchObject({ state: 'paid' });
      expect(asked()).toEqual([]);
    } finally {
      await here.close();
    }
  });
});

/** With no connection yet. */
async function anotherReplica(more: Readonly<Record<string, string | undefined>> = {}) {
  const { url } = service.simulator;
  return startReplica(service, {
    OTTU_BASE_URL: behindProxy(url, 'pay.ottu.test'),
    HTTP_PROXY: proxy.url,
    OTTU_CHARGE_TIMEOUT_MS: '10000',
    ...more,
  });
}
