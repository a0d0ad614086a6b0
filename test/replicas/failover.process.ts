import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { hasHAProxy, startHAProxy, type HAProxy } from '../support/haproxy.ts';
import { CREATE } from '../support/ottu.ts';
import { addressOf, ask, startPostgresPair, type PostgresPair } from '../support/postgres-pair.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type Replica } from '../support/service.ts';
import { MINUTE, timeOf } from '../support/time.ts';

/** Debian's package; `.ci/run` installs it. */
const whereInstalled = hasHAProxy() ? describe : describe.skip;

/** By hand more of them: `FAILOVER_CHARGES=3000`. Half of them are answered before the primary dies. */
const CHARGES = Number(process.env['FAILOVER_CHARGES'] ?? 120);
const CALLERS = 8;
/** By hand, `FAILOVER_MODE=asynchronous`: the standby hears nothing of what is charged last, and what was answered is lost. */
const MODE = process.env['FAILOVER_MODE'] === 'asynchronous' ? 'asynchronous' : 'synchronous';

let simulator: Simulator;
let pair: PostgresPair;
let proxy: HAProxy;
let replicas: Replica[] = [];

/** HAProxy takes each server for a good one until it has asked it, and gives them out in turns. */
async function leadsToPrimary(url: string): Promise<boolean> {
  for (let turns = 0; turns < 4; turns += 1) {
    const [row] = await ask({ url }, 'select pg_is_in_recovery() as standby').catch(() => []);
    if (row?.['standby'] !== false) return false;
  }
  return true;
}

interface Charged {
  readonly orderNo: string;
  readonly id: string;
}

const counts = { requests: 0, away: 0, unknown: 0, answered: 0 };

/** A caller as the API wants it: repeats with the same key while it is told 503 or that its charge is under way. */
async function charge(number: number): Promise<Charged | undefined> {
  const orderNo = `FAILOVER-${number}`;
  const call = { key: randomUUID(), body: buyNowBody({ order_no: orderNo }) };
  for (let tries = 0; tries < 600; tries += 1) {
    counts.requests += 1;
    const { url } = replicas[(number + tries) % replicas.length] as Replica;
    const { status, body } = await buyNow(url, call);
    if (status === 201) {
      counts.answered += 1;
      return { orderNo, id: body.payment.id as string };
    }
    // Nobody waits for what Ottu must be asked about, twelve minutes later.
    if (status === 202 || status === 409) {
      counts.unknown += 1;
      return undefined;
    }
    expect([status, body.code]).toEqual([503, 'store_unavailable']);
    counts.away += 1;
    await sleep(50);
  }
  throw new Error(`no answer to ${orderNo}`);
}

async function stateOf(orderNo: string): Promise<Record<string, unknown>[]> {
  const { url } = replicas[0] as Replica;
  const { body } = await request(url)
    .get('/v1/payments')
    .query({ order_no: orderNo })
    .set('authorization', authorization('reader'));
  return body.payments as Record<string, unknown>[];
}

whereInstalled('PostgreSQL with a standby, behind HAProxy (skipped where it is not installed)', () => {
  beforeAll(async () => {
    simulator = await createSimulator();
    pair = await startPostgresPair(MODE);
    await ask(pair.primary, 'create role haproxy_check login');
    await ask(pair.primary, 'create database bff');
    proxy = await startHAProxy(addressOf(pair.primary), addressOf(pair.standby));
    const databaseUrl = `postgres://postgres@${proxy.address}/bff`;
    await eventually(() => leadsToPrimary(databaseUrl));
    // A COMMIT that waits for the standby is given up after so long.
    const variables = { DATABASE_SILENCE_MS: '4000' };
    const first = await startReplica({ simulator, databaseUrl }, variables);
    replicas = [first, await startReplica({ simulator, databaseUrl }, variables)];
  });
  afterAll(async () => {
    await Promise.all(replicas.map(async (replica) => replica.close()));
    await proxy.stop();
    await pair.stop();
    await simulator.close();
  });

  const ifSynchronous = MODE === 'synchronous' ? it : it.skip;
  ifSynchronous(
    'M1: answers no COMMIT while its synchronous standby is away: the charge is told as unknown, and is never sent',
    async () => {
      const [{ url }] = replicas as [Replica];
      const call = { key: randomUUID(), body: buyNowBody({ order_no: 'STANDBY-AWAY-1' }) };
      await pair.sever();
      const answer = await buyNow(url, call);
      expect([answer.status, answer.body.code, answer.body.outcome]).toEqual([503, 'store_unavailable', 'unknown']);
      await pair.reconnect();
      // It was written all the same: as long as its lease it counts as under way.
      const again = await buyNow(url, call);
      expect([again.status, again.body.code, again.body.outcome]).toEqual([409, 'idempotency_in_flight', 'unknown']);
      expect(simulator.requests(CREATE)).toHaveLength(0);
      expect((await buyNow(url)).status).toBe(201);
    },
  );

  it('whose primary dies in the middle of charges loses no charge that was answered, doubles none, and the service goes on with the standby by itself', async () => {
    const answered: Charged[] = [];
    let [next, killed] = [0, false];
    const fail = async (): Promise<void> => {
      killed = true;
      await pair.primary.kill();
      await pair.promote();
    };
    let failedOver: Promise<void> | undefined;
    const caller = async (): Promise<void> => {
      while (next < CHARGES) {
        next += 1;
        const charged = await charge(next);
        if (charged !== undefined) answered.push(charged);
        if (answered.length >= CHARGES / 2 && !killed) failedOver = fail();
        else if (answered.length === CHARGES / 4 && MODE === 'asynchronous') await pair.sever();
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    await failedOver;
    expect(killed).toBe(true);
    // Callers were answered on the standby, without a restart of anything.
    expect((await request((replicas[0] as Replica).url).get('/health/ready')).status).toBe(200);

    // What is unknown is asked about, until all is known.
    const [{ app, background }] = replicas as [Replica];
    await timeOf({ app, background, simulator }).passTime(80 * MINUTE);

    const ledger = new Map<string, number>();
    for (const entry of simulator.ledger()) {
      const orderNo = String(entry.order_no);
      ledger.set(orderNo, (ledger.get(orderNo) ?? 0) + 1);
    }
    const rows: { orderNo: string; states: unknown[]; charges: number }[] = [];
    for (let number = 1; number <= CHARGES; number += 1) {
      const orderNo = `FAILOVER-${number}`;
      const states = (await stateOf(orderNo)).map(({ state }) => state);
      rows.push({ orderNo, states, charges: ledger.get(orderNo) ?? 0 });
    }
    const byOrder = new Map(rows.map((row) => [row.orderNo, row]));
    const lost = answered.filter(({ orderNo }) => byOrder.get(orderNo)?.states[0] !== 'paid');
    const doubled = rows.filter(({ charges }) => charges > 1);
    const different = rows.filter(({ states, charges }) => (states[0] === 'paid') !== (charges === 1));
    process.stdout.write(
      `failover, ${MODE}: ${JSON.stringify({ charges: CHARGES, ...counts, lost: lost.length, doubled: doubled.length, different: different.length })}\n`,
    );
    expect({ lost, doubled, different }).toEqual({ lost: [], doubled: [], different: [] });
    expect(counts.away).toBeGreaterThan(0);
  });
});
