import type { Caller } from '../operations/plan-operations.ts';
import type { Random } from '../random.ts';

/** One run of a billing job for one cycle: always the same bytes and the same key, until its end is known. */
export interface Run {
  readonly key: string;
  /** Which of the merchant's two service keys bills. */
  readonly caller: Caller;
  readonly body: string;
  /** How long after the others of its turn it begins, in ms of real time. */
  readonly afterMs: number;
  /** Sent twice at the same moment, to different replicas where there are two. */
  readonly twin: boolean;
}

/** What is billed at the same moment. The next turn has new keys, and is taken when a charge came to nothing. */
export type Turn = readonly Run[];

export interface CyclePlan {
  readonly cycle: string;
  readonly turns: readonly Turn[];
  /** The job of another day, which does not know that the cycle was billed; none for most. */
  readonly again: Run | undefined;
}

export interface AgreementPlan {
  readonly number: number;
  readonly agreementId: string;
  readonly customerId: string;
  /** By its payer on Ottu's page (CIT), or in another system, whose terms are given with each charge. */
  readonly begins: 'here' | 'elsewhere';
  /** Of the first payment. */
  readonly amount: string;
  /** In Ottu's words. */
  readonly terms: Readonly<Record<string, unknown>>;
  /** More are not agreed on. */
  readonly totalCycles: number;
  readonly cycles: readonly CyclePlan[];
  /** All cycles are billed at the same moment, as after an outage: the agreement may have fewer of them. */
  readonly allAtOnce: boolean;
}

/** A first payment and its cycles: so many charges are asked for under one agreement. */
export const CHARGES_PER_AGREEMENT = 4;

const CYCLES = CHARGES_PER_AGREEMENT - 1;

/** The simulator reads what becomes of a charge from the last two digits of its amount (fils). */
const DIGITS = {
  success: '000',
  declined: '001',
  cannot_execute: '002',
  pending: '004',
  error: '006',
  error_but_paid: '007',
  field_error: '014',
  pending_then_declined: '022',
  error_then_paid: '024',
} as const;
type Digits = keyof typeof DIGITS;

/** Of the first turn; the last one is let be. */
const FIRST: readonly Digits[] = [
  ...Array<Digits>(8).fill('success'),
  ...Array<Digits>(5).fill('declined'),
  'cannot_execute',
  'field_error',
  'pending',
  'pending_then_declined',
  'error',
  'error_but_paid',
  'error_then_paid',
];

/** What an order number of a cycle's charge begins with: Ottu's ledger tells by it which cycle was charged. */
export function orderPrefix(plan: Pick<AgreementPlan, 'number'>, cycle: string): string {
  return `debit-${plan.number}-${cycle}-`;
}

export function planAgreements(count: number, random: Random): AgreementPlan[] {
  return Array.from({ length: count }, (_none, number) => planAgreement(number, random));
}

function planAgreement(number: number, random: Random): AgreementPlan {
  const [agreementId, customerId] = [`AGR-chaos-${number}`, `debtor-${number}`];
  const begins = random.chance(0.6) ? 'here' : 'elsewhere';
  const isFixed = random.chance(0.25);
  const dinars = random.below(90) + 10;
  const totalCycles = random.pick([2, 3, 12]);
  const terms = {
    type: 'other',
    amount_variability: isFixed ? 'fixed' : 'variable',
    frequency: 'irregular',
    total_cycles: totalCycles,
  };
  const named = {
    agreement_id: agreementId,
    customer_id: customerId,
    currency_code: 'KWD',
    ...(begins === 'elsewhere' ? { agreement: terms, pg_code: 'credit-card' } : {}),
  };
  const asker = { number, named, dinars, isFixed, random };
  return {
    number,
    agreementId,
    customerId,
    begins,
    amount: `${dinars}.000`,
    terms: { id: agreementId, ...terms },
    totalCycles,
    cycles: Array.from({ length: CYCLES }, (_none, index) => planCycle(asker, String(index + 1))),
    allAtOnce: random.chance(0.3),
  };
}

interface Asker {
  readonly number: number;
  readonly named: Readonly<Record<string, unknown>>;
  readonly dinars: number;
  readonly isFixed: boolean;
  readonly random: Random;
}

function planCycle(asker: Asker, cycle: string): CyclePlan {
  const { random, isFixed } = asker;
  const first = isFixed ? 'success' : random.pick(FIRST);
  // A declined one is tried again, once in vain for some.
  const outcomes: readonly Digits[] =
    random.chance(0.3) && !isFixed ? [first, 'declined', 'success'] : [first, 'success'];
  return {
    cycle,
    turns: outcomes.map((outcome, turn) => planTurn(asker, cycle, outcome, turn + 1)),
    again: random.chance(0.4) ? planRun(asker, cycle, 'success', 'again') : undefined,
  };
}

/** One job, or several that do not know of one another: at the same moment, or one soon after the other. */
function planTurn(asker: Asker, cycle: string, outcome: Digits, turn: number): Turn {
  const { random } = asker;
  const jobs = random.pick([1, 2, 2, 3]);
  // The number of the invoice: the same for all jobs, or a number of each.
  const shared = random.chance(0.3) ? `${turn}` : undefined;
  return Array.from({ length: jobs }, (_none, job) => ({
    ...planRun(asker, cycle, outcome, `${turn}-${job}`, shared),
    afterMs: job === 0 || random.chance(0.6) ? 0 : random.below(900),
  }));
}

function planRun(
  { number, named, dinars, isFixed, random }: Asker,
  cycle: string,
  outcome: Digits,
  name: string,
  order = name,
): Run {
  const leavesAmountOut = isFixed && !('agreement' in named) && random.chance(0.5);
  const body = {
    ...named,
    cycle,
    order_no: `${orderPrefix({ number }, cycle)}${order}`,
    ...(leavesAmountOut ? {} : { amount: `${dinars}.${DIGITS[outcome]}` }),
  };
  return {
    key: `bill-${number}-${cycle}-${name}`,
    caller: random.chance(0.7) ? 'chaos' : 'desk',
    body: JSON.stringify(body),
    afterMs: 0,
    twin: random.chance(0.25),
  };
}
