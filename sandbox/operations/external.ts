import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import type { JsonObject } from '../json.ts';
import { capturable } from '../transactions/balance.ts';
import { notify } from '../transactions/notify.ts';
import { newSessionId } from '../transactions/store.ts';
import type { Child } from '../transactions/transaction.ts';
import { receiverOf } from '../webhooks/payment-notices.ts';
import type { Notice } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';
import { operationEvent } from './event.ts';
import type { Done } from './done.ts';
import type { DoneOutcome } from './outcomes.ts';
import type { ExternalKind } from './request.ts';

/** How long a queued refund takes, in simulated milliseconds. */
const QUEUE = 3 * 60 * 1000;

const DONE: Readonly<Record<ExternalKind, Child['state']>> = { refund: 'refunded', capture: 'paid', void: 'voided' };

const TOLD = { refund: 'refunded', capture: 'captured', void: 'voided' } as const;

/** What is done, in whose name, and whether its events go out. */
export interface Work {
  readonly operation: ExternalKind;
  readonly amountMinor: bigint;
  readonly trackingKey: string | undefined;
  readonly outcome: DoneOutcome;
  readonly of: Omit<Done, 'child'>;
  readonly told: boolean;
}

/** What a refund comes to where no rule says: the switch. Captures and voids are done at once. */
export function usualOutcome({ switches }: Pick<World, 'switches'>, operation: ExternalKind): DoneOutcome {
  return operation !== 'refund' || switches.refunds === 'immediate' ? 'done' : switches.refunds;
}

/** Makes the child, moves the money and tells it; queued refunds do both later (F8.2). */
export function carryOut(
  world: World,
  { operation, amountMinor, trackingKey, outcome, of, told }: Work,
): { readonly child: Child; readonly answer: JsonObject; readonly webhooks: readonly Notice[] } {
  // A gateway queues refunds only.
  const queued = operation === 'refund' && outcome !== 'done';
  const child: Child = {
    sessionId: newSessionId(),
    operation,
    referenceNumber: world.newReference(),
    amountMinor,
    trackingKey,
    state: queued ? 'refund_queued' : DONE[operation],
  };
  of.transaction.children.push(child);
  const captured = operation === 'capture' && capturable(of.transaction, of.attempt) === 0n;
  if (captured && world.switches.full_capture === 'paid') of.transaction.state = 'paid';
  const done: Done = { ...of, child };
  if (trackingKey !== undefined) {
    // Under both names, since a switch decides how far a key reaches.
    world.tracked.set(trackingKey, done);
    world.tracked.set(`${of.transaction.sessionId} ${trackingKey}`, done);
  }
  if (queued) queue(world, done, outcome, told);
  else moveMoney(world, done);
  const answer = operationEvent(world, done);
  return { child, answer, webhooks: told ? operationNotices(world, done, answer) : [] };
}

function queue(world: World, done: Done, outcome: DoneOutcome, told: boolean): void {
  world.queued.set(done.child.sessionId, { done, told });
  if (outcome === 'queued_until_decided') return;
  const verdict = outcome === 'queued_then_rejected' ? 'refund_rejected' : 'refunded';
  world.agenda.at(world.clock.now() + QUEUE, () => void decideQueued(world, done.child.sessionId, verdict));
}

/** The gateway's word on a queued refund, told by a second event (F11.1); false when none waits under that name. */
export function decideQueued(world: World, childId: string, verdict: 'refunded' | 'refund_rejected'): boolean {
  const waiting = world.queued.get(childId);
  if (waiting === undefined) return false;
  world.queued.delete(childId);
  const { done, told } = waiting;
  done.child.state = verdict;
  if (verdict === 'refunded') moveMoney(world, done);
  if (told) void world.webhooks.dispatch(operationNotices(world, done, operationEvent(world, done)));
  return true;
}

function moveMoney(world: World, { transaction, attempt, child, source, destination }: Done): void {
  world.ledger.add({
    order_no: transaction.orderNo ?? null,
    session_id: transaction.sessionId,
    amount: formatAmount(child.amountMinor, exponentOf(transaction.currency)),
    currency: transaction.currency,
    at: new Date(world.clock.now()).toISOString(),
    kind: child.operation,
    reference_number: child.referenceNumber,
    pg_code: attempt.gateway.code,
    child_session_id: child.sessionId,
    tracking_key: child.trackingKey ?? null,
    source,
    ...(child.operation === 'refund' && { destination }),
  });
  notify(world, transaction, TOLD[child.operation]);
}

/** To the transaction's receiver and to the one that the merchant set for operations, where they differ (F11.1). */
function operationNotices(world: World, { transaction }: Done, event: JsonObject): readonly Notice[] {
  if (world.switches.webhook_for_operations === 'off') return [];
  const body = world.switches.operation_in_events === 'named' ? event : { ...event, operation: null };
  const receivers = new Set([receiverOf(world, transaction), world.receivers.operations]);
  return [...receivers].flatMap((url) => {
    if (url === undefined) return [];
    const { sessionId, orderNo } = transaction;
    return [{ event: 'operation', cause: 'operation', url, sessionId, orderNo, body } as const];
  });
}
