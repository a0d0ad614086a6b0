import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { newCart, type TestCart } from '../carts/support.ts';
import { operationsOf, type WrittenDocument } from '../openapi/fuzzing/document.ts';
import { Fuzzer } from '../openapi/fuzzing/fuzzer.ts';
import { draftsFor } from '../openapi/fuzzing/requests.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { HeapOf } from '../support/heap-of.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { authorization } from '../support/service-keys.ts';
import { variablesFor } from '../support/service.ts';
import { HostileClient, signedIfPossible } from './hostile-client.ts';
import { hostileRequests, routesOf, type Document } from './programme.ts';

const DOCUMENT = JSON.parse(readFileSync('openapi.json', 'utf8')) as Document & WrittenDocument;
const ROUTES = routesOf(DOCUMENT);
/** Given, it is the whole programme in so many rounds, for the figures of docs/security.md; that takes minutes. */
const WHOLE = process.env['HOSTILE_ROUNDS'];
const ROUNDS = Number(WHOLE ?? 3);
/** Otherwise one request in so many of each route. */
const ONE_IN = WHOLE === undefined ? 25 : 1;
/** Further requests to each operation, made from the document. */
const FUZZED = WHOLE === undefined ? 2 : 100;
/** Each is counted for a minute, in this process: so few that how many of them are does not depend on how fast it is. */
const NETWORKS = 512;
/**
 * What the heap holds after a round goes up and down by some megabytes, with what is compiled and counted just then. Two
 * more rounds of the whole programme have 20,000 requests: where each left its headers behind, 1 kB, they would leave 20 MB,
 * and the few of the suite more than this where each left 8 kB, as where one in twenty left its body.
 */
const MOST_GROWTH = 6_000_000;

let identity: IdentityProvider;
let simulator: Simulator;
let service: ServiceProcess;
let heap: HeapOf;
let customer: string;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  simulator = await createSimulator();
  const port = await freePort();
  service = await startServiceProcess(
    variablesFor(simulator, await freshDatabaseUrl(), {
      ...identity.variables,
      NODE_OPTIONS: `--inspect=127.0.0.1:${port}`,
      RATE_LIMIT_PER_MINUTE: '1000000',
      TRUST_PROXY: 'loopback',
      CARTS_PER_HOUR: '1000000',
      OTTU_PG_CODES: 'credit-card',
    }),
  );
  customer = await identity.bearer('cust-77');
  heap = await HeapOf.connect(port);
});
afterAll(async () => {
  heap.close();
  await service.end('SIGTERM');
  await simulator.close();
  await identity.close();
});

/** The whole programme, and each body of it as a signed event of Ottu, from the same networks every time. */
async function round(number: number): Promise<number> {
  let sent = 0;
  let cart: TestCart | undefined;
  const client = new HostileClient(service.url, customer, () => cart ?? { id: '', token: '' }, NETWORKS);
  for (const [index, route] of ROUTES.entries()) {
    const from = { 'x-forwarded-for': `10.${number}.${index}.1` };
    cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] }, from);
    for (const [place, hostile] of [...hostileRequests(route)].entries()) {
      if (place % ONE_IN !== 0) continue;
      const body =
        route.path === '/v1/webhooks/ottu' && hostile.body !== undefined
          ? signedIfPossible(hostile.body, simulator.hmacKey)
          : hostile.body;
      await client.answerTo(body === undefined ? hostile : { ...hostile, body });
      sent += 1;
    }
  }
  client.close();
  return sent + (await fuzzed(cart));
}

/** Requests that fast-check makes from the document, the same every time; what they are answered is for another test. */
async function fuzzed(cart: TestCart | undefined): Promise<number> {
  const shop = {
    service: { url: service.url, simulator },
    customer,
    serviceKey: authorization('shop'),
    keyWithoutScopes: authorization('old'),
    known: (kind: string) => (kind === 'carts' && cart !== undefined ? [cart] : []),
  };
  const fuzzer = new Fuzzer(shop, DOCUMENT, NETWORKS);
  let sent = 0;
  for (const operation of operationsOf(DOCUMENT)) {
    for (const draft of fc.sample(draftsFor(operation), { seed: 1, numRuns: FUZZED })) {
      await fuzzer.mismatch(operation, draft);
      sent += 1;
    }
  }
  fuzzer.close();
  return sent;
}

it('the programme, again and again, leaves nothing behind in the memory of the process', async () => {
  const after: number[] = [];
  for (let rounds = 0; rounds < ROUNDS; rounds += 1) {
    const sent = await round(rounds);
    const held = await heap.afterCollecting();
    after.push(held.heap);
    if (WHOLE !== undefined) console.log(rounds + 1, sent, held);
  }
  expect((after.at(-1) ?? 0) - (after[0] ?? 0)).toBeLessThan(MOST_GROWTH);
}, 900_000);
