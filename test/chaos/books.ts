import type { World } from './world.ts';

/** A payment as the service tells it. */
export interface BookedPayment {
  readonly id: string;
  readonly order_no: string;
  readonly session_id: string | null;
  readonly state: string;
  readonly outcome: string;
  readonly amount: string;
  readonly review_reasons: readonly string[];
}

/** Every payment that the service knows, page by page. */
export async function readPayments(world: World): Promise<BookedPayment[]> {
  const payments: BookedPayment[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor === undefined ? {} : { cursor }) });
    const answer = await fetch(`${world.replicas[0]?.url ?? ''}/v1/payments?${query}`, {
      headers: { authorization: world.authorization },
    });
    if (answer.status !== 200) throw new Error(`the payments cannot be listed: ${answer.status}`);
    const page = (await answer.json()) as {
      payments: { payment: BookedPayment }[] | BookedPayment[];
      next_cursor?: string | null;
    };
    for (const entry of page.payments) payments.push('payment' in entry ? entry.payment : entry);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return payments;
}

const SETTLED = new Set([
  'paid',
  'authorized',
  'cod',
  'attempted',
  'failed',
  'expired',
  'canceled',
  'invalided',
  'rejected',
  'not_processed',
]);

/**
 * Until an operator has decided (M27). M32, M33: an inquiry is recorded before it is sent, and there are three at most. When a process dies between the two, its
 * answer proves nothing, and in the end people have to look. That is an end, too; whether Ottu has charged is compared.
 */
export function isLeftToPeople({ state, review_reasons: reasons }: BookedPayment): boolean {
  return state === 'needs_review' && reasons.length === 1 && reasons[0] === 'inquiries_proved_nothing';
}

export function isSettled(payment: BookedPayment): boolean {
  if (isLeftToPeople(payment)) return true;
  return SETTLED.has(payment.state) && payment.outcome !== 'unknown';
}
