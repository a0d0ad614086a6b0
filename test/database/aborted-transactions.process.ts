import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Response } from 'supertest';

import { abandonCart, changeCart, newCart, setItem } from '../carts/support.ts';
import {
  checkout,
  freeze,
  pay,
  paymentOf,
  startCheckoutService,
  tagOf,
  teaCart,
  unfreeze,
} from '../checkout/support.ts';
import { operate, paid } from '../operations/support.ts';
import {
  abortedStatements,
  type AbortCode,
  type AbortedStatements,
  type Struck,
} from '../support/aborted-statements.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { freshDatabaseUrl, setOfDatabase } from '../support/fresh-database.ts';
import { CREATE, EVENTS_LOST, payAtOttu } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startReplica, type TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import { createTransaction, getTransaction, transactionBody } from '../support/transactions.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';

/** By hand, `ABORTED=all` strikes each statement in turn, and takes some minutes. */
const STRUCK: Struck = process.env['ABORTED'] === 'all' ? 'all' : 'ends';

let service: TestService;
let url: string;
let statements: AbortedStatements;
/** Of the last outcome. */
let advisoryLocks: string[] = [];

beforeAll(async () => {
  service = await startCheckoutService({ MERCHANT_WEBHOOK_URL: 'http://127.0.0.1:9/events' });
  url = service.url;
  statements = abortedStatements();
});
afterEach(() => {
  statements.heal();
  service.simulator.clearFaults();
});
afterAll(async () => {
  statements.stop();
  await service.close();
});

/** How many rows there are of each kind and state that somebody is told of. */
async function counts(): Promise<Map<string, number>> {
  const { rows } = await withRows(service, (db) =>
    sql<{ what: string; count: number }>`
      select what, count(*)::int as count from (
        select 'payment ' || state as what from payments
        union all select 'attempt ' || state from payment_attempts
        union all select 'operation ' || state from payment_operations
        union all select 'write ' || kind || ' ' || state from transaction_writes
        union all select 'fact ' || state || ' ' || counts from payment_facts
        union all select 'cart ' || state || ' ' || version from carts
        union all select 'amount' from payment_amounts
        union all select 'key' from idempotency_keys
        union all select 'inquiry ' || result from payment_inquiries
        union all select 'event of Ottu ' || state from webhook_inbox
        union all select 'event ' || type from merchant_events
        union all select 'timeline ' || event from payment_timeline
      ) as rows group by what`.execute(db),
  );
  return new Map(rows.map(({ what, count }) => [what, count]));
}

/** What came of it: for the caller, at Ottu and in the rows. */
async function outcomeOf(flow: Flow, before: () => void): Promise<Record<string, unknown>> {
  const { simulator } = service;
  simulator.reset();
  // Ottu's own events come when they like.
  simulator.setFaults([EVENTS_LOST]);
  await withRows(service, (db) => sql`delete from limit_counts`.execute(db));
  const prepared = await flow.prepare();
  simulator.setFaults([EVENTS_LOST]);
  await service.settled();
  const [rowsBefore, requestsBefore] = [await counts(), simulator.requests().length];
  before();
  const answers = await flow.run(prepared);
  await service.settled();
  advisoryLocks = statements.seen().filter((text) => text.includes('advisory'));
  statements.heal();
  simulator.clearFaults();
  const rowsAfter = await counts();
  const names = [...new Set([...rowsBefore.keys(), ...rowsAfter.keys()])].toSorted();
  const changed = names.map((name) => [name, (rowsAfter.get(name) ?? 0) - (rowsBefore.get(name) ?? 0)] as const);
  return {
    answers,
    ottu: simulator
      .requests()
      .slice(requestsBefore)
      .map(({ method, path }) => `${method} ${withoutIds(path)}`),
    ledger: simulator.ledger().map(({ kind, amount, currency }) => ({ kind, amount, currency })),
    rows: Object.fromEntries(changed.filter(([, count]) => count !== 0)),
  };
}

const withoutIds = (text: string): string => text.replaceAll(/[0-9a-f]{40}|[0-9a-f-]{36}/g, '…');

/** The answer, without what is another one each time. */
function shown({ status, body }: Response): Record<string, unknown> {
  const { payment, cart, code, outcome, operation } = body as Record<string, Record<string, unknown> | undefined>;
  const of = (object: Record<string, unknown> | undefined, ...members: string[]): unknown =>
    object && Object.fromEntries(members.map((name) => [name, object[name]]));
  return {
    status,
    code,
    outcome,
    payment: of(payment, 'state', 'status', 'outcome', 'amount'),
    cart: of(cart, 'state', 'items', 'totals', 'version'),
    operation: of(operation, 'state', 'amount'),
  };
}

interface Flow<T = never> {
  readonly name: string;
  readonly prepare: () => Promise<T>;
  readonly run: (prepared: T) => Promise<unknown>;
}

const orderNo = (): string => `ABORT-${randomUUID().slice(0, 13)}`;
const nothing = async (): Promise<void> => undefined;
/** With the type of what it prepares kept between its two halves. */
const flow = <T>(name: string, prepare: () => Promise<T>, run: (prepared: T) => Promise<unknown>): Flow =>
  ({ name, prepare, run }) as unknown as Flow;

