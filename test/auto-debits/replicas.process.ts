import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { eventually } from '../support/eventually.ts';
import { emptyDatabaseUrl } from '../support/fresh-database.ts';
import { CREATE, EVENTS_LOST, payAtOttu, sentBodies } from '../support/ottu.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';
import { getTransaction } from '../support/transactions.ts';
import { debit, firstPayment, readAgreements, type Agreed } from './support.ts';

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

/** Two processes of the built service on one new database, and an agreement that its payer has begun. */
async function startTwo(
  more: Record<string, string> = {},
): Promise<{ readonly both: readonly [ServiceProcess, ServiceProcess]; readonly names: Agreed }> {
  const variables = variablesFor(simulator, await emptyDatabaseUrl(), more);
  const both = await Promise.all([startServiceProcess(variables), startServiceProcess(variables)] as const);
  replicas = both;
  const { session, ...names } = await firstPayment(both[0]);
  await payAtOttu({ simulator }, session);
  await getTransaction(both[0].url, session);
  await eventually(async () => (await readAgreements(both[1])).body.agreements.length === 1);
  return { both, names };
}

/** Charges of cycles that reached Ottu. */
const sent = (): number =>
  sentBodies({ simulator }, CREATE).filter((body) => 'payment_instrument' in (body as object)).length;

describe('M82: one cycle on two replicas', () => {
  it('forty requests at once, each with a key of its own, are one charge', async () => {
    const { both, names } = await startTwo();
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_none, index) => debit(both[index % 2 === 0 ? 0 : 1], names)),
    );
    expect(new Set(answers.map(({ body }) => body.payment?.id as unknown)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect(sent()).toBe(1);
    expect(simulator.ledger()).toHaveLength(2);
  });

  it('the replica that is charging it is killed with -9; the other one says unknown and never charges it again', async () => {
    const { both, names } = await startTwo({ TIME_SCALE: '30', OTTU_CHARGE_TIMEOUT_MS: '1500' });
    const [holder, other] = both;
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hang', when: 'after' } }, EVENTS_LOST]);
    const cut = debit(holder, names).then(
      () => 'answered',
      () => 'cut off',
    );
    await eventually(() => simulator.ledger().length === 2);
    expect(await holder.end('SIGKILL')).toBe('SIGKILL');
    expect(await cut).toBe('cut off');
    const answer = await debit(other, names);
    expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([202, 'true']);
    expect(answer.body.payment.outcome).toBe('unknown');
    expect(sent()).toBe(1);
    expect(simulator.ledger()).toHaveLength(2);
  });
});
