import { sql, type Expression, type Kysely, type RawBuilder } from 'kysely';

import type { Settings } from '../../config/settings.ts';
import { compiled } from '../../database/compiled.ts';
import type { Tx } from '../../database/database.ts';
import { run, send } from '../../database/send.ts';
import { json, type Schema, type TransactionWriteRow } from '../../database/schema.ts';
import type { WriteEnd, WriteKind } from '../../database/states.ts';
import type { StoredProblem } from '../answers/refusal.ts';
import { fromNow } from '../../database/interval.ts';

export type LockedWrite = TransactionWriteRow & {
  /** By the database's clock: the process that made the call can hear Ottu's answer no more. */
  readonly lease_passed: boolean;
};

/** What is written when a write ends. */
export interface WriteEnding {
  readonly state: WriteEnd;
  /** What the caller got, for replays (M9). */
  readonly problem?: StoredProblem | undefined;
  /** M5a: the same key may try again, with a write of its own (M1a). */
  readonly claimAgain?: boolean | undefined;
}

/** Database time at the start of a write, plus the deadline of its call, plus a grace, as charges have it (M3). */
export function writeLeaseUntil({ ottu, durations }: Pick<Settings, 'ottu' | 'durations'>) {
  return fromNow(ottu.timeoutMs + durations.leaseGrace);
}

/** M50: when a retrieve must have been sent after the write could do anything for the last time. */
export function refutableFrom({ ottu, durations }: Pick<Settings, 'ottu' | 'durations'>) {
  return fromNow(2 * ottu.timeoutMs + durations.leaseGrace);
}

/** The calls that were to create this transaction, oldest first, locked; the payment is locked already. A charge has none. */
export async function creationsOf(tx: Tx, paymentId: string): Promise<LockedWrite[]> {
  return locked(tx, paymentId).where('kind', '=', 'create').orderBy('started_at').execute();
}

/**
 * M52: one write of a transaction at a time. Where the lease of the one under way has passed, it ends here as lost.
 *
 * @returns `open`: a call is under way, here or in another replica. `lapsed`: one was, and its answer is lost.
 */
export async function writeUnderWay(tx: Tx, paymentId: string): Promise<'none' | 'open' | 'lapsed'> {
  const [write] = await run(tx, openWriteToLock(tx, paymentId));
  if (write === undefined) return 'none';
  return (await endIfLapsed(tx, write)) ? 'lapsed' : 'open';
}

/** The write that is under way, or whose process has died. The payment is locked already. */
export function openWriteToLock(db: Kysely<Schema>, paymentId: string | Expression<string | null>) {
  return locked(db, paymentId).where('state', '=', 'sending');
}

/** @returns whether its process died before it heard the answer: then this write has ended as lost. */
export async function endIfLapsed(tx: Tx, write: LockedWrite): Promise<boolean> {
  if (write.state !== 'sending' || !write.lease_passed) return false;
  await endWrite(tx, write.id, { state: 'lost' });
  return true;
}

function locked(db: Kysely<Schema>, paymentId: string | Expression<string | null>) {
  return db
    .selectFrom('transaction_writes')
    .selectAll()
    .select(sql<boolean>`lease_until < now()`.as('lease_passed'))
    .where('payment_id', '=', paymentId)
    .forUpdate();
}

/** M52: an index lets one write be open per transaction. */
export async function insertWrite(
  tx: Tx,
  write: {
    readonly id: string;
    readonly paymentId: string;
    readonly kind: WriteKind;
    readonly amountId: string | RawBuilder<string> | null;
  },
  settings: Pick<Settings, 'ottu' | 'durations'>,
): Promise<void> {
  await send(
    tx,
    tx.insertInto('transaction_writes').values({
      id: write.id,
      payment_id: write.paymentId,
      kind: write.kind,
      state: 'sending',
      amount_id: write.amountId,
      lease_until: writeLeaseUntil(settings),
    }),
  );
}

/** Whether what became of this call may still be settled: nothing has been, but perhaps that its lease has passed. */
export async function isUnsettled(tx: Tx, id: string): Promise<boolean> {
  const [write] = await run(tx, readingState({ id }));
  return write?.state === 'sending' || write?.state === 'lost';
}

const readingState = compiled<{ readonly id: string }, Pick<TransactionWriteRow, 'state'>>((db, value) =>
  db.selectFrom('transaction_writes').select('state').where('id', '=', value('id')),
);

export async function endWrite(tx: Tx, id: string, { state, problem, claimAgain }: WriteEnding): Promise<void> {
  const stored = problem === undefined ? null : json(problem);
  await send(tx, ending({ id, state, problem: stored, claimAgain: claimAgain ?? false }));
}

interface EndedWrite {
  readonly id: string;
  readonly state: WriteEnd;
  readonly problem: string | null;
  readonly claimAgain: boolean;
}

const ending = compiled<EndedWrite, unknown>((db, value) =>
  db
    .updateTable('transaction_writes')
    .set({
      state: value('state'),
      problem: value('problem'),
      claim_again: value('claimAgain'),
      finished_at: sql<Date>`now()`,
    })
    .where('id', '=', value('id'))
    // A lease that passed has ended it already; an answer that comes later still may.
    .where('state', 'in', ['sending', 'lost']),
);
