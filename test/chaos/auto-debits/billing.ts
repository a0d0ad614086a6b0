import { setTimeout as sleep } from 'node:timers/promises';

import { SUCCESS } from '../charged.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { beginAgreement } from './begin-agreement.ts';
import type { AgreementPlan, CyclePlan, Run } from './plan-agreements.ts';

/** What one answer allowed a billing job to conclude. */
export interface DebitWord {
  /** 0 where no answer came. */
  readonly status: number;
  readonly code: string | undefined;
  readonly outcome: 'none' | 'unknown' | 'final' | undefined;
  readonly payment: { readonly id: string; readonly order_no: string; readonly state?: string } | undefined;
  /** By this process's clock, in ms. */
  readonly asked: number;
  readonly heard: number;
}

/** One run of a job, and everything that was answered to it, in order of arrival. */
export interface BilledRun {
  readonly run: Run;
  readonly cycle: string;
  readonly words: DebitWord[];
}

/** What was billed under one agreement. */
export interface Billed {
  readonly plan: AgreementPlan;
  readonly runs: readonly BilledRun[];
}

/** How long a job goes on asking after an answer that nothing is known yet; the rest is for the background. */
const PATIENCE_MS = 3_000;

/** The same where no answer came, or the agreement is not known yet: Ottu's event may be lost. */
const PATIENCE_UNHEARD_MS = 10_000;

/** So often a job asks again with its key although it knows the end. */
const AGAIN = 0.3;

/** Begins an agreement and bills its cycles, as jobs do that know of nothing but their own answers. */
export async function bill(world: World, plan: AgreementPlan, random: Random): Promise<Billed> {
  const runs: BilledRun[] = [];
  if (await beginAgreement(world, plan, random)) {
    const billing = plan.cycles.map((cycle) => () => billCycle(world, cycle, runs, random));
    if (plan.allAtOnce) await Promise.all(billing.map((begin) => begin()));
    else for (const begin of billing) await begin();
  }
  return { plan, runs };
}

async function billCycle(world: World, { cycle, turns, again }: CyclePlan, runs: BilledRun[], random: Random) {
  const begin = async (run: Run): Promise<DebitWord> => {
    const own: BilledRun = { run, cycle, words: [] };
    runs.push(own);
    await sleep(run.afterMs);
    return pursue(world, own, random);
  };
  for (const turn of turns) {
    const ends = await Promise.all(turn.map(begin));
    // What is not known may be charged: a new key would not help (M82), and no job takes one.
    if (ends.some((word) => mayHaveCharged(word))) break;
    await sleep(random.below(400));
  }
  if (again === undefined) return;
  await sleep(random.below(1_500));
  await begin(again);
}

function mayHaveCharged({ status, outcome, payment }: DebitWord): boolean {
  return status === 0 || outcome === 'unknown' || SUCCESS.has(payment?.state ?? '');
}

async function pursue(world: World, { run, words }: BilledRun, random: Random): Promise<DebitWord> {
  const began = Date.now();
  const patient = (word: DebitWord): boolean =>
    Date.now() < began + (word.outcome === 'unknown' ? PATIENCE_MS : PATIENCE_UNHEARD_MS);
  const send = async (): Promise<DebitWord> => {
    const word = await charge(world, run, random.below(world.replicas.length));
    words.push(word);
    return word;
  };
  let last: DebitWord;
  do {
    const [first, twin] = await Promise.all([send(), run.twin ? send() : undefined]);
    last = goesOn(first) && twin !== undefined ? twin : first;
    if (goesOn(last)) await sleep(50 + random.below(400));
  } while (goesOn(last) && patient(last));
  if (random.chance(AGAIN)) await send();
  return last;
}

/** Nothing was sent, or nothing is known: the same key asks again. */
function goesOn({ status, outcome, code }: DebitWord): boolean {
  if (status === 0 || outcome === 'unknown') return true;
  return AGAIN_LATER.has(code ?? '');
}

const AGAIN_LATER: ReadonlySet<string> = new Set([
  'agreement_not_found',
  'card_not_found',
  'cards_unavailable',
  'ottu_unreachable',
  'shutting_down',
  'store_unavailable',
]);

async function charge(world: World, { key, caller, body }: Run, replica: number): Promise<DebitWord> {
  const asked = Date.now();
  try {
    const answer = await fetch(`${world.replicas[replica]?.url ?? ''}/v1/auto-debits`, {
      method: 'POST',
      headers: {
        authorization: world.authorizations[caller],
        'idempotency-key': key,
        'content-type': 'application/json',
      },
      body,
      signal: AbortSignal.timeout(8_000),
    });
    const { outcome, code, payment } = (await answer.json()) as {
      outcome?: DebitWord['outcome'];
      code?: string;
      payment?: { id: string; order_no: string; state?: string; outcome: DebitWord['outcome'] };
    };
    return { status: answer.status, code, outcome: outcome ?? payment?.outcome, payment, asked, heard: Date.now() };
  } catch {
    // The connection broke, or no replica listened.
    return { status: 0, code: undefined, outcome: undefined, payment: undefined, asked, heard: Date.now() };
  }
}
