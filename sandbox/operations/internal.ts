import { json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { inquiryEvent } from '../payments/event.ts';
import { notify } from '../transactions/notify.ts';
import { isOpen } from '../transactions/states.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { paymentNotice, receiverOf } from '../webhooks/payment-notices.ts';
import type { World } from '../world.ts';
import { operationFailed } from './failure.ts';
import type { ExternalKind, Operation } from './request.ts';

/** Cancel, expire and delete (F8.2): Ottu's own books, no gateway. */
export function operateInside(
  world: World,
  transaction: Transaction,
  operation: Exclude<Operation, ExternalKind>,
): Answer {
  const { state } = transaction;
  const allowed = operation === 'delete' || isOpen(state) || (operation === 'cancel' && state === 'cod');
  if (!allowed) {
    return operationFailed(operation, `A payment transaction in state ${state} does not allow ${operation}.`);
  }
  const done = json(200, { detail: `The payment transaction was ${PAST[operation]}.`, operation, result: 'success' });
  if (operation === 'delete') {
    world.transactions.remove(transaction);
    return done;
  }
  const ended = operation === 'cancel' ? 'canceled' : 'expired';
  transaction.state = ended;
  notify(world, transaction, ended);
  const to = receiverOf(world, transaction);
  if (operation === 'expire' || to === undefined || world.switches.webhook_for_cancel === 'off') return done;
  return { ...done, webhooks: [paymentNotice(transaction, inquiryEvent(world, transaction), 'operation', to)] };
}

const PAST = { cancel: 'canceled', expire: 'expired', delete: 'deleted' } as const;
