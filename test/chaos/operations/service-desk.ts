import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import type { AfterSale, Asking, DashboardWork } from './plan-operations.ts';

/** What one answer allowed its caller to conclude. */
export interface OperationWord {
  /** 0 where no answer came. */
  readonly status: number;
  readonly code: string | undefined;
  readonly outcome: 'none' | 'unknown' | 'final' | undefined;
  /** Of the operation, where the answer shows it. */
  readonly operation: { readonly id: string; readonly state: string } | undefined;
  /** By this process's clock, in ms. */
  readonly asked: number;
  readonly heard: number;
}

/** One request, and everything that was answered to it, in order of arrival. */
export interface AskedOperation {
  readonly asking: Asking;
  readonly words: OperationWord[];
}

/** What was done in Ottu's dashboard. */
export interface DashboardDone {
  readonly childSessionId: string;
  readonly told: boolean;
}

/** What became of one payment after its sale. */
export interface Served {
  readonly paymentId: string;
  readonly asked: readonly AskedOperation[];
  readonly dashboard: readonly DashboardDone[];
}

/** How long a caller goes on asking after an answer that nothing is known yet; the rest is for the background. */
const PATIENCE_MS = 1_200;

/** So often a caller asks again although the end is known. */
const AGAIN = 0.3;

/** So often somebody does not wait until the payment is known. */
const HASTY = 0.1;

/** How long the others wait. */
const LONGEST_WAIT_MS = 12_000;

/** The people of the merchant's who look after what was sold. */
export async function serve(world: World, paymentId: string, plan: AfterSale, random: Random): Promise<Served> {
  const asked: AskedOperation[] = [];
  const dashboard: DashboardDone[] = [];
  if (!random.chance(HASTY)) await untilPaid(world, paymentId, random);
  await sleep(plan.afterMs);
  for (const step of plan.steps) {
    const asks = step.askings.map(async (asking) => {
      const own: AskedOperation = { asking, words: [] };
      asked.push(own);
      await pursue(world, paymentId, own, random);
    });
    const staff = step.dashboard === undefined ? undefined : useDashboard(world, paymentId, step.dashboard, random);
    await Promise.all(asks);
    const done = await staff;
    if (done !== undefined) dashboard.push(done);
    await sleep(random.below(300));
  }
  return { paymentId, asked, dashboard };
}

async function untilPaid(world: World, paymentId: string, random: Random): Promise<void> {
  const until = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < until) {
    const state = (await read(world, paymentId, random))?.state ?? 'unknown';
    if (!OPEN.has(state)) return;
    await sleep(500);
  }
}

/** States of a payment that may still become a success by itself. */
const OPEN: ReadonlySet<string> = new Set(['created', 'sending', 'unknown', 'confirming', 'pending']);

interface Shown {
  readonly state: string;
  readonly session_id: string | null;
}

async function read(world: World, paymentId: string, random: Random): Promise<Shown | undefined> {
  try {
    const answer = await fetch(`${random.pick(world.replicas).url}/v1/payments/${paymentId}`, {
      headers: { authorization: world.authorization },
      signal: AbortSignal.timeout(2_000),
    });
    return ((await answer.json()) as { payment?: Shown }).payment;
  } catch {
    return undefined;
  }
}

async function pursue(world: World, paymentId: string, { asking, words }: AskedOperation, random: Random) {
  const until = Date.now() + PATIENCE_MS;
  const send = async (): Promise<OperationWord> => {
    const word = await request(world, paymentId, asking, random.below(world.replicas.length));
    words.push(word);
    return word;
  };
  let last: OperationWord;
  do {
    const [first, twin] = await Promise.all([send(), asking.twin ? send() : undefined]);
    last = goesOn(first) && twin !== undefined ? twin : first;
    // A replica that was killed takes a while to come back.
    if (goesOn(last)) await sleep((last.status === 0 ? 300 : 50) + random.below(300));
  } while (goesOn(last) && Date.now() < until);
  if (random.chance(AGAIN)) await send();
}

/** Nothing was sent, or nothing is known: the same key asks again. */
function goesOn({ status, outcome, code, operation }: OperationWord): boolean {
  if (status === 0 || outcome === 'unknown') return true;
  if (operation !== undefined) return operation.state === 'unknown' || operation.state === 'sending';
  return ['ottu_unreachable', 'shutting_down', 'store_unavailable'].includes(code ?? '');
}

async function request(world: World, paymentId: string, asking: Asking, replica: number): Promise<OperationWord> {
  const asked = Date.now();
  try {
    const answer = await fetch(`${world.replicas[replica]?.url ?? ''}/v1/payments/${paymentId}/operations`, {
      method: 'POST',
      headers: {
        authorization: world.authorizations[asking.caller],
        'idempotency-key': asking.key,
        'content-type': 'application/json',
      },
      body: asking.body,
      signal: AbortSignal.timeout(8_000),
    });
    const body = (await answer.json()) as {
      outcome?: OperationWord['outcome'];
      code?: string;
      operation?: { id: string; state: string };
    };
    const { outcome, code, operation } = body;
    return { status: answer.status, outcome, code, operation, asked, heard: Date.now() };
  } catch {
    // The connection broke, or no replica listened.
    return { status: 0, outcome: undefined, code: undefined, operation: undefined, asked, heard: Date.now() };
  }
}

/** Nothing where Ottu refuses it, or the payment cannot be read now. */
async function useDashboard(
  world: World,
  paymentId: string,
  { operation, amount, told }: DashboardWork,
  random: Random,
): Promise<DashboardDone | undefined> {
  const session = (await read(world, paymentId, random))?.session_id ?? '';
  try {
    const done = (await world.simulator.operate(session, { operation, amount, told })) as {
      txn: { session_id: string };
    };
    return { childSessionId: done.txn.session_id, told };
  } catch {
    return undefined;
  }
}
