import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { created, METHOD, paid, type Transaction } from './ottu-answers.ts';
import { textOf } from './text-of.ts';

/**
 * An Ottu that costs almost nothing: it keeps its transactions and answers at once, or after a delay.
 *
 *   node bench/harness/upstream.ts PORT DELAY_MS
 */
const [port, delay] = process.argv.slice(2).map(Number);
const CREATE = '/b/checkout/v1/pymt-txn/';
const METHODS = '/b/pbl/v2/payment-methods/';
const transactions = new Map<string, Transaction>();

createServer((request, response) => void answer(request, response)).listen(port, '127.0.0.1');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [status, content] = answerTo(request, await textOf(request));
  if (delay !== 0) await sleep(delay);
  const text = JSON.stringify(content);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function answerTo({ method = '', url = '' }: IncomingMessage, text: string): [number, object] {
  if (url === METHODS) return [200, { customer_id: '', pg_codes: ['credit-card'], payment_methods: [METHOD] }];
  if (!url.startsWith(CREATE)) return [404, { detail: 'Not found.' }];
  const session = url.slice(CREATE.length, -1);
  if (method === 'GET') {
    const known = transactions.get(session);
    return known === undefined ? [404, { detail: 'Not found.' }] : [200, created(known)];
  }
  const body = JSON.parse(text) as Partial<Transaction> & { payment_instrument?: unknown; pg_codes?: string[] };
  const transaction = {
    session_id: session === '' ? randomBytes(20).toString('hex') : session,
    order_no: 'none',
    amount: '1.000',
    currency_code: 'KWD',
    ...transactions.get(session),
    ...body,
  };
  transactions.set(transaction.session_id, transaction);
  const status = method === 'POST' ? 201 : 200;
  return [status, body.payment_instrument === undefined ? created(transaction) : paid(transaction)];
}
