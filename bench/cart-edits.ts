import { setTimeout as sleep } from 'node:timers/promises';

import { createSimulator, type AnyFaultRule } from '../sandbox/simulator.ts';
import { freePort } from '../test/support/free-port.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { buildService, startServiceProcess } from '../test/support/service-process.ts';

/**
 * How long an edit of a cart takes, whatever Ottu does: healthy, answering after 2 s, hanging, and down. Beside it the same
 * request without any change (a no-op edit writes nothing), so that the cost of the commit shows.
 *
 *   node bench/cart-edits.ts [EDITS]
 */
const EDITS = Number(process.argv[2] ?? 300);
const OTTU = '/b/checkout/';
const WORLDS: readonly (readonly [string, readonly AnyFaultRule[]])[] = [
  ['Ottu is well', []],
  ['Ottu takes 2 s', [{ match: { path: OTTU }, fault: { kind: 'delay', ms: 2_000 } }]],
  ['Ottu hangs', [{ match: { path: OTTU }, fault: { kind: 'hang' } }]],
  ['Ottu is down (503)', [{ match: { path: OTTU }, fault: { kind: 'status', status: 503 } }]],
];

buildService();
const simulator = await createSimulator();
const server = await startPostgresServer();
const service = await startServiceProcess({
  NODE_ENV: 'production',
  LOG_LEVEL: 'error',
  PUBLIC_URL: `http://127.0.0.1:${await freePort()}`,
  OTTU_BASE_URL: simulator.url,
  OTTU_MODE: 'sandbox',
  OTTU_API_KEY: simulator.apiKey,
  OTTU_WEBHOOK_KEYS: simulator.hmacKey,
  OTTU_PG_CODES: 'credit-card',
  DATABASE_URL: server.url,
  CATALOG: 'file:sandbox/catalog.json',
  RATE_LIMIT_PER_MINUTE: '1000000',
});

console.log(`${EDITS} edits one after the other, milliseconds: median, 95 %, longest`);
await measure('warm-up', []);
for (const [name, faults] of WORLDS) await measure(name, faults);
await service.end('SIGTERM');
await simulator.close();
await server.stop();
process.exit(0);

async function measure(name: string, faults: readonly AnyFaultRule[]): Promise<void> {
  simulator.setFaults(faults);
  const { cart, cart_token: token } = (await (
    await send('POST', '/v1/carts', { currency_code: 'KWD', items: [{ sku: 'KARAK-TEA', quantity: 1 }] })
  ).json()) as { cart: { id: string }; cart_token: string };
  // The cart's session is on its way to Ottu, or stuck there.
  await sleep(1_500);
  const calls = simulator.requests().length;
  const edits: number[] = [];
  const nothing: number[] = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    const quantity = (edit % 9) + 2;
    edits.push(await timed(() => send('PUT', `/v1/carts/${cart.id}/items/KARAK-TEA`, { quantity }, token)));
    nothing.push(await timed(() => send('PUT', `/v1/carts/${cart.id}/items/KARAK-TEA`, { quantity }, token)));
  }
  if (name !== 'warm-up') {
    console.log(
      `${name.padEnd(20)} edit ${figures(edits)}   without a change ${figures(nothing)}   calls to Ottu ${simulator.requests().length - calls}`,
    );
  }
}

async function timed(work: () => Promise<Response>): Promise<number> {
  const began = performance.now();
  const answer = await work();
  if (answer.status !== 200) throw new Error(`an edit was answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
  return performance.now() - began;
}

async function send(method: string, path: string, body: object, token?: string): Promise<Response> {
  return fetch(`${service.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { 'cart-token': token }) },
    body: JSON.stringify(body),
  });
}

function figures(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  return `${at(0.5)} / ${at(0.95)} / ${at(1)}`;
}
