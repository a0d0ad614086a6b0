import { readPayments, type BookedPayment } from './books.ts';
import { NO_CARTS, readCartRows } from './carts/cart-rows.ts';
import { MONEY, SUCCESS } from './charged.ts';
import type { World } from './world.ts';

/** One decision about a payment under review (M27), as the service took it. */
export interface Decision {
  readonly paymentId: string;
  readonly orderNo: string;
  readonly decision: 'accept' | 'reject';
  /** The payer has his money back. */
  readonly givenBack: boolean;
}

export interface Operator {
  readonly decisions: readonly Decision[];
  /** Answers that an operator must not get. */
  readonly faults: readonly string[];
  /** Decisions that were sent and of which no answer came back: the next round looks whether they were taken. */
  readonly unheard: number;
  /** Decides everything that is under review by now; how many decisions the service took. */
  decide(): Promise<number>;
}

/** Answers after which the payment is looked at again, and decided again, at the next round. */
const AGAIN: ReadonlySet<number> = new Set([404, 409, 412, 428, 429, 500, 502, 503]);

/**
 * A person at the merchant's who has the bank on the telephone: he knows what was really charged, and decides by that. Of
 * what was charged for one cart the first stays, and every other is given back.
 */
export function createOperator(world: World): Operator {
  const decisions: Decision[] = [];
  const faults: string[] = [];
  const unheard = new Map<string, Decision>();
  return {
    decisions,
    faults,
    get unheard() {
      return unheard.size;
    },
    async decide() {
      const heard = await hearOf(world, unheard);
      decisions.push(...heard);
      const payments = await readPayments(world).catch(() => []);
      const view = await viewOf(world, payments, decisions).catch(() => undefined);
      if (view === undefined) return heard.length;
      const before = decisions.length - heard.length;
      for (const payment of payments.filter(({ state }) => state === 'needs_review')) {
        const taken = await decideOne(world, payment, view, unheard);
        if (typeof taken === 'string') faults.push(taken);
        else if (taken !== undefined) {
          decisions.push(taken);
          if (taken.decision === 'accept') view.settledCarts.add(view.carts.get(payment.id) ?? '');
        }
      }
      return decisions.length - before;
    },
  };
}

/** What the service took of that whose answer was lost, as the timelines tell it. What it did not take is decided again. */
async function hearOf(world: World, unheard: Map<string, Decision>): Promise<Decision[]> {
  const taken: Decision[] = [];
  for (const decision of unheard.values()) {
    const isTaken = await isDecided(world, decision.paymentId).catch(() => undefined);
    if (isTaken === true) taken.push(decision);
    if (isTaken !== undefined) unheard.delete(decision.paymentId);
  }
  return taken;
}

async function isDecided({ replicas, authorization }: World, paymentId: string): Promise<boolean> {
  const url = `${replicas[0]?.url ?? ''}/v1/payments/${paymentId}/timeline`;
  const answer = await fetch(url, { headers: { authorization } });
  if (answer.status !== 200) throw new Error(`the timeline cannot be read: ${answer.status}`);
  const { entries } = (await answer.json()) as { entries: { event: string }[] };
  return entries.some(({ event }) => event === 'review_decided');
}

interface View {
  readonly charged: ReadonlySet<string>;
  /** Carts of which one payment is a success. */
  readonly settledCarts: Set<string>;
  /** The cart of each payment that has one. */
  readonly carts: ReadonlyMap<string, string>;
}

async function viewOf(
  { simulator, databaseUrl }: World,
  payments: readonly BookedPayment[],
  decisions: readonly Decision[],
): Promise<View> {
  const { transactions } = databaseUrl === undefined ? NO_CARTS : await readCartRows(databaseUrl);
  const carts = new Map(transactions.map(({ payment_id, cart_id }) => [payment_id, cart_id]));
  const back = new Set(decisions.filter(({ givenBack }) => givenBack).map(({ orderNo }) => orderNo));
  const charged = new Set(
    simulator.ledger().flatMap(({ order_no, kind }) => (MONEY.has(kind) && order_no !== null ? [order_no] : [])),
  );
  for (const order of back) charged.delete(order);
  const settled = payments.flatMap(({ id, state }) => (SUCCESS.has(state) ? [carts.get(id) ?? ''] : []));
  return { charged, settledCarts: new Set(settled), carts };
}

async function decideOne(
  world: World,
  payment: BookedPayment,
  { charged, settledCarts, carts }: View,
  unheard: Map<string, Decision>,
): Promise<Decision | string | undefined> {
  const cart = carts.get(payment.id);
  const isCharged = charged.has(payment.order_no);
  const isSecond = cart !== undefined && settledCarts.has(cart);
  const accepts = isCharged && !isSecond;
  const { decision, ...words } = decided(isCharged, accepts);
  const url = `${world.replicas[0]?.url ?? ''}/v1/payments/${payment.id}`;
  try {
    const seen = await fetch(url, { headers: { authorization: world.authorization } });
    const { payment: now } = (await seen.json()) as { payment?: BookedPayment };
    if (seen.status !== 200 || now?.state !== 'needs_review') return undefined;
    const taken = {
      paymentId: payment.id,
      orderNo: payment.order_no,
      decision,
      givenBack: isCharged && !accepts,
    } as const;
    // Until the answer has come: a replica that is killed after its commit takes the answer along.
    unheard.set(payment.id, taken);
    const answer = await fetch(`${url}/review`, {
      method: 'POST',
      headers: {
        authorization: world.authorization,
        'content-type': 'application/json',
        'if-match': seen.headers.get('etag') ?? '*',
      },
      body: JSON.stringify({ decision, ...words }),
    });
    const body = (await answer.json()) as { payment?: BookedPayment; code?: string };
    // A 5xx leaves open whether it was taken (M3).
    if (answer.status < 500) unheard.delete(payment.id);
    if (answer.status === 200) {
      const right = accepts ? SUCCESS.has(body.payment?.state ?? '') : body.payment?.state === 'canceled';
      if (decision === 'reject' && (await canBePaid(world, body.payment?.session_id ?? null))) {
        return `review: ${payment.order_no} is rejected, and can still be paid at Ottu`;
      }
      return right ? taken : `review: ${payment.order_no} is ${body.payment?.state ?? ''} after ${decision}`;
    }
    if (AGAIN.has(answer.status)) return undefined;
    return `review: ${decision} of ${payment.order_no} was answered ${answer.status} ${body.code ?? ''}`;
  } catch {
    return undefined;
  }
}

/** M27: whoever rejects a payment is told so when its session is over, and not before. */
async function canBePaid({ simulator }: World, sessionId: string | null): Promise<boolean> {
  if (sessionId === null) return false;
  // The faults of the run strike this look as well: then nothing was seen.
  const { state } = await fetch(`${simulator.url}/b/checkout/v1/pymt-txn/${sessionId}/`, {
    headers: { authorization: `Api-Key ${simulator.apiKey}` },
    signal: AbortSignal.timeout(2_000),
  })
    .then(async (answer) => (await answer.json()) as { state?: string })
    .catch((): { state?: string } => ({}));
  return state === 'created' || state === 'pending' || state === 'attempted';
}

/** The person has looked, and takes it on himself (M27). */
function decided(isCharged: boolean, accepts: boolean) {
  if (accepts) return { decision: 'accept', reason: 'The bank has the money.', confirm_without_ottu: true } as const;
  if (isCharged) return { decision: 'reject', reason: 'The bank gave it back.', given_back: true } as const;
  return { decision: 'reject', reason: 'The bank knows of no such charge.' } as const;
}
