import type { FastifyReply } from 'fastify';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { checkOperation } from '../operations/check.ts';
import { carryOut, decideQueued, usualOutcome } from '../operations/external.ts';
import { operateInside } from '../operations/internal.ts';
import { isDoneOutcome } from '../operations/outcomes.ts';
import type { DoneOutcome } from '../operations/outcomes.ts';
import { OPERATIONS, isExternal, readAmount } from '../operations/request.ts';
import type { ExternalKind, Operation } from '../operations/request.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';

/** What somebody does with a transaction beside the API. */
export interface StaffOperation {
  readonly operation: Operation;
  /** A decimal string; all that is left without one. */
  readonly amount?: string;
  /** Staff in Ottu's dashboard (default), or somebody at the gateway's own (`source: pg`, F11.1). */
  readonly by?: 'staff' | 'gateway';
  readonly destination?: 'pg' | 'wallet';
  /** Whether it is told by webhook; true by default. When false, an inquiry alone shows it. */
  readonly told?: boolean;
  /** As the switch `refunds` says by default. */
  readonly outcome?: DoneOutcome;
}

export type StaffResult =
  | { readonly ok: true; readonly done: JsonObject }
  | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };

/** Who works in the dashboard, as events name them (F11.2). */
const STAFF = {
  id: 7,
  username: 'dashboard-user',
  email: 'dashboard-user@example.com',
  first_name: '',
  last_name: '',
  phone: '',
};

/** Does it without the API: no request, no `Tracking-Key`, no answer to the merchant. */
export async function operateAsStaff(world: World, sessionId: string, wanted: StaffOperation): Promise<StaffResult> {
  const transaction = world.transactions.find(sessionId);
  if (transaction === undefined) return { ok: false, status: 404, error: 'There is no such session.' };
  const { operation } = wanted;
  if (isExternal(operation)) return outside(world, transaction, { ...wanted, operation });
  const answer = operateInside(world, transaction, operation);
  const body = isObject(answer.body) ? answer.body : {};
  if (answer.status !== 200) return { ok: false, status: 409, error: String(body['detail']) };
  if (wanted.told !== false) await world.webhooks.dispatch(answer.webhooks ?? []);
  return { ok: true, done: { session_id: sessionId, operation, result: 'success', state: transaction.state } };
}

async function outside(
  world: World,
  transaction: Transaction,
  { operation, by, destination = 'pg', told = true, outcome, amount }: StaffOperation & { operation: ExternalKind },
): Promise<StaffResult> {
  const amountMinor = operation === 'void' || amount === undefined ? undefined : readAmount({ amount }, transaction);
  if (typeof amountMinor === 'string') return { ok: false, status: 400, error: `amount: ${amountMinor}` };
  const allowed = checkOperation(world, transaction, { operation, amountMinor, destination });
  if (!allowed.ok) return { ok: false, status: 409, error: allowed.reason };
  const { answer, webhooks } = carryOut(world, {
    operation,
    amountMinor: allowed.amountMinor,
    trackingKey: undefined,
    outcome: outcome ?? usualOutcome(world, operation),
    told,
    of: {
      transaction,
      attempt: allowed.attempt,
      initiator: by === 'gateway' ? {} : STAFF,
      extra: undefined,
      source: by === 'gateway' ? 'pg' : 'input',
      destination,
    },
  });
  await world.webhooks.dispatch(webhooks);
  return { ok: true, done: answer };
}

/** POST /__sandbox/sessions/{session_id}/operate: `{operation, amount?, by?, destination?, told?, outcome?}`. */
export async function operateControl(
  world: World,
  sessionId: string,
  body: unknown,
  reply: FastifyReply,
): Promise<JsonObject | FastifyReply> {
  const wanted = readStaffOperation(body);
  if (typeof wanted === 'string') return reply.code(400).send({ error: wanted });
  const result = await operateAsStaff(world, sessionId, wanted);
  return result.ok ? result.done : reply.code(result.status).send({ error: result.error });
}

/** POST /__sandbox/refunds/{child_session_id}/decide: `{"verdict": "refunded" | "rejected"}` for a queued refund. */
export function decideControl(
  world: World,
  childId: string,
  body: unknown,
  reply: FastifyReply,
): JsonObject | FastifyReply {
  const verdict = isObject(body) ? body['verdict'] : undefined;
  if (verdict !== 'refunded' && verdict !== 'rejected') {
    return reply.code(400).send({ error: 'verdict must be refunded or rejected.' });
  }
  const state = verdict === 'refunded' ? 'refunded' : 'refund_rejected';
  return decideQueued(world, childId, state)
    ? { session_id: childId, state }
    : reply.code(404).send({ error: 'No queued refund has this session.' });
}

const isOneOf = <Value extends string>(values: readonly Value[], value: unknown): value is Value =>
  (values as readonly unknown[]).includes(value);

function readStaffOperation(body: unknown): StaffOperation | string {
  if (!isObject(body)) return 'The body must be a JSON object.';
  const { operation, amount, by = 'staff', destination = 'pg', told = true, outcome } = body;
  if (!isOneOf(OPERATIONS, operation)) return `operation must be one of ${OPERATIONS.join(', ')}.`;
  if (amount !== undefined && !(typeof amount === 'string' && /^\d{1,13}(\.\d{1,3})?$/.test(amount))) {
    return 'amount must be a decimal string.';
  }
  if (!isOneOf(['staff', 'gateway'], by)) return 'by must be staff or gateway.';
  if (!isOneOf(['pg', 'wallet'], destination)) return 'destination must be pg or wallet.';
  if (typeof told !== 'boolean') return 'told must be true or false.';
  if (outcome !== undefined && !isDoneOutcome(outcome)) return 'outcome must be one that leaves a child.';
  return {
    operation,
    ...(amount !== undefined && { amount }),
    by,
    destination,
    told,
    ...(outcome !== undefined && { outcome }),
  };
}
