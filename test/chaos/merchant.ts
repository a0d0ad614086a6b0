import { setTimeout as sleep } from 'node:timers/promises';

import type { Intent } from './plan.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What one answer allowed the merchant to conclude. */
export interface Conclusion {
  readonly status: number;
  readonly outcome: 'none' | 'unknown' | 'final';
  readonly code: string | undefined;
  readonly paymentId: string | undefined;
  readonly state: string | undefined;
  /** By this process's clock, in ms: what was asked after another answer was heard must not say less than that one. */
  readonly asked: number;
  readonly heard: number;
  /** It said that nothing was sent and nothing charged, and Ottu's ledger had the charge by then. */
  readonly untrue: boolean;
}

/** Everything that the merchant was told about one intent, in order of arrival. */
export interface Told {
  readonly intent: Intent;
  readonly conclusions: Conclusion[];
}

/** The requests after which the same key may still charge: nothing was sent, or nothing is known. */
function goesOn(conclusion: Conclusion | undefined): boolean {
  if (conclusion === undefined) return true;
  if (conclusion.outcome === 'unknown') return true;
  return ['ottu_unreachable', 'shutting_down', 'store_unavailable'].includes(conclusion.code ?? '');
}

/** How long a merchant's server goes on asking after an answer that nothing is known yet; the rest is for the background. */
const PATIENCE_MS = 3_000;

/** So often a merchant's server asks again although it knows the end: a job that runs twice, a page that is loaded again. */
const AGAIN = 0.3;

/** A merchant's server: sends the intent until its end is known or `until` has come, always with the same bytes. */
export async function pursue(world: World, intent: Intent, random: Random, until: number): Promise<Told> {
  const told: Told = { intent, conclusions: [] };
  let firstUnknown: number | undefined;
  const patient = (): boolean =>
    Date.now() < until && (firstUnknown === undefined || Date.now() < firstUnknown + PATIENCE_MS);
  const send = async (): Promise<Conclusion | undefined> => {
    const conclusion = await charge(world, intent, random.below(world.replicas.length));
    if (conclusion !== undefined) told.conclusions.push(conclusion);
    return conclusion;
  };
  let last: Conclusion | undefined;
  do {
    const [first, twin] = await Promise.all([send(), intent.twin ? send() : undefined]);
    last = goesOn(first) ? (twin ?? first) : first;
    if (last?.status === 202) firstUnknown ??= Date.now();
    if (goesOn(last)) await sleep(50 + random.below(400));
  } while (goesOn(last) && patient());
  if (random.chance(AGAIN)) {
    await sleep(random.below(1_000));
    await send();
  }
  return told;
}

async function charge(world: World, intent: Intent, replica: number): Promise<Conclusion | undefined> {
  const asked = Date.now();
  try {
    const answer = await fetch(`${world.replicas[replica]?.url ?? ''}/v1/buy-now`, {
      method: 'POST',
      headers: {
        authorization: world.authorization,
        'idempotency-key': intent.key,
        'content-type': 'application/json',
      },
      body: intent.body,
      signal: AbortSignal.timeout(8_000),
    });
    const body = (await answer.json()) as {
      outcome?: Conclusion['outcome'];
      code?: string;
      payment?: { id: string; order_no: string; outcome: Conclusion['outcome']; state?: string };
    };
    return {
      status: answer.status,
      outcome: body.outcome ?? body.payment?.outcome ?? 'unknown',
      code: body.code,
      paymentId: body.payment?.id,
      state: body.payment?.state,
      asked,
      heard: Date.now(),
      // A twin may charge in the moment that this answer takes to arrive, and rightly so (M5): it says nothing.
      untrue:
        body.code === 'ottu_unreachable' &&
        !intent.twin &&
        world.simulator.ledger(body.payment?.order_no ?? '').length > 0,
    };
  } catch {
    // The connection broke, or no replica listened.
    return undefined;
  }
}
