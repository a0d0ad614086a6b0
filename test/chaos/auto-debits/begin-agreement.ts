import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import type { AgreementPlan } from './plan-agreements.ts';

/** What the order number of a first payment begins with. */
export const PAGE = 'agree-';

/** So often a payer who gets no page tries once more. */
const TRIES = 4;

/** How often his merchant reads the transaction when he comes back; else Ottu's event or the clock tells of it. */
const READS = 0.6;

/** A page that nobody pays is over soon: DD HH:MM:SS without the days. */
const EXPIRES = '00:30:00';

/**
 * The card of an agreement is saved: by its payer's first payment, or as if another system had let him agree.
 *
 * @returns whether there is anything to bill.
 */
export async function beginAgreement(world: World, plan: AgreementPlan, random: Random): Promise<boolean> {
  if (plan.begins === 'elsewhere') {
    world.simulator.saveCard({
      token: `91${String(plan.number).padStart(14, '0')}`,
      customer_id: plan.customerId,
      agreements: [plan.agreementId],
    });
    return true;
  }
  for (let number = 1; number <= TRIES; number += 1) {
    const session = await createPage(world, plan, number, random);
    if (session !== undefined && (await pay(world, session))) {
      if (random.chance(READS)) await readOnce(world, session, random);
      return true;
    }
    await sleep(200 + random.below(500));
  }
  return false;
}

async function createPage(
  world: World,
  plan: AgreementPlan,
  number: number,
  random: Random,
): Promise<string | undefined> {
  try {
    const answer = await fetch(`${random.pick(world.replicas).url}/v1/payment-transactions`, {
      method: 'POST',
      headers: {
        authorization: world.authorization,
        'idempotency-key': `agree-${plan.number}-${number}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        type: 'e_commerce',
        order_no: `${PAGE}${plan.number}-${number}`,
        payment_type: 'auto_debit',
        amount: plan.amount,
        currency_code: 'KWD',
        pg_codes: ['credit-card'],
        customer_id: plan.customerId,
        agreement: plan.terms,
        expiration_time: EXPIRES,
      }),
      signal: AbortSignal.timeout(8_000),
    });
    const { session_id: session } = (await answer.json()) as { session_id?: string };
    return answer.status === 201 ? session : undefined;
  } catch {
    return undefined;
  }
}

async function pay({ simulator }: World, session: string): Promise<boolean> {
  const answer = await fetch(`${simulator.url}/__sandbox/sessions/${session}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return answer.status === 200;
}

async function readOnce(world: World, session: string, random: Random): Promise<void> {
  await fetch(`${random.pick(world.replicas).url}/v1/payment-transactions/${session}`, {
    headers: { authorization: world.authorization },
    signal: AbortSignal.timeout(8_000),
  }).catch(() => undefined);
}
