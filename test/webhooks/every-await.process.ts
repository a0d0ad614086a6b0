import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { everyKill } from '../support/every-kill.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor, type Variables } from '../support/service.ts';
import { paymentEvent, signed } from './support.ts';

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'killed', 'kill-at-step.mjs')).href;
/** Each is a start of the service. */
const POINTS = everyKill() ? { before: Infinity, after: Infinity } : { before: 4, after: 2 };
/** How far beyond the answer it is killed: whoever answers first and stores then is caught there. */
const BEYOND = 150;

let simulator: Simulator;
let variables: Variables;
let database: Database;

beforeAll(async () => {
  simulator = await createSimulator();
  variables = variablesFor(simulator, await freshDatabaseUrl());
  database = await openDatabase(readSettings(variables).database, { onConnectionLost: () => undefined });
});
afterAll(async () => {
  await database.close();
  await simulator.close();
});

const startKilledAt = (step: number): Promise<ServiceProcess> =>
  startServiceProcess({ ...variables, NODE_OPTIONS: `--import ${PRELOAD}`, KILL_AT: String(step) });

async function deliver(url: string, body: string): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/v1/webhooks/ottu`, { method: 'POST', headers, body }).then(
    ({ status }) => status,
    () => undefined,
  );
}

async function rowsOf(body: string): Promise<number> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const rows = await database.query((db) =>
    db.selectFrom('webhook_inbox').select('id').where('body_sha256', '=', sha256).execute(),
  );
  return rows.length;
}

/** How many steps the service makes between the arrival of an event and its answer. */
async function countSteps(): Promise<number> {
  const service = await startKilledAt(0);
  expect(await deliver(service.url, signed(paymentEvent('COUNTED')))).toBe(200);
  const steps = Number(/steps until the answer: (\d+)/.exec(service.output())?.[1]);
  await service.end('SIGKILL');
  return steps;
}

/** So many of the steps, the first and the last among them. */
function spread(first: number, last: number, count: number): number[] {
  const steps = Array.from({ length: last - first + 1 }, (_none, index) => first + index);
  if (steps.length <= count) return steps;
  return Array.from({ length: count }, (_none, index) => first + Math.round((index * (last - first)) / (count - 1)));
}

describe('M70: killed at any await between its arrival and the answer', () => {
  it('an event is not answered, and what was answered is stored', async () => {
    const steps = await countSteps();
    expect(steps).toBeGreaterThan(10);
    const found = { points: 0, unanswered: 0, storedUnanswered: 0, lost: 0 };
    for (const step of [...spread(1, steps, POINTS.before), ...spread(steps + 1, steps + BEYOND, POINTS.after)]) {
      const body = signed(paymentEvent(`KILLED-${step}`));
      const service = await startKilledAt(step);
      const status = await deliver(service.url, body);
      await service.end('SIGKILL');
      const rows = await rowsOf(body);
      found.points += 1;
      if (status === undefined) {
        found.unanswered += 1;
        found.storedUnanswered += rows;
      } else if (rows !== 1) found.lost += 1;
    }
    expect(found.lost).toBe(0);
    // It proves something only if some were killed before they could answer.
    expect(found.unanswered).toBeGreaterThan(2);
  }, 1_200_000);
});
