import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RouteTable, type DeclaredRoute } from '../../src/access/route-table.ts';
import { startTestService, type TestService } from '../support/service.ts';

const SHOP = 'https://shop.example';
const SMALL = 32 * 1024;
const LARGE = 256 * 1024;
const EVENT = 1024 * 1024;

let service: TestService;
let routes: DeclaredRoute[];
const agent = new Agent({ keepAlive: false });

beforeAll(async () => {
  service = await startTestService({ STOREFRONT_ORIGINS: SHOP, RATE_LIMIT_PER_MINUTE: '1000000' });
  routes = service.app.get(RouteTable).list();
});
afterAll(async () => {
  agent.destroy();
  await service.close();
});

interface Sent {
  readonly route: DeclaredRoute;
  readonly bytes: number;
  readonly type?: string;
  /** In pieces, without a Content-Length. */
  readonly chunked?: boolean;
}

interface Answer {
  readonly status: number | undefined;
  readonly origin: string | undefined;
  readonly code: unknown;
}

/** Bodies go with GET and DELETE too, which fetch does not do. */
async function send({ route, bytes, type = 'application/json', chunked = false }: Sent): Promise<Answer> {
  const sent = request(service.url + route.path.replaceAll(/:\w+/g, 'f1d0c0de-0000-4000-8000-000000000000'), {
    method: route.method,
    agent,
    headers: {
      origin: SHOP,
      'content-type': type,
      ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes }),
    },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    // After an answer it changes nothing: a refusal may come, and the connection end, while the body is on its way.
    sent.on('error', reject);
  });
  // The body of a refused request may be cut off; what counts is the answer.
  if (chunked) for (let left = bytes; left > 0; left -= 4_096) sent.write(' '.repeat(Math.min(left, 4_096)));
  sent.end(chunked ? undefined : ' '.repeat(bytes));
  const response = await answered;
  const body = await text(response);
  const problem = String(response.headers['content-type']).includes('problem+json') ? JSON.parse(body) : {};
  const origin = response.headers['access-control-allow-origin'];
  return { status: response.statusCode, origin, code: problem.code };
}

function named(route: DeclaredRoute): string {
  return `${route.method} ${route.path}`;
}

describe('the largest body of every route of the table', () => {
  it('is 1 MB where Ottu calls, 256 kB where a server or an operator does or a wallet pays, and 32 kB for all others', () => {
    const shoppers = routes.filter(({ access }) => access.kind === 'storefront' || access.kind === 'open');
    expect(shoppers.filter(({ carriesWalletPayload }) => carriesWalletPayload).map(named)).toEqual([
      'POST /v1/carts/:id/payments',
    ]);
  });

  it('is kept: one byte more is 413 before anything is read, and what fits is not', async () => {
    for (const route of routes) {
      const most = limitOf(route);
      const over = await send({ route, bytes: most + 1 });
      expect([named(route), over.status, over.code]).toEqual([named(route), 413, 'payload_too_large']);
      const fits = await send({ route, bytes: most });
      expect([named(route), fits.status === 413]).toEqual([named(route), false]);
    }
  });

  it('holds while a body streams in without a length, and for every type of it', async () => {
    for (const route of routes.filter(({ access }) => access.kind === 'storefront')) {
      const bytes = limitOf(route) + 1;
      const streamed = await send({ route, bytes, chunked: true });
      expect([named(route), streamed.status, streamed.code]).toEqual([named(route), 413, 'payload_too_large']);
      const form = await send({ route, bytes, type: 'multipart/form-data; boundary=x' });
      expect([named(route), form.status]).toEqual([named(route), 413]);
    }
  });

  it('is told to a storefront by an answer that its browser lets it read', async () => {
    for (const route of routes) {
      const { origin } = await send({ route, bytes: limitOf(route) + 1 });
      expect([named(route), origin]).toEqual([named(route), route.access.kind === 'storefront' ? SHOP : undefined]);
    }
  });
});

/** Written down once more, by who calls: a route that is added is held to it. */
function limitOf(route: DeclaredRoute): number {
  if (named(route) === 'POST /v1/webhooks/ottu') return EVENT;
  const shoppers = route.access.kind === 'storefront' || route.access.kind === 'open';
  return shoppers && named(route) !== 'POST /v1/carts/:id/payments' ? SMALL : LARGE;
}
