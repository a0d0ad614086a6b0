import { dinars } from '../carts/cart-books.ts';
import type { Intent } from '../plan.ts';
import type { ChaosOptions } from '../options.ts';
import type { Random } from '../random.ts';

/** One request for an operation: always the same bytes and the same key, until its end is known. */
export interface Asking {
  readonly key: string;
  /** Which of the merchant's two service keys asks. */
  readonly caller: Caller;
  readonly body: string;
  /** Sent twice at the same moment, to different replicas where there are two. */
  readonly twin: boolean;
}

export type Caller = 'chaos' | 'desk';

/** What somebody does in Ottu's own dashboard. */
export interface DashboardWork {
  readonly operation: 'refund' | 'capture';
  readonly amount: string;
  /** Whether Ottu sends an event of it; without one an inquiry alone shows it. */
  readonly told: boolean;
}

/** What is asked for at the same moment. */
export interface Step {
  readonly askings: readonly Asking[];
  readonly dashboard?: DashboardWork | undefined;
}

/** What becomes of a payment after the sale, one step after the other. */
export interface AfterSale {
  /** How long after the sale it begins, in ms of real time. */
  readonly afterMs: number;
  readonly steps: readonly Step[];
}

/** Of all holds, so many are among the payments of which something is asked after the sale. */
const HOLDS = 0.4;

/** Some come back so late that Ottu can be inquired at once: then an inquiry is the first to tell what became of an answer that was lost. */
const LATE = 0.4;
const LATE_MS = 13 * 60_000;

/** Takes money first, and gives or lets it go later: the gateway that keeps holds. */
const HOLDING = 'authorize-card';

/**
 * Some of the payments become holds, so that there is something to capture and to void.
 *
 * @param operations percentage of the intents of which something is asked after the sale.
 */
export function planAfterSales(
  intents: readonly Intent[],
  { operations, timeScale }: Pick<ChaosOptions, 'operations' | 'timeScale'>,
  random: Random,
): { readonly intents: readonly Intent[]; readonly after: ReadonlyMap<number, AfterSale> } {
  const after = new Map<number, AfterSale>();
  const planned = intents.map((intent): Intent => {
    if (!random.chance(operations / 100)) return intent;
    const body = JSON.parse(intent.body) as { amount: string };
    const fils = Number(body.amount.replace('.', ''));
    const hold = intent.outcome === 'authorized' || random.chance(HOLDS);
    const steps = hold ? stepsOfHold(intent, fils, random) : stepsOfPaid(intent, fils, random);
    after.set(intent.number, { steps, afterMs: random.chance(LATE) ? LATE_MS / timeScale : 0 });
    return hold ? { ...intent, body: JSON.stringify({ ...body, pg_codes: [HOLDING] }) } : intent;
  });
  return { intents: planned, after };
}

type Wish = Readonly<Record<string, unknown>>;

function part(fils: number, share: number): string {
  return dinars(String(Math.floor(fils * share)));
}

/** Numbers the keys of one payment's requests. */
function asker(intent: Intent, random: Random): (caller: Caller, wish: Wish) => Asking {
  let count = 0;
  return (caller, wish) => {
    count += 1;
    const key = `after-${intent.number}-${count}`;
    // The rows tell by it which request they are of.
    const body = JSON.stringify({ ...wish, reason: key });
    return { key, caller, body, twin: random.chance(0.3) };
  };
}

/** What is paid is given back: whole, in parts, by several at once, beside the dashboard, or more than there is. */
function stepsOfPaid(intent: Intent, fils: number, random: Random): Step[] {
  const ask = asker(intent, random);
  const refund = (caller: Caller, share?: number): Asking =>
    ask(caller, { operation: 'refund', ...(share === undefined ? {} : { amount: part(fils, share) }) });
  const ways: readonly (() => Step[])[] = [
    () => [{ askings: [refund('chaos')] }],
    () => [{ askings: [refund('chaos', 0.3)] }, { askings: [refund('desk', 0.333)] }, { askings: [refund('desk')] }],
    // Two people with the same customer on the telephone.
    () => [{ askings: [refund('chaos', 1), refund('desk', 1)] }],
    () => [{ askings: [refund('chaos', 0.6), refund('desk', 0.6)] }, { askings: [refund('desk')] }],
    // Parts that look alike, of which no more than three fit.
    () => [{ askings: [0, 1, 2, 3].map((nth) => refund(nth % 2 === 0 ? 'chaos' : 'desk', 0.3)) }],
    () => [{ askings: [ask('desk', { operation: 'reverse' })] }],
    () => [{ askings: [refund('chaos', 0.5)] }, { askings: [refund('desk', 0.6)] }],
    () => [
      { askings: [ask('chaos', { operation: 'refund', expected_refundable: part(fils, 1) }), refund('desk', 0.2)] },
    ],
    () => [
      {
        askings: [refund('chaos', 0.4)],
        dashboard: { operation: 'refund', amount: part(fils, 0.4), told: random.chance(0.6) },
      },
      { askings: [refund('desk')] },
    ],
  ];
  return random.pick(ways)();
}

/** What is held is captured, in parts or whole, let go, or both at once; what was captured may be given back. */
function stepsOfHold(intent: Intent, fils: number, random: Random): Step[] {
  const ask = asker(intent, random);
  const some = (operation: 'capture' | 'refund', caller: Caller, share?: number): Asking =>
    ask(caller, { operation, ...(share === undefined ? {} : { amount: part(fils, share) }) });
  const letGo = (operation: 'void' | 'reverse'): Asking => ask('desk', { operation });
  const ways: readonly (() => Step[])[] = [
    () => [{ askings: [some('capture', 'chaos')] }, { askings: [some('refund', 'desk', 0.5)] }],
    () => [
      { askings: [some('capture', 'chaos', 0.25)] },
      { askings: [some('capture', 'chaos', 0.25), some('refund', 'desk', 0.25)] },
      { askings: [some('capture', 'desk')] },
    ],
    () => [{ askings: [some('capture', 'chaos', 0.7), some('capture', 'desk', 0.7)] }],
    () => [{ askings: [0, 1, 2].map(() => some('capture', 'chaos', 0.4)) }, { askings: [letGo('reverse')] }],
    () => [{ askings: [letGo('void')] }],
    () => [{ askings: [letGo('reverse')] }, { askings: [some('capture', 'chaos')] }],
    // Whoever is first: what is let go cannot be captured, and what is captured cannot be let go.
    () => [{ askings: [letGo('void'), some('capture', 'chaos', 0.5)] }],
    () => [{ askings: [some('capture', 'chaos', 0.5)] }, { askings: [letGo('reverse'), some('capture', 'chaos')] }],
    () => [
      {
        askings: [some('capture', 'chaos', 0.3)],
        dashboard: { operation: 'capture', amount: part(fils, 0.3), told: random.chance(0.6) },
      },
    ],
  ];
  return random.pick(ways)();
}
