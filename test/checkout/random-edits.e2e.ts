import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { changeCart, getCart, removeItem, setItem, type TestCart } from '../carts/support.ts';
import { CREATE, PATCH, SESSIONS } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { SECOND } from '../support/time.ts';
import { seededRandom, type Random } from '../chaos/random.ts';
import { checkout, startCheckoutService, teaCart } from './support.ts';

const EDITS = 200;
/** After each of them a cart's edits come to rest, and now and then so long that a doubtful write has had its time (M52). */
const ROUNDS = 20;
const QUIET = SECOND;
const DOUBT = 30 * SECOND;
const SKUS = ['KARAK-TEA', 'DATES-KHALAS', 'BUKHOOR-ROSE'];

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService();
});
afterAll(async () => service.close());

async function edit(cart: TestCart, random: Random): Promise<number> {
  const sku = random.pick(SKUS);
  const kind = random.below(10);
  const customer = { first_name: `S${random.below(9)}` };
  if (kind === 0) return (await changeCart(service.url, cart, { customer })).status;
  if (kind === 1) return (await removeItem(service.url, cart, sku)).status;
  // A shopper who looks at the payment page in between: from then on the session is handed out.
  if (kind === 2) return (await checkout(service.url, cart)).status;
  return (await setItem(service.url, cart, sku, random.below(9) + 1)).status;
}

describe('M50, M52: after 200 edits by three clients, with Ottu slow, failing and losing answers', () => {
  it('Ottu shows the last quote in the end', async () => {
    const random = seededRandom(4711);
    const cart = await teaCart(service.url);
    service.simulator.setFaults(
      Array.from({ length: 60 }, (_none, index) => ({
        match: { ...SESSIONS, nth: index * 2 + 2 },
        fault: random.pick([
          { kind: 'delay' as const, ms: 120 },
          { kind: 'status' as const, status: 503 },
          { kind: 'answer_lost' as const },
          { kind: 'malformed' as const },
        ]),
      })) as never,
    );
    const answers: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const client = async (): Promise<void> => {
        while (answers.length < (EDITS / ROUNDS) * round) answers.push(await edit(cart, random));
      };
      await Promise.all([client(), client(), client(), service.runDue()]);
      await service.moveTime(random.pick([QUIET, DOUBT]));
    }
    service.simulator.clearFaults();
    // 409: an empty cart has no checkout; 503: Ottu could not be brought in step. An edit is never refused for Ottu's sake.
    expect(
      [...new Set(answers)].toSorted((a, b) => a - b).filter((status) => ![200, 409, 503].includes(status)),
    ).toEqual([]);
    await setItem(service.url, cart, 'KARAK-TEA', 2);

    await service.passTime(2 * DOUBT);
    const answer = await checkout(service.url, cart);
    expect(answer.status).toBe(200);
    const shown = answer.body.checkout.session_id as string;
    const { total } = (await getCart(service.url, cart)).body.cart as { total: string };
    const ottu = await fetch(`${service.simulator.url}/b/checkout/v1/pymt-txn/${shown}/`, {
      headers: { authorization: `Api-Key ${service.simulator.apiKey}` },
    });
    expect(await ottu.json()).toMatchObject({ amount: total });
    const writes = [CREATE, PATCH].map((match) => service.simulator.requests(match).length);
    // Few: what comes in the quiet period, or while Ottu's transaction is in doubt, is one call.
    expect((writes[0] ?? 0) + (writes[1] ?? 0)).toBeLessThan(EDITS / 2);
  });
});
