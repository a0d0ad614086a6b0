import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * An Ottu that costs almost nothing: it keeps its transactions and answers at once, or after a delay.
 *
 *   node bench/harness/upstream.ts PORT DELAY_MS
 */
const [port, delay] = process.argv.slice(2).map(Number);
const CREATE = '/b/checkout/v1/pymt-txn/';
const METHODS = '/b/pbl/v2/payment-methods/';
/** What makes an answer as long as Ottu's are: an instance offers several gateways, and prepares its SDK for each. */
const PADDING = 'x'.repeat(1_400);

interface Transaction {
  readonly session_id: string;
  readonly order_no: string;
  readonly amount: string;
  readonly currency_code: string;
}

const transactions = new Map<string, Transaction>();

const METHOD = {
  code: 'credit-card',
  name: 'Credit Card',
  pg: 'mpgs',
  type: 'sandbox',
  is_sandbox: true,
  operation: 'purchase',
  default_currency: 'KWD',
  accepted_currencies: ['KWD'],
  flow: 'redirect',
};

createServer((request, response) => void answer(request, response)).listen(port, '127.0.0.1');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [status, content] = answerTo(request, await read(request));
  if (delay !== 0) await sleep(delay);
  const text = JSON.stringify(content);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
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

function created({ session_id, order_no, amount, currency_code }: Transaction): object {
  const page = `https://ottu.example/b/checkout/page/?session_id=${session_id}`;
  return {
    session_id,
    state: 'created',
    operation: 'purchase',
    language: 'en',
    type: 'e_commerce',
    amount,
    currency_code,
    pg_codes: ['credit-card'],
    order_no,
    payment_type: 'one_off',
    expiration_time: '1 00:00:00',
    checkout_url: page,
    checkout_page_url: page,
    extra: { padding: PADDING },
    payment_methods: [{ ...METHOD, amount, currency_code, fee: '0.000', fee_description: '', redirect_url: page }],
  };
}

function paid({ session_id, order_no, amount, currency_code }: Transaction): object {
  return {
    result: 'success',
    state: 'paid',
    message: 'successful payment',
    session_id,
    order_no,
    reference_number: `bench${session_id.slice(0, 10)}`,
    amount,
    currency_code,
    amount_details: { currency_code, amount, fee: '0.000', total: amount },
    fee: `0.000 ${currency_code}`,
    paid_amount: amount,
    settled_amount: amount,
    remaining_amount: '0.000',
    gateway_name: 'mpgs',
    gateway_account: 'credit-card',
    gateway_response: { padding: PADDING },
    pg_params: { auth_code: 'A20002' },
    payment_type: 'one_off',
    is_sandbox: true,
    initiator: {},
    timestamp_utc: '2026-06-01 12:00:00',
    signature: '0'.repeat(64),
  };
}
