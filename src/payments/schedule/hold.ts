import type { Durations } from '../../config/durations.ts';
import type { Tx } from '../../database/database.ts';
import type { AttemptRow, FactRow } from '../../database/schema.ts';
import { isOpen } from '../states/attempt-state.ts';
import { isSuccess } from '../states/payment-state.ts';

/** F10.1: what shows that somebody has tried to pay. */
const TRACES: ReadonlySet<string> = new Set(['pending', 'attempted', 'failed']);

/** Until when at most an attempt holds its cart. */
export type Hold = Pick<AttemptRow, 'answered_at' | 'hold_until'>;

/**
 * M35: what the facts that are known by now make of an attempt's hold. It begins with the first answered retrieve; an
 * attempt of which Ottu has shown nothing holds its cart for a short time, any other for longer, and one of which a
 * success was seen for as long as people need (M36).
 *
 * @param retrieved the fact that was just stored is Ottu's answer to a retrieve.
 */
export function holdOf(
  attempt: AttemptRow,
  facts: readonly FactRow[],
  { retrieved, now }: { readonly retrieved: boolean; readonly now: Date },
  { holdUnseen, holdSeen }: Pick<Durations, 'holdUnseen' | 'holdSeen'>,
): Hold {
  const answeredAt = attempt.answered_at ?? (retrieved ? now : null);
  if (answeredAt === null || facts.some(({ state }) => isSuccess(state))) {
    return { answered_at: answeredAt, hold_until: null };
  }
  const seen = facts.some(({ state, counts, at }) => counts && TRACES.has(state) && at >= attempt.started_at);
  const until = new Date(answeredAt.getTime() + (seen ? holdSeen : holdUnseen));
  // A trace that was seen once is not forgotten.
  const longest = attempt.hold_until !== null && attempt.hold_until > until ? attempt.hold_until : until;
  return { answered_at: answeredAt, hold_until: longest };
}

/** The attempt that holds the cart of its payment, where one does. */
export function holdingAttempt(attempts: readonly AttemptRow[]): AttemptRow | undefined {
  return attempts.find((attempt) => attempt.cart_id !== null && holds(attempt));
}

/** M6, M35: open, and not detached: no other attempt of the same payment or cart may begin. */
export function holds({ state, detached_at: detachedAt }: Pick<AttemptRow, 'state' | 'detached_at'>): boolean {
  return isOpen(state) && detachedAt === null;
}

/** Its payment is locked. */
export async function recordHold(tx: Tx, attemptId: string, hold: Hold): Promise<void> {
  await tx.updateTable('payment_attempts').set(hold).where('id', '=', attemptId).execute();
}
