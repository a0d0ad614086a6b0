import proxy from '@fastify/http-proxy';
import Fastify from 'fastify';

/**
 * No work at all but to pass on: `@fastify/http-proxy`, which knows no caller and no body.
 *
 *   node bench/peers/http-proxy.ts PORT UPSTREAM
 */
const [port, upstream = ''] = process.argv.slice(2);
const app = Fastify();
await app.register(proxy, {
  upstream,
  prefix: '/v1/payment-transactions/',
  rewritePrefix: '/b/checkout/v1/pymt-txn/',
  undici: { connections: 256 },
});
await app.listen({ host: '127.0.0.1', port: Number(port) });
