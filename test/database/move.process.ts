import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import request from 'supertest';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { Database } from '../../src/database/database.ts';
import { newCart, setItem, type TestCart } from '../carts/support.ts';
import { operate } from '../operations/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { emptyDatabaseUrl, freshDatabaseUrl } from '../support/fresh-database.ts';
import { CREATE } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type Replica } from '../support/service.ts';
import { timeOf } from '../support/time.ts';
import { deliver, FAILED, paymentEvent, signed } from '../webhooks/support.ts';
import { seenThroughHttp } from './seen-through-http.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const home = mkdtempSync(join(tmpdir(), 'ottu-bff-move-'));
const SOURCE = `pglite:${join(home, 'data')}`;
const KEPT = { key: randomUUID(), body: buyNowBody({ order_no: 'PAID' }) };

type ChargeFault = { kind: 'empty' } | { kind: 'outcome'; outcome: 'pending' | 'declined' };

let simulator: Simulator;
/** Through HTTP, before the move. */
let seen: Readonly<Record<string, unknown>>;
const payments: string[] = [];
let pending: { readonly id: string; readonly session: string };
let cart: TestCart;

const start = (databaseUrl: string): Promise<Replica> =>
  startReplica({ simulator, databaseUrl }, { RATE_LIMIT_PER_MINUTE: '100000' });

async function command(script: string, ...args: string[]): Promise<{ status: number | null; text: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'database', 'moving', script), ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'] },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, text };
}

const move = (to: string, from = SOURCE) => command('move-command.js', '--from', from, '--to', to);

async function onServer<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Of each kind of row one at least, and values that a copy could spoil. */
async function fill({ url, app, background }: Replica): Promise<void> {
  const charged = async (call: Parameters<typeof buyNow>[1]): Promise<Record<string, string>> => {
    const { body } = await buyNow(url, call);
    const payment = body.payment as Record<string, string>;
    payments.push(String(payment['id']));
    return payment;
  };
  const faulty = async (fault: ChargeFault, orderNo: string): Promise<Record<string, string>> => {
    simulator.setFaults([{ match: CREATE, fault }]);
    const payment = await charged({ body: buyNowBody({ order_no: orderNo }) });
    simulator.clearFaults();
    return payment;
  };
  const paid = await charged(KEPT);
  const customer = { id: 'cust-1', first_name: 'سارة', last_name: 'O\'Neil "x" \\', email: 's@example.com' };
  await charged({ body: buyNowBody({ order_no: 'ARABIC', amount: '0.005', customer }) });
  await faulty({ kind: 'outcome', outcome: 'declined' }, 'DECLINED');
  await faulty({ kind: 'empty' }, 'LOST');
  const waiting = await faulty({ kind: 'outcome', outcome: 'pending' }, 'PENDING');
  pending = { id: String(waiting['id']), session: String(waiting['session_id']) };
  expect((await operate({ url }, String(paid['id']), { operation: 'refund', amount: '0.250' })).status).toBeLessThan(
    300,
  );
  await deliver({ url }, signed(paymentEvent('ARABIC', FAILED)));
  await deliver({ url }, signed(paymentEvent('OF-NOBODY')));
  cart = await newCart(url, { customer: { first_name: 'Noor' } });
  await setItem(url, cart, 'KARAK-TEA', 3);
  const forgotten = await charged({ body: buyNowBody({ order_no: 'FORGOTTEN', customer }) });
  await request(url).post(`/v1/payments/${forgotten['id']}/erasure`).set('authorization', authorization('privacy'));
  const database = app.get(Database, { strict: false });
  await timeOf({ app, background, simulator }).settled();
  await background.run('Inbox');
  // JSON that is null is not a column that is null.
  await database.query((db) =>
    sql`update payments set pg_params = 'null', message = E'tab\\t"quote" \\\\ newline\\n', created_at = created_at - interval '1 microsecond'
      where order_no = 'PAID'`.execute(db),
  );
  await database.query((db) =>
    sql`delete from payment_timeline where id = (select max(id) from payment_timeline)`.execute(db),
  );
}

beforeAll(async () => {
  simulator = await createSimulator();
  const service = await start(SOURCE);
  await fill(service);
  seen = await seenThroughHttp(service.url, { payments, carts: [cart] });
  const untouched = await emptyDatabaseUrl();
  const inUse = await move(untouched);
  expect(inUse).toMatchObject({ status: 1, text: expect.stringMatching(/^Another process is using the PGlite/) });
  expect(await onServer(untouched, "select from pg_class where relname = 'payments'")).toHaveLength(0);
  await service.close();
});
afterAll(async () => {
  await simulator.close();
  rmSync(home, { recursive: true, force: true });
});

