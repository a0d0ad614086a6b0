import { sql, type Kysely, type QueryCreator } from 'kysely';

import type { Tx } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { json } from '../database/schema.ts';
import { afterCommit } from '../database/transaction-context.ts';
import { useUnderWay, type KeyUse } from './key-use.ts';

/** How a use ended. */
export interface EndedUse {
  readonly use: KeyUse;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly status: number;
  readonly code: string | undefined;
}

/** The first word about a use, durable when this resolves. */
export async function insertEntry(db: Kysely<Schema>, use: KeyUse): Promise<void> {
  await db.insertInto('audit_entries').values(entryOf(use)).execute();
}

/**
 * To write a claim with: what a statement of this transaction writes beside it (`withEntry`), so that a claim is never
 * without the word that its use began, and costs no statement more. Nothing where that is written already. Where the
 * transaction is rolled back, the next one writes it.
 */
export function entryToWrite(tx: Tx): AuditEntry | undefined {
  const use = useUnderWay();
  if (use === undefined || use.stored || use.writtenBy === tx) return undefined;
  use.writtenBy = tx;
  afterCommit(() => {
    use.stored = true;
  });
  return entryOf(use);
}

export function withEntry(db: QueryCreator<Schema>, entry: AuditEntry): QueryCreator<Schema> {
  const written = db.with('audited', (audit) =>
    audit
      .insertInto('audit_entries')
      .values(entry)
      // A commit whose acknowledgement was lost has written it before.
      .onConflict((conflict) => conflict.column('id').doNothing()),
  );
  return written as unknown as QueryCreator<Schema>;
}

/** How these uses ended, in one statement; that they began, where no claim has written it. */
export async function insertOutcomes(db: Kysely<Schema>, ended: readonly EndedUse[]): Promise<void> {
  const given = json(
    ended.map(({ use, outcome, status, code }) => ({
      ...entryOf(use),
      stored: use.stored,
      outcome,
      status,
      code: code ?? null,
      found_id: use.noted.paymentId ?? use.paymentId ?? null,
      ids: use.noted.ids,
      before: use.noted.before ?? null,
      after: use.noted.after ?? null,
    })),
  );
  await sql`
    with given as (
      select * from jsonb_to_recordset(${given}::text::jsonb) as use (
        id uuid, key_id text, key_name text, action text, method text, route text, address text, payment_id uuid,
        stored boolean, outcome text, status integer, code text, found_id uuid, ids jsonb, before jsonb, after jsonb)
    ), begun as (
      insert into audit_entries (id, key_id, key_name, action, method, route, address, payment_id)
        select id, key_id, key_name, action, method, route, address, payment_id from given where not stored
        on conflict (id) do nothing returning id, at
    )
    insert into audit_outcomes (entry_id, begun_at, outcome, status, code, payment_id, ids, before, after)
      select given.id,
          -- By its index: for a join PostgreSQL would read all entries, since it takes a few uses for a hundred.
          coalesce(begun.at, (select at from audit_entries entry where entry.id = given.id)),
          outcome, status, code, found_id, ids, before, after
        from given left join begun using (id)
        on conflict (entry_id) do nothing`.execute(db);
}

export type AuditEntry = ReturnType<typeof entryOf>;

function entryOf(use: KeyUse) {
  return {
    id: use.id,
    key_id: use.keyId,
    key_name: use.keyName,
    action: use.action,
    method: use.method,
    route: use.route,
    address: use.address,
    payment_id: use.paymentId ?? null,
  };
}
