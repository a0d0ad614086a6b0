import type { Kysely } from 'kysely';

import { alongWithAudit } from '../../audit/audit-rows.ts';
import type { Tx } from '../../database/database.ts';
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
  const { numInsertedOrUpdatedRows } = await alongWithAudit(tx)
    .insertInto('idempotency_keys')
    .values({
      caller: claim.caller,
      method: claim.method,
      path: claim.path,
      key: claim.key,
      body_sha256: claim.bodySha256,
      payment_id: call.paymentId,
      attempt_id: call.attemptId ?? null,
      write_id: call.writeId ?? null,
      operation_id: call.operationId ?? null,
    })
    .onConflict((conflict) => conflict.columns(['caller', 'method', 'path', 'key']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) === 1n;
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
  return db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('caller', '=', scope.caller)
    .where('method', '=', scope.method)
    .where('path', '=', scope.path)
    .where('key', '=', scope.key)
    .executeTakeFirst();
}
