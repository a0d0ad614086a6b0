import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { FrontEnd } from './front-end.ts';
import { createPayer } from './payer.ts';
import type { Shopper } from './plan-shoppers.ts';
import type { Shopped } from './told-shopper.ts';
import { WAYS } from './ways.ts';

/** Of the simulator's catalog; their prices and quantities make many different totals. */
const SKUS = ['KARAK-TEA', 'DATES-KHALAS', 'DALLAH-BRASS', 'SADU-CUSHION', 'SAFFRON-1G'] as const;

/** How often a front end reads the status again although it is known: a page that is loaded anew. */
const AGAIN = 0.3;

/** One shopper, from the empty cart to the moment at which he closes the page. */
export async function goShopping(world: World, shopper: Shopper, random: Random): Promise<Shopped> {
  const front = new FrontEnd(world, shopper, random);
  const edit = async (): Promise<void> => void (await front.setItem(random.pick(SKUS), random.below(4) + 1));
  if (!(await front.create([{ sku: random.pick(SKUS), quantity: 1 }]))) return front.shopped;
  // Ten quick clicks are several requests at once; which of them comes last is not known before the cart is read again.
  await Promise.all(Array.from({ length: shopper.edits }, edit));
  await front.look();
  const buying = WAYS[shopper.way]({ front, payer: createPayer(world, front.shopped.acts), random, edit });
  await Promise.all([buying, readWhile(buying, front)]);
  if (random.chance(AGAIN)) await front.status();
  return front.shopped;
}

/** A page that shows the status polls it for as long as the shopper is at it. */
async function readWhile(buying: Promise<void>, front: FrontEnd): Promise<void> {
  const { readsEvery } = front.shopped.shopper;
  if (readsEvery === undefined) return;
  const over = new AbortController();
  const end = (): void => over.abort();
  void buying.then(end, end);
  while (!over.signal.aborted) {
    await sleep(readsEvery);
    await front.status();
  }
}
