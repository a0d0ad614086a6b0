import { bill, type Billed } from './auto-debits/billing.ts';
import { planDebitFaults } from './auto-debits/debit-faults.ts';
import { CHARGES_PER_AGREEMENT, planAgreements } from './auto-debits/plan-agreements.ts';
import { planCartFaults } from './carts/cart-faults.ts';
import { goShopping } from './carts/go-shopping.ts';
import { planShoppers } from './carts/plan-shoppers.ts';
import type { Shopped } from './carts/told-shopper.ts';
import { planFaults, type Rule } from './faults.ts';
import { pursue, type Told } from './merchant.ts';
import { planOperationFaults } from './operations/operation-faults.ts';
import { planAfterSales } from './operations/plan-operations.ts';
import { serve, type Served } from './operations/service-desk.ts';
import type { ChaosOptions } from './options.ts';
import { planIntents } from './plan.ts';
import { seededRandom, type Random } from './random.ts';
import type { World } from './world.ts';

/** What those who pay were told. */
export interface Done {
  readonly told: Told[];
  readonly shopped: Shopped[];
  /** What was charged under agreements. */
  readonly billed: Billed[];
  /** What was asked after the sale. */
  readonly served: Served[];
  /** Who is at it still. */
  readonly serving: Promise<void>[];
}

/** One payment that is asked for, by a merchant's server or by a shopper with a cart; `until` when it may go on, in ms. */
export type Work = (world: World, done: Done, until: number) => Promise<void>;

/** Charges and carts in an order that the seed brings back. */
export function planWork(chaos: ChaosOptions): Work[] {
  const { carts, agreements, oneStep } = sharesOf(chaos);
  const { intents, after } = planAfterSales(
    planIntents(oneStep, seededRandom(chaos.seed)),
    chaos,
    seededRandom(chaos.seed + 6),
  );
  const charges = intents.map((intent): Work => async (world, done, until) => {
    // Of its own: what one intent does must not depend on how far the others have got.
    const random = seededRandom(chaos.seed * 31 + intent.number);
    const told = await pursue(world, intent, random, until);
    done.told.push(told);
    const paymentId = told.conclusions.findLast(({ paymentId: id }) => id !== undefined)?.paymentId;
    const plan = after.get(intent.number);
    if (plan === undefined || paymentId === undefined) return;
    // Beside what is sold meanwhile: it waits for payments that are not known yet.
    done.serving.push(
      serve(world, paymentId, plan, seededRandom(chaos.seed * 41 + intent.number)).then(
        (served) => void done.served.push(served),
      ),
    );
  });
  const shoppers = planShoppers(carts, seededRandom(chaos.seed + 3), chaos.ways).map(
    (shopper): Work =>
      async (world, done) => {
        done.shopped.push(await goShopping(world, shopper, seededRandom(chaos.seed * 37 + shopper.number)));
      },
  );
  const billing = planAgreements(agreements, seededRandom(chaos.seed + 8)).map((plan): Work => async (world, done) => {
    done.billed.push(await bill(world, plan, seededRandom(chaos.seed * 43 + plan.number)));
  });
  return mixed(mixed(charges, shoppers, seededRandom(chaos.seed + 4)), billing, seededRandom(chaos.seed + 10));
}

/** What strikes the calls of all of them. */
export function planRules(chaos: ChaosOptions): Rule[] {
  const random = seededRandom(chaos.seed);
  const { carts, agreements, oneStep } = sharesOf(chaos);
  // The same numbers as for the intents come first, so that a run without carts is what it was before there were any.
  planIntents(oneStep, random);
  const sales = Math.round((oneStep * chaos.operations) / 100);
  return [
    ...planFaults(chaos.charges, random),
    ...planCartFaults(carts, seededRandom(chaos.seed + 5)),
    ...planOperationFaults(sales, seededRandom(chaos.seed + 7)),
    ...planDebitFaults(agreements, seededRandom(chaos.seed + 9)),
  ];
}

interface Shares {
  readonly carts: number;
  readonly agreements: number;
  /** One-step charges of merchants' servers. */
  readonly oneStep: number;
}

function sharesOf({ charges, carts: percentage, autoDebits }: ChaosOptions): Shares {
  const carts = Math.round((charges * percentage) / 100);
  const agreements = Math.ceil(((charges - carts) * autoDebits) / 100 / CHARGES_PER_AGREEMENT);
  return { carts, agreements, oneStep: Math.max(charges - carts - agreements * CHARGES_PER_AGREEMENT, 0) };
}

/** Either in its own order. */
function mixed(charges: readonly Work[], shoppers: readonly Work[], random: Random): Work[] {
  const [some, others] = [[...charges], [...shoppers]];
  const work: Work[] = [];
  while (some.length + others.length > 0) {
    const next = random.below(some.length + others.length) < some.length ? some.shift() : others.shift();
    if (next !== undefined) work.push(next);
  }
  return work;
}
