import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import type { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import { json, type TransactionWriteRow } from '../../database/schema.ts';
import type { StoredProblem } from '../answers/stored-problem.ts';

export type WriteKind = 'create' | 'update' | 'replace';
/** `lost`: Ottu may have done it, and nobody knows. */
export type WriteEnd = 'done' | 'refused' | 'lost' | 'not_sent';

export type LockedWrite = TransactionWriteRow & {
  /** By the database's clock: nobody is left who could still hear Ottu's answer. */
  readonly lease_passed: boolean;
};

/** Database time at the start of a write, plus the deadline of its call, plus a grace, as charges have it (M3). */
export function writeLeaseUntil({ ottu, waits }: Pick<Settings, 'ottu' | 'waits'>) {
  return sql<Date>`now() + ${`${ottu.timeoutMs + waits.leaseGrace} milliseconds`}::interval`;
}

/** The call that created this transaction, locked; the payment is locked already. A charge has none. */
export async function creationOf(tx: Tx, paymentId: string): Promise<LockedWrite | undefined> {
  return locked(tx, paymentId).where('kind', '=', 'create').executeTakeFirst();
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

/** The durable write before the call. M52: the index lets one of them be open per transaction. */
export async function beginWrite(
  tx: Tx,
  paymentId: string,
  kind: WriteKind,
  settings: Pick<Settings, 'ottu' | 'waits'>,
): Promise<string> {
  const id = randomUUID();
  await tx
    .insertInto('transaction_writes')
    .values({ id, payment_id: paymentId, kind, state: 'sending', lease_until: writeLeaseUntil(settings) })
    .execute();
  return id;
}

/** A call that was never sent is made after all (M5). */
export async function resumeWrite(tx: Tx, id: string, settings: Pick<Settings, 'ottu' | 'waits'>): Promise<void> {
  await tx
    .updateTable('transaction_writes')
    .set({
      state: 'sending',
      problem: null,
      started_at: sql<Date>`now()`,
      lease_until: writeLeaseUntil(settings),
      finished_at: null,
    })
    .where('id', '=', id)
    .execute();
}

/** @param problem what the caller is told, for replays (M9) */
export async function endWrite(tx: Tx, id: string, state: WriteEnd, problem?: StoredProblem): Promise<void> {
  await tx
    .updateTable('transaction_writes')
    .set({ state, problem: problem === undefined ? null : json(problem), finished_at: sql<Date>`now()` })
    .where('id', '=', id)
    // A lease that passed has ended it already; an answer that comes later still may.
    .where('state', 'in', ['sending', 'lost'])
    .execute();
}
