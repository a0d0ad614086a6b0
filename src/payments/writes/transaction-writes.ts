import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import type { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import { json, type TransactionWriteRow } from '../../database/schema.ts';
import type { WriteEnd, WriteKind } from '../../database/states.ts';
import type { StoredProblem } from '../answers/stored-problem.ts';

export type { WriteEnd } from '../../database/states.ts';

export type LockedWrite = TransactionWriteRow & {
  /** By the database's clock: nobody is left who could still hear Ottu's answer. */
  readonly lease_passed: boolean;
};

/** Database time at the start of a write, plus the deadline of its call, plus a grace, as charges have it (M3). */
export function writeLeaseUntil({ ottu, waits }: Pick<Settings, 'ottu' | 'waits'>) {
  return sql<Date>`now() + ${`${ottu.timeoutMs + waits.leaseGrace} milliseconds`}::interval`;
}

/** The calls that were to create this transaction, oldest first, locked; the payment is locked already. A charge has none. */
export async function creationsOf(tx: Tx, paymentId: string): Promise<LockedWrite[]> {
  return locked(tx, paymentId).where('kind', '=', 'create').orderBy('started_at').execute();
}

/** The call that is under way, locked, if there is one. */
export async function openWrite(tx: Tx, paymentId: string): Promise<LockedWrite | undefined> {
  return locked(tx, paymentId).where('state', '=', 'sending').executeTakeFirst();
}

function locked(tx: Tx, paymentId: string) {
  return tx
    .selectFrom('transaction_writes')
    .selectAll()
    .select(sql<boolean>`lease_until < now()`.as('lease_passed'))
    .where('payment_id', '=', paymentId)
    .forUpdate();
}

export interface NewWrite {
  readonly id?: string;
  readonly paymentId: string;
  readonly kind: WriteKind;
  /** Of `payment_amounts`: what a create asks for. */
  readonly amountId?: string | null;
}

/** The durable write before the call. M52: the index lets one of them be open per transaction. */
export async function beginWrite(
  tx: Tx,
  { id = randomUUID(), paymentId, kind, amountId }: NewWrite,
  settings: Pick<Settings, 'ottu' | 'waits'>,
): Promise<string> {
  await tx
    .insertInto('transaction_writes')
    .values({
      id,
      payment_id: paymentId,
      kind,
      state: 'sending',
      amount_id: amountId ?? null,
      lease_until: writeLeaseUntil(settings),
    })
    .execute();
  return id;
}

/** Whether what became of this call may still be settled: nothing has been, but perhaps that its lease has passed. */
export async function isUnsettled(tx: Tx, id: string): Promise<boolean> {
  const write = await tx.selectFrom('transaction_writes').select('state').where('id', '=', id).executeTakeFirst();
  return write?.state === 'sending' || write?.state === 'lost';
}

export interface WriteEnding {
  readonly state: WriteEnd;
  /** What the caller is told, for replays (M9). */
  readonly problem?: StoredProblem | undefined;
  /** M5a: the same key may try again, with a write of its own (M1a). */
  readonly claimAgain?: boolean | undefined;
}

export async function endWrite(tx: Tx, id: string, { state, problem, claimAgain }: WriteEnding): Promise<void> {
  await tx
    .updateTable('transaction_writes')
    .set({
      state,
      problem: problem === undefined ? null : json(problem),
      claim_again: claimAgain ?? false,
      finished_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    // A lease that passed has ended it already; an answer that comes later still may.
    .where('state', 'in', ['sending', 'lost'])
    .execute();
}