describe('npm run move-database', () => {
  let target: string;

  it('moves every row to an empty PostgreSQL, and prints equal counts, sums and digests', async () => {
    target = await emptyDatabaseUrl();
    const { status, text } = await move(target);
    expect([status, text]).toEqual([0, expect.stringMatching(/^payments +6 +\d+\.\d+$/m)]);
    expect(text).toMatch(/^captured KWD +\d+$/m);
    expect(text).toMatch(/^refunded KWD +250$/m);
    expect(text).toMatch(/^carts KWD +3750$/m);
  });

  it('leaves its source as it was: a service starts on it and shows the same', async () => {
    const service = await start(SOURCE);
    expect(await seenThroughHttp(service.url, { payments, carts: [cart] })).toEqual(seen);
    await service.close();
  });

  it('refuses a target with rows, one that is no database of this service, and a source that is none', async () => {
    expect(await move(target)).toMatchObject({
      status: 1,
      text: expect.stringMatching(/^The target has rows already/),
    });
    const foreign = await emptyDatabaseUrl();
    await onServer(foreign, 'create table theirs (id int)');
    expect(await move(foreign)).toMatchObject({ status: 1, text: expect.stringContaining('(theirs)') });
    expect(await onServer(foreign, "select from pg_class where relname = 'payments'")).toHaveLength(0);
    const nowhere = join(home, 'nowhere');
    expect(await move(await freshDatabaseUrl(), `pglite:${nowhere}`)).toMatchObject({
      status: 1,
      text: expect.stringContaining(nowhere),
    });
    expect(existsSync(nowhere)).toBe(false);
    expect(await move('mysql://x')).toMatchObject({ status: 1, text: expect.stringMatching(/^--to/) });
    expect(await command('move-command.js')).toMatchObject({
      status: 2,
      text: expect.stringMatching(/^--from is missing/),
    });
  });

  it('keeps nothing where the copy is not the same to the microsecond', async () => {
    const coarse = await freshDatabaseUrl();
    await onServer(coarse, 'alter table payment_timeline alter column at type timestamptz(0)');
    expect(await move(coarse)).toMatchObject({
      status: 1,
      text: expect.stringMatching(/nothing of it was kept:\npayment_timeline: \d+ rows, digest/),
    });
    expect(await onServer(coarse, 'select from payments')).toHaveLength(0);
  });

  it('a service on PostgreSQL shows everything as before, and goes on from there', async () => {
    const triggers = 'select tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2';
    expect(await onServer(target, triggers)).toEqual(await onServer(await freshDatabaseUrl(), triggers));

    const service = await start(target);
    const { url } = service;
    expect(await seenThroughHttp(url, { payments, carts: [cart] })).toEqual(seen);

    expect((await buyNow(url, KEPT)).headers['idempotent-replayed']).toBe('true');
    const taken = await buyNow(url, { body: buyNowBody({ order_no: 'ARABIC', amount: '0.005' }) });
    expect(taken.body).toMatchObject({ code: 'order_no_taken', outcome: 'none' });
    const charged = await buyNow(url, { body: buyNowBody({ order_no: 'MOVED' }) });
    expect(charged.body).toMatchObject({ payment: { state: 'paid', outcome: 'final' } });
    await deliver({ url }, signed(paymentEvent('PENDING', { session_id: pending.session })));
    await service.background.run('Inbox');
    const settled = await request(url).get(`/v1/payments/${pending.id}`).set('authorization', authorization('reader'));
    expect(settled.body.payment).toMatchObject({ state: 'paid' });
    expect((await setItem(url, cart, 'KARAK-TEA', 1)).status).toBe(200);
    await service.close();
  });
});

describe('npm run export-database', () => {
  it('writes a file from which a directory is restored that shows the same, and takes the place of none', async () => {
    const file = join(home, 'backup.tar.gz');
    const { status, text } = await command('export-command.js', '--from', SOURCE, '--to', file);
    expect([status, text]).toEqual([0, expect.stringMatching(/^payments +6 +\d+\.\d+$/m)]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(home).filter((name) => name.includes('unfinished'))).toEqual([]);
    const again = await command('export-command.js', '--from', SOURCE, '--to', file);
    expect(again).toMatchObject({ status: 1, text: expect.stringContaining('is there already') });

    const restored = join(home, 'restored');
    mkdirSync(restored, { mode: 0o700 });
    expect(spawnSync('tar', ['-xzf', file, '-C', restored]).status).toBe(0);
    const service = await start(`pglite:${restored}`);
    expect(await seenThroughHttp(service.url, { payments, carts: [cart] })).toEqual(seen);
    expect((await buyNow(service.url, KEPT)).headers['idempotent-replayed']).toBe('true');
    expect((await buyNow(service.url)).body).toMatchObject({ payment: { state: 'paid' } });
    await service.close();
  });
});
