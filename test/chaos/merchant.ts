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

/** How long a merchant's server goes on asking after it was told that nothing is known yet; the rest is for the background. */
const PATIENCE_MS = 3_000;

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
  return told;
}

async function charge(world: World, intent: Intent, replica: number): Promise<Conclusion | undefined> {
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
      payment?: { id: string; outcome: Conclusion['outcome']; state?: string };
    };
    return {
      status: answer.status,
      outcome: body.outcome ?? body.payment?.outcome ?? 'unknown',
      code: body.code,
      paymentId: body.payment?.id,
      state: body.payment?.state,
    };
  } catch {
    // The connection broke, or nobody was there.
    return undefined;
  }
}
