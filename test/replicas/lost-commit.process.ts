import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { holdFirstAnswer, type HeldAnswer } from '../support/held-answer.ts';
import { startCommitLosingNetwork, type CommitLosingNetwork } from '../support/lost-commit.ts';
import { CREATE } from '../support/ottu.ts';
import { createTransaction, transactionBody } from '../support/transactions.ts';
import { startReplica, type Replica } from '../support/service.ts';

let simulator: Simulator;
let network: CommitLosingNetwork;
let ottu: HeldAnswer;
let replicas: Replica[] = [];

beforeAll(async () => {
  simulator = await createSimulator();
});
afterEach(async () => {
  await ottu.close();
  await Promise.all(replicas.map(async (replica) => replica.close()));
  replicas = [];
  await network.close();
  simulator.reset();
});
afterAll(async () => {
  await simulator.close();
});

async function startOne(ottuUrl: string, databaseUrl: string): Promise<string> {
  const variables = { OTTU_BASE_URL: ottuUrl };
  const replica = await startReplica({ simulator, databaseUrl }, variables, { background: 'running' });
  replicas.push(replica);
  return replica.url;
}

/**
 * Two replicas on one PostgreSQL. The first reaches nobody at Ottu, and the network to its database can lose a COMMIT's
 * acknowledgement; the second reaches Ottu, whose first answer is held until it is let go.
 */
async function startTwo(): Promise<{ readonly cutOff: string; readonly well: string }> {
  const databaseUrl = await freshDatabaseUrl();
  network = await startCommitLosingNetwork(databaseUrl);
  ottu = await holdFirstAnswer(simulator.url, CREATE);
  const well = await startOne(ottu.url, databaseUrl);
  const cutOff = await startOne(`http://127.0.0.1:${await freePort()}`, network.url);
  return { cutOff, well };
}

describe('M1a M5a: a settlement that is tried again because its COMMIT was never acknowledged', () => {
  it('does not close the charge that the same key has claimed meanwhile, so that no third request charges again', async () => {
    const { cutOff, well } = await startTwo();
    const call = { key: randomUUID(), body: buyNowBody({ order_no: 'LOST-COMMIT-1' }) };
    const settling = /update "payment_attempts"/;

    network.loseCommitOf(settling);
    const first = await buyNow(cutOff, call);
    expect(first.status).toBe(503);
    expect(first.body).toMatchObject({ code: 'ottu_unreachable', outcome: 'none' });
    expect(network.lost()).toBe(true);

    // The same key claims again by way of the other replica, and charges; its answer is still on its way …
    const second = buyNow(well, call).then((answer) => answer);
    await eventually(() => ottu.held());
    expect(simulator.ledger()).toHaveLength(1);
    // … while the first settlement, which has happened long ago, is stored once more.
    network.heal();
    await eventually(() => network.committed(/"payment_timeline"[^]*not_sent/) > 0);

    const third = await buyNow(well, call);
    expect(third.status).toBe(409);
    expect(third.body).toMatchObject({ code: 'idempotency_in_flight', outcome: 'unknown' });

    ottu.letGo();
    const answer = await second;
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ order_no: 'LOST-COMMIT-1', state: 'paid', outcome: 'final' });
    expect((await buyNow(cutOff, call)).body.payment).toMatchObject({ id: answer.body.payment.id, state: 'paid' });
    expect(simulator.requests(CREATE)).toHaveLength(1);
    expect(simulator.ledger()).toHaveLength(1);
  });

  it('does not close the create that the same key has claimed meanwhile either', async () => {
    const { cutOff, well } = await startTwo();
    const call = { key: randomUUID(), body: transactionBody({ order_no: 'LOST-COMMIT-2' }) };

    network.loseCommitOf(/update "transaction_writes"/);
    const first = await createTransaction(cutOff, call);
    expect(first.status).toBe(503);
    expect(first.body).toMatchObject({ outcome: 'none' });
    expect(network.lost()).toBe(true);

    const second = createTransaction(well, call).then((answer) => answer);
    await eventually(() => ottu.held());
    const commits = network.committed(/"transaction_writes"/);
    network.heal();
    await eventually(() => network.committed(/"transaction_writes"/) > commits);

    const third = await createTransaction(well, call);
    expect(third.status).toBe(409);
    expect(third.body).toMatchObject({ code: 'idempotency_in_flight' });

    ottu.letGo();
    const answer = await second;
    expect(answer.status).toBe(201);
    const again = await createTransaction(well, call);
    expect(again.body).toMatchObject({ session_id: answer.body.session_id });
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });
});
