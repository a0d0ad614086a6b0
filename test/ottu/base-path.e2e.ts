import { createServer, request as call, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createSimulator } from '../../sandbox/simulator.ts';
import { fileOf, formOf, upload } from '../attachments/uploads.ts';
import { listCards, saved } from '../cards/support.ts';
import { abandonCart } from '../carts/support.ts';
import { checkout, CHECKOUT_VARIABLES, pay, teaCart } from '../checkout/support.ts';
import { lostCharge, payment } from '../reconciliation/support.ts';
import { buyNow } from '../support/buy-now.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type TestService } from '../support/service.ts';
import { DAY, timeOf } from '../support/time.ts';
import { createTransaction, getTransaction, patchTransaction } from '../support/transactions.ts';

const TENANT = '/tenant/x';

let service: TestService;
let gateway: Server;
let identity: IdentityProvider;
/** Where each request came in, by method and path. */
let seen: string[] = [];

beforeAll(async () => {
  identity = await IdentityProvider.start();
  const simulator = await createSimulator();
  const databaseUrl = await freshDatabaseUrl();
  gateway = await startGateway(simulator.url);
  const { port } = gateway.address() as AddressInfo;
  const replica = await startReplica(
    { simulator, databaseUrl },
    {
      ...CHECKOUT_VARIABLES,
      ...identity.variables,
      // With a slash at its end, as it is copied from an address bar.
      OTTU_BASE_URL: `http://127.0.0.1:${port}${TENANT}/`,
      RATE_LIMIT_PER_MINUTE: '100000',
    },
  );
  service = { ...replica, simulator, databaseUrl, ...timeOf({ ...replica, simulator }) };
});
afterAll(async () => {
  await service.close();
  await service.simulator.close();
  gateway.close();
  gateway.closeAllConnections();
  await identity.close();
});
beforeEach(() => {
  seen = [];
  service.simulator.clearFaults();
});

/** Serves Ottu below a path, and nothing beside it, as an API gateway does. */
async function startGateway(target: string): Promise<Server> {
  const server = createServer((from, to) => {
    const path = from.url ?? '';
    seen.push(`${from.method} ${path}`);
    if (!path.startsWith(`${TENANT}/b/`)) return void to.writeHead(404).end();
    const sent = call(target + path.slice(TENANT.length), { method: from.method, headers: from.headers }, (reply) => {
      to.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(to);
    });
    sent.on('error', () => to.destroy());
    from.pipe(sent);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Every request came in below the path, and among them these. */
function expectBelow(...calls: readonly string[]): void {
  expect(seen.filter((each) => !each.includes(` ${TENANT}/b/`))).toEqual([]);
  expect(seen.map((each) => each.replace(TENANT, '').replace(/\?.*$/, ''))).toEqual(
    expect.arrayContaining(calls.map((each) => expect.stringMatching(new RegExp(`^${each}$`)))),
  );
}

const SESSION = '/b/checkout/v1/pymt-txn/[0-9a-f]+';

describe('F1.1: an OTTU_BASE_URL with a path', () => {
  it('has a charge below it', async () => {
    const { status, body } = await buyNow(service.url);
    expect([status, body.payment.state]).toEqual([201, 'paid']);
    expectBelow('POST /b/checkout/v1/pymt-txn/');
  });

  it('has the creation, the retrieve and the change of a transaction below it', async () => {
    const made = await createTransaction(service.url);
    expect(made.status).toBe(201);
    expect((await getTransaction(service.url, made.body.session_id)).status).toBe(200);
    expect((await patchTransaction(service.url, made.body.session_id, { amount: '9' })).status).toBe(200);
    expectBelow('POST /b/checkout/v1/pymt-txn/', `GET ${SESSION}/?`, `PATCH ${SESSION}/?`);
  });

  it("has a wallet's payment of a session below it, and the payment methods", async () => {
    const cart = await teaCart(service.url);
    expect((await checkout(service.url, cart)).status).toBe(200);
    const { status, body } = await pay(service.url, cart);
    expect([status, body.payment.status]).toEqual([201, 'paid']);
    expectBelow('POST /b/pbl/v2/payment/apple-pay/');
    const methods = await fetch(`${service.url}/v1/payment-methods?currency=KWD`);
    expect(methods.status).toBe(200);
  });

  it('has an inquiry below it', async () => {
    const id = await lostCharge(service);
    await service.passTime(DAY);
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
    expectBelow('POST /b/pbl/v2/inquiry/');
  });

  it('has an operation below it: the session of a cart that was given up is expired', async () => {
    const cart = await teaCart(service.url);
    await checkout(service.url, cart);
    await abandonCart(service.url, cart);
    await service.runDue();
    expectBelow('POST /b/pbl/v2/operation/');
  });

  it('has the cards of a customer below it', async () => {
    saved(service, 'base-path');
    const { status, body } = await listCards(service.url, { authorization: await identity.bearer('base-path') });
    expect([status, body.cards.length]).toEqual([200, 1]);
    expectBelow('(GET|POST) /b/pbl/v2/card/.*');
  });

  it('has an attachment below it', async () => {
    const { session_id: session } = (await createTransaction(service.url)).body;
    const headers = { authorization: authorization('shop') };
    const answer = await upload(service, formOf(['session_id', session], fileOf()), headers);
    expect([answer.status, answer.body['code']]).toEqual([200, undefined]);
    expectBelow('POST /b/checkout/v1/upload-attachment/');
  });
});
