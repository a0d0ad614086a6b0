import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { emptyDatabaseUrl } from '../support/fresh-database.ts';
import { CREATE, EVENTS_LOST } from '../support/ottu.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';

let simulator: Simulator;
let replicas: readonly ServiceProcess[] = [];

beforeAll(async () => {
  simulator = await createSimulator();
});
afterEach(async () => {
  await Promise.all(replicas.map(async (replica) => replica.end('SIGKILL')));
  simulator.reset();
});
afterAll(async () => {
  await simulator.close();
});

/** Two processes of the built service on one new database. */
async function startTwo(more: Record<string, string> = {}): Promise<readonly [ServiceProcess, ServiceProcess]> {
  const variables = variablesFor(simulator, await emptyDatabaseUrl(), more);
  // At once: whoever comes second waits for the migrations of the first.
  const both = await Promise.all([startServiceProcess(variables), startServiceProcess(variables)] as const);
  replicas = both;
  return both;
}

/** The payment of an answer, whether it is one or a problem that points at one. */
function paymentOf({ body }: Response): unknown {
  return (body as { payment?: { id?: unknown } }).payment?.id;
}

describe('M1, M3, M8, M9: one key on two replicas', () => {
  it('50 requests at once, spread over both, are one charge and one payment', async () => {
    const both = await startTwo();
    // Long enough that the others come while it is under way.
    simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'delay', ms: 700 } }]);
    const call = { key: randomUUID(), body: buyNowBody({ order_no: 'REPLICAS-1' }) };

    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_none, index) => buyNow(both[index % 2 === 0 ? 0 : 1].url, call)),
    );

    expect(simulator.requests(CREATE)).toHaveLength(1);
    expect(simulator.ledger()).toHaveLength(1);
    expect(new Set(answers.map(paymentOf))).toEqual(new Set([expect.any(String)]));
    for (const { status, body } of answers) {
      expect(
        [
          status === 201 && body.payment.state === 'paid',
          status === 202 && body.payment.outcome === 'unknown',
          status === 409 && body.code === 'idempotency_in_flight' && body.outcome === 'unknown',
        ].filter(Boolean),
      ).toHaveLength(1);
    }
    expect(
      answers.filter(({ status, headers }) => status === 201 && headers['idempotent-replayed'] === undefined),
    ).toHaveLength(1);

    for (const replica of both) {
      const again = await buyNow(replica.url, call);
      expect(again.status).toBe(201);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.body.payment).toMatchObject({ order_no: 'REPLICAS-1', state: 'paid' });
      expect(paymentOf(again)).toBe(paymentOf(answers[0] as Response));
    }
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });

  it('the replica that holds the claim is killed with -9; the other one says unknown and never charges again', async () => {
    // The lease is the charge deadline and a second; what was lost is looked for much later than this test lasts.
    const [holder, other] = await startTwo({ TIME_SCALE: '30', OTTU_CHARGE_TIMEOUT_MS: '1500' });
    simulator.setFaults([
      { match: { ...CREATE, nth: 1 }, fault: { kind: 'hang', when: 'after' } },
      // Nothing but the lease is to tell what became of it.
      EVENTS_LOST,
    ]);
    const call = { key: randomUUID(), body: buyNowBody({ order_no: 'REPLICAS-2' }) };
    const cut = buyNow(holder.url, call).then(
      () => 'answered',
      () => 'cut off',
    );
    await eventually(() => simulator.ledger().length === 1);
    expect(await holder.end('SIGKILL')).toBe('SIGKILL');
    expect(await cut).toBe('cut off');

    const heard: Response[] = [];
    await eventually(async () => {
      heard.push(await buyNow(other.url, call));
      return heard.at(-1)?.status !== 409;
    });
    expect(heard.slice(0, -1).every(({ body }) => body.code === 'idempotency_in_flight')).toBe(true);
    expect(heard.every(({ body }) => (body.outcome ?? body.payment.outcome) === 'unknown')).toBe(true);
    expect(heard.at(-1)?.status).toBe(202);
    expect(heard.at(-1)?.body.payment).toMatchObject({ order_no: 'REPLICAS-2', state: 'unknown' });
    expect(new Set(heard.map(paymentOf)).size).toBe(1);
    expect(simulator.requests(CREATE)).toHaveLength(1);
    expect(simulator.ledger()).toHaveLength(1);
  });
});
