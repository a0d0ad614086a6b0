import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openApiDocument } from '../../src/openapi/document.ts';
import { Contract } from './contract.ts';
import { applyDeviation, nameOf, type Deviation } from './deviation.ts';
import { DEVIATIONS } from './deviations.ts';
import { driveBuyNow } from './drive/buy-now.ts';
import { driveAttachments } from './drive/attachments.ts';
import { drivePaymentMethods } from './drive/payment-methods.ts';
import { driveRefusals } from './drive/refusals.ts';
import { driveTransactions } from './drive/transactions.ts';
import { openStage, type Stage } from './drive/stage.ts';
import type { Exchange } from './exchange.ts';
import { readOpenApi, type OpenApi } from './openapi-file.ts';
import { forgotten, supportRows, supportTable } from './support-table.ts';

const MAX_SHOWN = 12;
const file = readOpenApi();
let stage: Stage;
let exchanges: readonly Exchange[];

beforeAll(async () => {
  stage = await openStage();
  exchanges = stage.recorder.exchanges;
  for (const drive of [driveBuyNow, driveTransactions, driveAttachments, drivePaymentMethods, driveRefusals]) {
    await drive(stage);
  }
});

afterAll(async () => {
  await stage.close();
  console.log(
    `${exchanges.length} exchanges\n\n${coverage()}\n\n${supportTable(supportRows(file, openApiDocument(stage.app) as unknown as OpenApi))}`,
  );
});

describe("Ottu's OpenAPI file, in both directions", () => {
  it('every request that this service sends satisfies its operation', async () => {
    expect(await faultsOf('requests', DEVIATIONS)).toEqual([]);
  });

  it('every answer that the simulator gives satisfies its operation and status', async () => {
    expect(await faultsOf('answers', DEVIATIONS)).toEqual([]);
  });
});

describe('fields', () => {
  it('every request field of the Checkout API has its place in the route that passes it on', () => {
    const rows = supportRows(file, openApiDocument(stage.app) as unknown as OpenApi);
    expect(rows.filter(({ served }) => !served).map(({ route }) => route)).toEqual([]);
    expect(forgotten(rows)).toEqual([]);
  });
});

describe('deviations', () => {
  it('each is about something that the file says today', () => {
    for (const deviation of DEVIATIONS) expect(() => applyDeviation(structuredClone(file), deviation)).not.toThrow();
  });

  it('each is needed: without it something that was sent or answered would be a fault', async () => {
    const known = { requests: await faultsOf('requests', DEVIATIONS), answers: await faultsOf('answers', DEVIATIONS) };
    const unused: string[] = [];
    for (const left of DEVIATIONS) {
      const others = DEVIATIONS.filter((deviation) => deviation !== left);
      // One that is said of both must be needed in both.
      for (const direction of left.of === 'both' ? (['requests', 'answers'] as const) : ([left.of] as const)) {
        if (!(await findsMore(direction, others, known[direction]))) unused.push(nameOf(left));
      }
    }
    expect(unused).toEqual([]);
  });
});

type Direction = 'requests' | 'answers';

/** Every different fault once. */
async function faultsOf(direction: Direction, deviations: readonly Deviation[]): Promise<string[]> {
  const faults = new Set<string>();
  for await (const fault of faultsAsMet(direction, deviations)) faults.add(fault);
  return [...faults];
}

async function findsMore(
  direction: Direction,
  deviations: readonly Deviation[],
  known: readonly string[],
): Promise<boolean> {
  for await (const fault of faultsAsMet(direction, deviations)) if (!known.includes(fault)) return true;
  return false;
}

async function* faultsAsMet(direction: Direction, deviations: readonly Deviation[]): AsyncGenerator<string> {
  const contract = new Contract(file, deviations, direction);
  for (const exchange of exchanges) {
    // What the check itself asked says nothing about the service.
    if (direction === 'requests' && exchange.sender === 'check') continue;
    const faults = await contract.faults(exchange);
    const status = direction === 'answers' ? ` ${exchange.status}` : '';
    if (faults.length > 0) {
      yield `${exchange.method} ${pathOf(exchange)}${status}: ${faults.slice(0, MAX_SHOWN).join('; ')}`;
    }
  }
}

function pathOf({ path }: Exchange): string {
  return path.replaceAll(/[0-9a-f]{40}/g, '{session_id}');
}

function coverage(): string {
  const counts = Map.groupBy(exchanges, (exchange) => `${exchange.method} ${pathOf(exchange)} ${exchange.status}`);
  return [...counts]
    .map(([name, all]) => `${name}: ${all.length}`)
    .toSorted()
    .join('\n');
}
