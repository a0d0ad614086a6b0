import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import type { JsonObject } from '../json.ts';
import { capturable } from '../transactions/balance.ts';
import { newSessionId } from '../transactions/store.ts';
import type { Child } from '../transactions/transaction.ts';
import { receiverOf } from '../webhooks/payment-notices.ts';
import type { Notice } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';
import { operationEvent } from './event.ts';
import type { Done } from './done.ts';
import type { ExternalKind } from './request.ts';

/** How long a queued refund takes, in simulated milliseconds. */
const QUEUE = 3 * 60 * 1000;

const DONE: Readonly<Record<ExternalKind, Child['state']>> = { refund: 'refunded', capture: 'paid', void: 'voided' };

/** Makes the child, moves the money and tells it; queued refunds do both later (F8.2). */
export function carryOut(
  world: World,
  operation: ExternalKind,
  amountMinor: bigint,
  trackingKey: string | undefined,
  of: Omit<Done, 'child'>,
): { readonly child: Child; readonly answer: JsonObject; readonly webhooks: readonly Notice[] } {
  const queued = operation === 'refund' && world.switches.refunds !== 'immediate';
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
  if (queued) world.agenda.at(world.clock.now() + QUEUE, () => finish(world, done));
  else moveMoney(world, done);
  const answer = operationEvent(world, done);
  return { child, answer, webhooks: operationNotices(world, done, answer) };
}

function finish(world: World, done: Done): void {
  const rejected = world.switches.refunds === 'queued_then_rejected';
  done.child.state = rejected ? 'refund_rejected' : 'refunded';
  if (!rejected) moveMoney(world, done);
  void world.webhooks.dispatch(operationNotices(world, done, operationEvent(world, done)));
}

function moveMoney(world: World, { transaction, attempt, child }: Done): void {
  world.ledger.add({
    order_no: transaction.orderNo ?? null,
    session_id: transaction.sessionId,
    amount: formatAmount(child.amountMinor, exponentOf(transaction.currency)),
    currency: transaction.currency,
    at: new Date(world.clock.now()).toISOString(),
    kind: child.operation,
    reference_number: child.referenceNumber,
    pg_code: attempt.gateway.code,
  });
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
