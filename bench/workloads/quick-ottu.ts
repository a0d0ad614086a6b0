import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { created, paid, type Transaction } from '../harness/ottu-answers.ts';
import { textOf } from '../harness/text-of.ts';

const SESSIONS = '/b/checkout/v1/pymt-txn/';
const NATIVE = '/b/pbl/v2/payment/';
const METHODS = '/b/pbl/v2/payment-methods/';
const NONE: Transaction = { session_id: '', order_no: '', amount: '1.000', currency_code: 'KWD' };

export interface QuickOttu {
  readonly url: string;
  /** How long it takes for each answer, in milliseconds. */
  readonly delayMs: number;
  /** Requests until now. */
  readonly calls: number;
  close(): void;
}

/** An Ottu that costs almost nothing: it keeps its transactions, and every charge succeeds. */
export async function startQuickOttu(delayMs = 0): Promise<QuickOttu> {
  const transactions = new Map<string, Transaction>();
  let count = 0;
  let calls = 0;

  const answerTo = (method: string, path: string, text: string): readonly [number, object] => {
    if (path === METHODS) return [200, { customer_id: '', pg_codes: ['credit-card'], payment_methods: [] }];
    const body = (text === '' ? {} : JSON.parse(text)) as Partial<Transaction> & { payment_instrument?: unknown };
    if (path.startsWith(NATIVE)) return [200, paid({ ...NONE, ...transactions.get(body.session_id ?? '') })];
    if (!path.startsWith(SESSIONS)) return [404, { detail: 'Not found.' }];
    const asked = path.slice(SESSIONS.length, -1);
    const known = transactions.get(asked);
    if (asked !== '' && known === undefined) return [404, { detail: 'Not found.' }];
    if (method === 'GET') return [200, created(known ?? NONE)];
    count += 1;
    const { session_id = (count + 2 ** 40).toString(16).padStart(40, '0') } = known ?? {};
    const { order_no, amount, currency_code } = { ...NONE, order_no: `OTTU-${count}`, ...known, ...body };
    const transaction = { session_id, order_no, amount, currency_code };
    transactions.set(session_id, transaction);
    if (body.payment_instrument !== undefined) return [201, paid(transaction)];
    return [method === 'POST' ? 201 : 200, created(transaction)];
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    calls += 1;
    const text = await textOf(request);
    if (delayMs > 0) await sleep(delayMs);
    const [status, answer] = answerTo(request.method ?? '', (request.url ?? '').split('?')[0] ?? '', text);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delayMs,
    get calls() {
      return calls;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
