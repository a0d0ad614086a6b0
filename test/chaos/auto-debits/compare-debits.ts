import { SUCCESS, type Charged } from '../charged.ts';
import { chargesOf, type Books } from '../ledger-view.ts';
import type { Billed, BilledRun, DebitWord } from './billing.ts';
import { orderPrefix, type AgreementPlan } from './plan-agreements.ts';

/** The faults that nothing later mends: they may be looked for before all is quiet. */
export function certainDebitFaults(books: Books): string[] {
  return everyAgreement(books, (billed, view) => [
    ...chargedTwice(billed, view),
    ...beyondTerms(billed, view),
    ...lies(billed, view),
    ...keptByADecline(billed),
  ]);
}

/** When all is quiet, each cycle that Ottu's ledger has is counted, and no other. */
export function quietDebitFaults(books: Books): string[] {
  return everyAgreement(books, ({ plan }, { cycles }) => {
    const booked = books.debits.agreements.find(({ agreement_id: id }) => id === plan.agreementId);
    const counted = booked?.cycles_charged ?? 0;
    return counted === cycles.size
      ? []
      : [`wrong: ${plan.agreementId} counts ${counted} cycles charged, and Ottu's ledger has ${cycles.size}`];
  });
}

/** Ottu's ledger about one agreement. */
interface View {
  /** The charges of each cycle that has any, oldest first. */
  readonly cycles: ReadonlyMap<string, readonly Charged[]>;
}

function everyAgreement(books: Books, look: (billed: Billed, view: View) => readonly string[]): string[] {
  const charges = chargesOf(books).filter(({ order_no: order }) => order?.startsWith('debit-'));
  return books.debits.billed.flatMap((billed) => {
    const { plan } = billed;
    const cycles = plan.cycles.map(({ cycle }) => [cycle, chargesOfCycle(plan, cycle, charges)] as const);
    return look(billed, { cycles: new Map(cycles.filter(([, own]) => own.length > 0)) });
  });
}

function chargesOfCycle(plan: AgreementPlan, cycle: string, charges: readonly Charged[]): Charged[] {
  const prefix = orderPrefix(plan, cycle);
  return charges.filter(({ order_no: order }) => order?.startsWith(prefix) === true);
}

/** M82: whatever the keys, however often the job ran, a cycle is charged once. */
function chargedTwice({ plan }: Billed, { cycles }: View): string[] {
  return [...cycles].flatMap(([cycle, charges]) =>
    charges.length > 1
      ? [
          `double: cycle ${cycle} of ${plan.agreementId} was charged ${charges.length} times ` +
            `(${charges.map(({ order_no, amount }) => `${order_no ?? ''} ${amount}`).join(', ')})`,
        ]
      : [],
  );
}

/** M82: what may be charged already counts, also while another cycle is being charged. */
function beyondTerms({ plan }: Billed, { cycles }: View): string[] {
  return cycles.size > plan.totalCycles
    ? [`beyond: ${plan.agreementId} has ${plan.totalCycles} cycles, and ${cycles.size} were charged`]
    : [];
}

/** It is about the store or the process, and says nothing of the cycle. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set(['store_unavailable', 'shutting_down', 'internal_error']);

/** What a job was told must have stayed true. */
function lies({ plan, runs }: Billed, { cycles }: View): string[] {
  const chargedOrders = new Set([...cycles.values()].flat().map(({ order_no: order }) => order));
  return runs.flatMap(({ run, cycle, words }) => {
    const chargedAt = cycles.get(cycle)?.[0]?.chargedAt ?? Infinity;
    return words.flatMap((word) => {
      const { outcome, payment, code, asked } = word;
      const said = `lie: ${run.key} was told ${saying(word)}`;
      if (payment !== undefined && !payment.order_no.startsWith(orderPrefix(plan, cycle))) {
        return [`${said} of ${payment.order_no}, which is of another cycle`];
      }
      if (outcome === 'none' && chargedAt < asked && !OF_THE_REQUEST.has(code ?? '')) {
        return [`${said} after its cycle was charged`];
      }
      if (takenBack(word, runs)) return [`${said} after a success of the same payment was told`];
      if (outcome !== 'final' || payment?.state === undefined) return [];
      return SUCCESS.has(payment.state) === chargedOrders.has(payment.order_no)
        ? []
        : [
            `${said} of ${payment.order_no}, and Ottu has ${chargedOrders.has(payment.order_no) ? '' : 'not '}charged it`,
          ];
    });
  });
}

/** M22: whoever was told of the success, nobody who asks later is told less. */
function takenBack({ payment, asked }: DebitWord, runs: readonly BilledRun[]): boolean {
  if (payment?.state === undefined || SUCCESS.has(payment.state)) return false;
  return runs.some(({ words }) =>
    words.some(
      ({ heard, payment: other }) => heard < asked && other?.id === payment.id && SUCCESS.has(other.state ?? ''),
    ),
  );
}

/** States in which a charge has come to nothing. */
const IN_VAIN: ReadonlySet<string> = new Set([
  'attempted',
  'failed',
  'expired',
  'canceled',
  'rejected',
  'not_processed',
]);

/** M82: a charge that is known to have come to nothing lets the next key in. */
function keptByADecline({ runs }: Billed): string[] {
  return runs.flatMap(({ run, cycle, words }) => {
    const began = Math.min(...words.map(({ asked }) => asked));
    const before = runs.flatMap((other) => (other.run === run || other.cycle !== cycle ? [] : other.words));
    const declined = new Set(
      before.flatMap((word) => (word.heard < began && isInVain(word) ? [word.payment?.id] : [])),
    );
    const kept = words.find((word) => isInVain(word) && declined.has(word.payment?.id));
    return kept === undefined || mayUseAgain(kept, run.body)
      ? []
      : [`held: ${run.key} was answered with ${kept.payment?.order_no ?? ''}, which had come to nothing before`];
  });
}

function isInVain({ outcome, payment }: DebitWord): boolean {
  return outcome !== 'unknown' && IN_VAIN.has(payment?.state ?? '');
}

/** M41: an order number of which nothing came may be used again, and is the same payment then. */
function mayUseAgain({ payment }: DebitWord, body: string): boolean {
  return (JSON.parse(body) as { order_no: string }).order_no === payment?.order_no;
}

function saying({ status, code, outcome, payment }: DebitWord): string {
  return `${status} ${payment?.state ?? code ?? ''} ${outcome ?? ''}`.trim();
}
