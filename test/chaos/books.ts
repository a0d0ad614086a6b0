import type { World } from './world.ts';

/** A payment as the service tells it. */
export interface BookedPayment {
  readonly id: string;
  readonly order_no: string;
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

export function isSettled(payment: BookedPayment): boolean {
  return SETTLED.has(payment.state) && payment.outcome !== 'unknown';
}
