import { createHash, timingSafeEqual } from 'node:crypto';

import Fastify from 'fastify';
import pg from 'pg';
import { Agent } from 'undici';

/**
 * The least that does the work: bare Fastify over undici. With a database, each request that moves money is two bare
 * commits: a row before Ottu is called, and what came of it afterwards.
 *
 *   node bench/peers/fastify-undici.ts PORT UPSTREAM SECRET_SHA256 [DATABASE_URL]
 */
const [port, upstream = '', digest = '', databaseUrl] = process.argv.slice(2);
const CREATE = '/b/checkout/v1/pymt-txn/';
const agent = new Agent({ connections: 256 });
const pool = databaseUrl === undefined ? undefined : new pg.Pool({ connectionString: databaseUrl, max: 20 });
const app = Fastify();

await pool?.query(
  'create table if not exists peer (id bigserial primary key, key text unique, request jsonb not null, answer jsonb)',
);

app.addHook('onRequest', async (request, reply) => {
  const [, secret = ''] = request.headers.authorization?.split('.') ?? [];
  const hash = createHash('sha256').update(secret).digest();
  if (!timingSafeEqual(hash, Buffer.from(digest, 'hex'))) return reply.code(401).send({ code: 'unauthenticated' });
});

app.get<{ Params: { id: string } }>('/v1/payment-transactions/:id', async ({ params }, reply) => {
  const answer = await call('GET', `${CREATE}${params.id}/`);
  return reply.code(answer.status).type('application/json').send(answer.body);
});

app.post<{ Body: Record<string, unknown> }>('/v1/payment-transactions', async (request, reply) => {
  const answer = await durable(request.headers['idempotency-key'], request.body);
  return reply.code(answer.status).type('application/json').send(answer.body);
});

app.post<{ Body: Record<string, unknown> }>('/v1/buy-now', async (request, reply) => {
  const answer = await durable(request.headers['idempotency-key'], request.body);
  return reply.code(answer.status).type('application/json').send(answer.body);
});

// The smallest thing that a cart edit could be: one row changed, one commit.
app.put<{ Params: { id: string; sku: string }; Body: { quantity: number } }>(
  '/v1/carts/:id/items/:sku',
  async ({ params, body }) => {
    await pool?.query('insert into peer (request) values ($1)', [JSON.stringify({ ...params, ...body })]);
    return { id: params.id, items: [{ sku: params.sku, quantity: body.quantity }] };
  },
);

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function durable(key: string | string[] | undefined, body: object): Promise<Answer> {
  const request = JSON.stringify(body);
  if (pool === undefined) return call('POST', CREATE, request);
  const { rows } = await pool.query<{ id: string }>('insert into peer (key, request) values ($1, $2) returning id', [
    key,
    request,
  ]);
  const answer = await call('POST', CREATE, request);
  await pool.query('update peer set answer = $2 where id = $1', [rows[0]?.id, answer.body]);
  return answer;
}

async function call(method: 'GET' | 'POST', path: string, body?: string): Promise<Answer> {
  const { statusCode, body: answer } = await agent.request({
    origin: upstream,
    method,
    path,
    headers: { authorization: 'Api-Key bench', 'content-type': 'application/json' },
    body: body ?? null,
  });
  return { status: statusCode, body: await answer.text() };
}

await app.listen({ host: '127.0.0.1', port: Number(port) });
