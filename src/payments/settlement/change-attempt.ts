import { sql } from 'kysely';

import type { Tx } from '../../database/database.ts';
import { compiled } from '../../database/compiled.ts';
import { send } from '../../database/send.ts';
import { json, type AttemptRow } from '../../database/schema.ts';
import { endOfAttempt, isAnswerLost } from '../facts/end-of-attempt.ts';
import { isOpen, type AttemptState } from '../states/attempt-state.ts';
import type { AttemptChange, SettlementInput, LockedPayment, ReviewDecision } from './settlement-input.ts';

/**
 * Brings the attempt that this settlement concerns to its new state: that one and no newer one, and only while it is open
 * or by a success (M1a).
 *
 * @returns the state of each attempt afterwards, oldest first.
 */
export async function changeAttempt(
  tx: Tx,
  locked: LockedPayment,
  input: SettlementInput,
): Promise<readonly AttemptState[]> {
  if (input.detach !== undefined) await detach(tx, input.detach);
  if (input.decision !== undefined) return endByDecision(tx, locked, input.decision);
  const change = input.attempt ?? endByFact(locked, input);
  const before = locked.attempts.map(({ state }) => state);
  const target = locked.attempts.find(({ id }) => id === change?.id);
  if (change === undefined || target === undefined || !mayChange(target, change.state)) {
    return before;
  }
  const update = changingAttempt({
    id: target.id,
    state: change.state,
    ends: !isOpen(change.state),
    reference_number: change.referenceNumber ?? target.reference_number,
    result: change.result ?? null,
    action_required: change.actionRequired === undefined ? null : json(change.actionRequired),
    refusal: change.refusal === undefined ? null : json(change.refusal),
    not_sent: change.notSent ?? false,
    claim_again: change.claimAgain ?? false,
  });
  await send(tx, update);
  return locked.attempts.map(({ id, state }) => (id === target.id ? change.state : state));
}

interface ChangedAttempt {
  readonly id: string;
  readonly state: AttemptState;
  readonly ends: boolean;
  readonly reference_number: string | null;
  /** These three stay as they are where there is nothing new. */
  readonly result: string | null;
  readonly action_required: string | null;
  readonly refusal: string | null;
  readonly not_sent: boolean;
  readonly claim_again: boolean;
}

const changingAttempt = compiled<ChangedAttempt, unknown>((db, value) =>
  db
    .updateTable('payment_attempts')
    .set({
      state: value('state'),
      reference_number: value('reference_number'),
      result: sql`coalesce(${value('result')}, result)`,
      action_required: sql`coalesce(${value('action_required')}::jsonb, action_required)`,
      refusal: sql`coalesce(${value('refusal')}::jsonb, refusal)`,
      not_sent: value('not_sent'),
      claim_again: value('claim_again'),
      finished_at: sql`case when ${value('ends')}::boolean then now() end`,
    })
    .where('id', '=', value('id')),
);

/**
 * M27: with the review its open attempts end: what was accepted is the newest one's, and nothing is waited for any more. That
 * an operator gave one up is never `none` (M41).
 */
async function endByDecision(
  tx: Tx,
  { attempts }: LockedPayment,
  { verdict }: ReviewDecision,
): Promise<readonly AttemptState[]> {
  const paid = verdict === 'reject' ? undefined : (attempts.findLast(({ state }) => isOpen(state)) ?? attempts.at(-1));
  const after = attempts.map(({ id, state }): AttemptState => {
    if (id === paid?.id) return 'succeeded';
    return isOpen(state) ? 'declined' : state;
  });
  for (const [index, { id, state: before }] of attempts.entries()) {
    const state = after[index];
    if (state === undefined || state === before) continue;
    const ended = { state, claim_again: false, finished_at: sql<Date>`now()` };
    await send(tx, tx.updateTable('payment_attempts').set(ended).where('id', '=', id));
  }
  return after;
}

/** M35: it stays open until its end is known, and holds its cart no longer. */
async function detach(tx: Tx, attemptId: string): Promise<void> {
  const detached = { detached_at: sql<Date>`now()`, hold_until: null };
  const update = tx.updateTable('payment_attempts').set(detached).where('id', '=', attemptId);
  await send(tx, update.where('detached_at', 'is', null));
}

/**
 * What is settled stays settled: an ended attempt opens no more, and only a confirmed success may correct a decline (M22).
 */
function mayChange(target: AttemptRow, to: AttemptState): boolean {
  if (isOpen(target.state)) return true;
  return to === 'succeeded' && target.state !== 'succeeded';
}

/** A fact that is not an attempt's own answer is about the open attempt that asked for it, or else about the newest. */
function endByFact(locked: LockedPayment, { fact, inquiredLate }: SettlementInput): AttemptChange | undefined {
  if (fact === undefined) return undefined;
  const { earlierAmountId } = fact.checked;
  const attempts = locked.attempts.filter(({ amount_id: amountId }) =>
    earlierAmountId === undefined
      ? amountId === null || !locked.earlierAmountIds.has(amountId)
      : amountId === earlierAmountId,
  );
  const attempt = attempts.find(({ state }) => isOpen(state)) ?? attempts.at(-1);
  if (attempt === undefined) return undefined;
  const state = endOfAttempt(fact.reported, fact.checked, {
    referenceNumber: attempt.reference_number,
    result: attempt.result,
    // M23: what was never sent is no attempt that Ottu could be speaking of.
    attempts: locked.attempts.filter(({ not_sent: notSent }) => !notSent).length,
    // A payment link is handed out by Ottu.
    handedOut: locked.payment.handed_out_at !== null || locked.payment.payment_link,
    answerLost: isAnswerLost(attempt),
    inquiredLate: inquiredLate === true,
  });
  return state === undefined ? undefined : { id: attempt.id, state, referenceNumber: fact.reported.referenceNumber };
}