const FLOWS: readonly Flow[] = [
  // First: time passes for what the others leave behind.
  flow(
    'a charge whose answer was lost, which is asked about',
    async () => {
      service.simulator.setFaults([{ match: CREATE, fault: { kind: 'empty' } }, EVENTS_LOST]);
      const order = orderNo();
      await buyNow(url, { body: buyNowBody({ order_no: order }) });
      return order;
    },
    async (order) => {
      await service.moveTime(15 * MINUTE);
      await service.runOnce('Reconciliation');
      return (await paymentOf(service, order))['state'];
    },
  ),
  flow('a charge', nothing, async () => {
    const call = { key: randomUUID(), body: buyNowBody({ order_no: orderNo() }) };
    return [shown(await buyNow(url, call)), shown(await buyNow(url, call))];
  }),
  flow('a charge that is declined', nothing, async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome: 'declined' } }, EVENTS_LOST]);
    return shown(await buyNow(url, { body: buyNowBody({ order_no: orderNo() }) }));
  }),
  flow(
    'a session that its payer pays, and Ottu’s event of it',
    async () => {
      const order = orderNo();
      const { body } = await createTransaction(url, { body: transactionBody({ amount: '1.000', order_no: order }) });
      await payAtOttu(service, body.session_id);
      return { order, session: String(body.session_id) };
    },
    async ({ order, session }) => {
      const event = await deliver(service, signed(paymentEvent(order, { session_id: session })));
      await service.runDue('Inbox');
      return [event.status, (await getTransaction(url, session)).status];
    },
  ),
  flow('a cart that is filled, edited and given up', nothing, async () => {
    const cart = await newCart(url);
    const answers = [
      await setItem(url, cart, 'KARAK-TEA', 2),
      await changeCart(url, cart, { customer: { email: 'who@shop.example' } }),
      await setItem(url, cart, 'KARAK-TEA', 1),
      await abandonCart(url, cart),
    ];
    return answers.map(shown);
  }),
  flow(
    'a cart that is checked out, frozen and opened again',
    () => teaCart(url),
    async (cart) => {
      const answers = [await checkout(url, cart)];
      answers.push(await freeze(url, cart, { 'if-match': await tagOf(url, cart) }), await unfreeze(url, cart));
      return answers.map(shown);
    },
  ),
  flow(
    'a cart that is paid by a wallet',
    () => teaCart(url),
    async (cart) => shown(await pay(url, cart)),
  ),
  flow(
    'a refund',
    () => paid(service, { order_no: orderNo() }),
    async ({ id }) => shown(await operate(service, id, { operation: 'refund', amount: '0.300' })),
  ),
];

describe.each(FLOWS)('$name: where the database undoes a transaction because of another one', (each) => {
  it('the transaction is run again as a whole: answers, rows and the calls to Ottu are as without', async () => {
    const untouched = await outcomeOf(each, () => statements.heal());
    let struck = 0;
    for (let nth = 1; ; nth += 1) {
      const code: AbortCode = nth % 2 === 0 ? '40P01' : '40001';
      const outcome = await outcomeOf(each, () => statements.abortNext(each.name, code, STRUCK));
      if (statements.aborted().length === 0) break;
      struck += 1;
      expect({ struck: statements.aborted(), ...outcome }).toEqual({ struck: statements.aborted(), ...untouched });
    }
    expect(struck).toBeGreaterThan(1);
  });
});

describe('what happens at every sale', () => {
  it.each(FLOWS.slice(1))('$name: takes no advisory lock, which would put all of them in one line', async (each) => {
    await outcomeOf(each, () => statements.heal());
    expect(advisoryLocks).toEqual([]);
  });
});

describe('M1, M4: a transaction that the database undoes', () => {
  it('again and again is given up: 503 with the outcome unknown, Ottu is not called, and the same key charges once', async () => {
    service.simulator.reset();
    const call = { key: randomUUID(), body: buyNowBody({ order_no: orderNo() }) };
    statements.abortCommits('40001');
    const answer = await buyNow(url, call);
    expect([answer.status, answer.body.code, answer.body.outcome]).toEqual([503, 'store_unavailable', 'unknown']);
    expect(statements.aborted()).toHaveLength(8);
    expect(service.simulator.requests(CREATE)).toHaveLength(0);
    statements.heal();
    expect((await buyNow(url, call)).body.payment).toMatchObject({ state: 'paid' });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('is not run again where the database does not know what became of its COMMIT', async () => {
    service.simulator.reset();
    const call = { key: randomUUID(), body: buyNowBody({ order_no: orderNo() }) };
    statements.abortCommits('40003');
    const answer = await buyNow(url, call);
    expect([answer.status, answer.body.code, answer.body.outcome]).toEqual([503, 'store_unavailable', 'unknown']);
    expect(statements.aborted()).toEqual(['commit']);
    expect(service.simulator.requests(CREATE)).toHaveLength(0);
  });
});

describe('a server whose transactions see nothing of others by default', () => {
  it('is asked for READ COMMITTED: of refunds at once on four payments, as many are let through as the caller may make', async () => {
    const databaseUrl = await freshDatabaseUrl();
    await setOfDatabase(databaseUrl, "default_transaction_isolation = 'repeatable read'");
    const strict = await startReplica({ simulator: service.simulator, databaseUrl });
    try {
      const here = { url: strict.url, simulator: service.simulator };
      const payments = [];
      for (let count = 0; count < 4; count += 1) payments.push(await paid(here, { order_no: orderNo() }));
      const refund = { operation: 'refund', amount: '0.600' };
      const answers = await Promise.all(payments.map(({ id }) => operate(here, id, refund, { caller: 'clerk' })));
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '403', '403', '403']);
    } finally {
      await strict.close();
    }
  });
});
