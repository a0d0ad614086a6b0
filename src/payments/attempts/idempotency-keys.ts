import type { Kysely, QueryCreator } from 'kysely';

import { entryToWrite, withEntry, type AuditEntry } from '../../audit/audit-rows.ts';
import { compiled, type ParameterOf } from '../../database/compiled.ts';
import type { Tx } from '../../database/database.ts';
import { run, send } from '../../database/send.ts';
import type { IdempotencyRow, Schema } from '../../database/schema.ts';

/** What a key is unique within (M7): never a key id, secret or token, so that rotating those keeps the promise. */
export interface IdempotencyScope {
  /** The service key's `name`, or the cart's id. */
  readonly caller: string;
  readonly method: string;
  /** With its parameters filled in. */
  readonly path: string;
  readonly key: string;
}

export interface IdempotencyClaim extends IdempotencyScope {
  /** Hex SHA-256 of the raw body bytes (M8). */
  readonly bodySha256: string;
}

/** What a key answers for: a payment, and the call that the key's request made (M9). */
export type KeyTarget = { readonly paymentId: string } & (
  | { readonly attemptId: string | undefined; readonly writeId?: never; readonly operationId?: never }
  /** Of a create that charges nothing. */
  | { readonly writeId: string; readonly attemptId?: never; readonly operationId?: never }
  /** Of a refund, capture, void or the like. */
  | { readonly operationId: string; readonly attemptId?: never; readonly writeId?: never }
);

/**
 * Takes the key for a call that the same transaction is about to write. A second taker waits here until the first one's
 * transaction ends.
 *
 * @returns whether the key was free.
 */
export async function takeKey(tx: Tx, claim: IdempotencyClaim, call: KeyTarget): Promise<boolean> {
  return (await beginTakingKey(tx, claim, call))();
}

/** The same without waiting. */
export async function beginTakingKey(
  tx: Tx,
  claim: IdempotencyClaim,
  call: KeyTarget,
): Promise<() => Promise<boolean>> {
  const values = {
    caller: claim.caller,
    keyMethod: claim.method,
    path: claim.path,
    key: claim.key,
    bodySha256: claim.bodySha256,
    paymentId: call.paymentId,
    attemptId: call.attemptId ?? null,
    writeId: call.writeId ?? null,
    operationId: call.operationId ?? null,
  };
  const entry = entryToWrite(tx);
  const taken = await send(tx, entry === undefined ? takingKey(values) : takingKeyAudited({ ...values, ...entry }));
  return async () => (await taken()).length === 1;
}

/** No name is one of `AuditEntry`. */
interface NewKey extends Omit<IdempotencyClaim, 'method'> {
  readonly keyMethod: string;
  readonly paymentId: string;
  readonly attemptId: string | null;
  readonly writeId: string | null;
  readonly operationId: string | null;
}

const takingKey = compiled<NewKey, unknown>((db, value) => insertingKey(db, value));

const takingKeyAudited = compiled<NewKey & AuditEntry, unknown>((db, value) => {
  const entry: AuditEntry = {
    id: value('id'),
    key_id: value('key_id'),
    key_name: value('key_name'),
    action: value('action'),
    method: value('method'),
    route: value('route'),
    address: value('address'),
    payment_id: value('payment_id'),
  };
  return insertingKey(withEntry(db, entry), value);
});

function insertingKey(db: QueryCreator<Schema>, value: ParameterOf<NewKey>) {
  return db
    .insertInto('idempotency_keys')
    .values({
      caller: value('caller'),
      method: value('keyMethod'),
      path: value('path'),
      key: value('key'),
      body_sha256: value('bodySha256'),
      payment_id: value('paymentId'),
      attempt_id: value('attemptId'),
      write_id: value('writeId'),
      operation_id: value('operationId'),
    })
    .onConflict((conflict) => conflict.columns(['caller', 'method', 'path', 'key']).doNothing())
    .returning('payment_id');
}

/** The key answers for this call from now on: it claims again (M1a), or uses an order number again (M41). */
export async function linkKey(tx: Tx, scope: IdempotencyScope, call: KeyTarget): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({
      payment_id: call.paymentId,
      attempt_id: call.attemptId ?? null,
      write_id: call.writeId ?? null,
      operation_id: call.operationId ?? null,
    })
    .where('caller', '=', scope.caller)
    .where('method', '=', scope.method)
    .where('path', '=', scope.path)
    .where('key', '=', scope.key)
    .execute();
}

export async function findKey(db: Kysely<Schema>, scope: IdempotencyScope): Promise<IdempotencyRow | undefined> {
  return (await run(db, readingKey(scope)))[0];
}

export const readingKey = compiled<IdempotencyScope, IdempotencyRow>((db, value) =>
  db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('caller', '=', value('caller'))
    .where('method', '=', value('method'))
    .where('path', '=', value('path'))
    .where('key', '=', value('key')),
);
