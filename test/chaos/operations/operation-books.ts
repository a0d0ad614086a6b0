import type { LedgerEntry } from '../../../sandbox/simulator.ts';
import { INQUIRY } from '../../support/ottu.ts';
import type { Charged } from '../charged.ts';
import type { World } from '../world.ts';
import type { Served } from './service-desk.ts';

/** An operation as the service tells it. */
export interface BookedOperation {
  readonly id: string;
  readonly operation: string;
  readonly state: string;
  readonly source: 'api' | 'ottu';
  readonly amount: string | null;
  readonly session_id: string | null;
  readonly message: string | null;
  /** Key of the request that it is of. */
  readonly reason: string | null;
}

/** A payment of which something was asked after its sale, as the service tells it. */
export interface ServedPayment {
  readonly id: string;
  readonly order_no: string;
  readonly session_id: string | null;
  readonly state: string;
  readonly amount: string;
  readonly captured_amount: string;
  readonly refunded_amount: string;
  readonly refundable_amount: string;
  readonly voided: boolean;
}

/** A movement of money after the sale, in Ottu's ledger. */
export interface Movement {
  readonly kind: 'refund' | 'capture' | 'void';
  readonly amount: string;
  readonly childSessionId: string;
  readonly trackingKey: string | null;
  /** In ms since 1970 of real time. */
  readonly movedAt: number;
}

/** Everything that is known of one payment after its sale. */
export interface ServedBook {
  readonly served: Served;
  readonly payment: ServedPayment;
  readonly operations: readonly BookedOperation[];
  readonly charges: readonly Charged[];
  readonly movements: readonly Movement[];
  /** Children of the dashboard of which the service may not have heard: no event was sent, or none arrived whole. */
  readonly unheard: ReadonlySet<string>;
  /** How often Ottu was inquired about it. */
  readonly inquiries: number;
}

/** So many payments are read at a time. */
const AT_ONCE = 8;

export async function readServed(world: World, served: readonly Served[]): Promise<ServedBook[]> {
  const inquiries = inquiriesBySession(world);
  // Ottu's ledger before the service's books: what moved is never newer than what is stored.
  const ledger = Map.groupBy(world.simulator.ledger(), ({ order_no }) => order_no ?? '');
  const books: ServedBook[] = [];
  for (let first = 0; first < served.length; first += AT_ONCE) {
    books.push(
      ...(await Promise.all(
        served.slice(first, first + AT_ONCE).map((one) => readOne(world, one, { ledger, inquiries })),
      )),
    );
  }
  return books;
}

interface Ottu {
  readonly ledger: ReadonlyMap<string, readonly LedgerEntry[]>;
  readonly inquiries: ReadonlyMap<string, number>;
}

async function readOne(world: World, served: Served, { ledger, inquiries }: Ottu): Promise<ServedBook> {
  const url = `${world.replicas[0]?.url ?? ''}/v1/payments/${served.paymentId}/operations`;
  const answer = await fetch(url, { headers: { authorization: world.authorization } });
  if (answer.status !== 200) throw new Error(`operations cannot be listed: ${answer.status}`);
  const { payment, operations } = (await answer.json()) as { payment: ServedPayment; operations: BookedOperation[] };
  const own = ledger.get(payment.order_no) ?? [];
  return {
    served,
    payment,
    operations,
    charges: own.map((entry) => ({ ...entry, chargedAt: world.realTime(entry.at) })),
    movements: own.flatMap(({ kind, amount, child_session_id, tracking_key, at }) =>
      kind === 'refund' || kind === 'capture' || kind === 'void'
        ? [
            {
              kind,
              amount,
              childSessionId: child_session_id ?? '',
              trackingKey: tracking_key ?? null,
              movedAt: world.realTime(at),
            },
          ]
        : [],
    ),
    unheard: new Set(
      served.dashboard.flatMap(({ childSessionId, told }) =>
        told && arrivedWhole(world, payment.order_no, childSessionId) ? [] : [childSessionId],
      ),
    ),
    inquiries: inquiries.get(payment.session_id ?? '') ?? 0,
  };
}

function inquiriesBySession({ simulator }: World): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { raw_body: text } of simulator.requests(INQUIRY)) {
    const session = /"session_id":"([^"]+)"/.exec(text)?.[1] ?? '';
    counts.set(session, (counts.get(session) ?? 0) + 1);
  }
  return counts;
}

/** Faults after which an event still says what it is about. */
const HARMLESS: ReadonlySet<string> = new Set(['doubled', 'delayed', 'reordered', 'before_answer']);

function arrivedWhole({ simulator }: World, order_no: string, childSessionId: string): boolean {
  return simulator
    .webhooks({ order_no })
    .some(
      ({ event, state, faults, body }) =>
        event === 'operation' &&
        (body['txn'] as { session_id?: string } | undefined)?.session_id === childSessionId &&
        state === 'delivered' &&
        faults.every((fault) => HARMLESS.has(fault)),
    );
}
