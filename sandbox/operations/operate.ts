import { initiatorOf } from '../access/accounts.ts';
import type { Caller } from '../access/accounts.ts';
import { may } from '../access/permissions.ts';
import { FORBIDDEN, invalid, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { findTransaction } from '../rules/identifiers.ts';
import { hasProblems } from '../rules/problems.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { checkOperation } from './check.ts';
import { childEvent, operationEvent } from './event.ts';
import type { Done } from './done.ts';
import { carryOut } from './external.ts';
import { operationFailed } from './failure.ts';
import { operateInside } from './internal.ts';
import { isExternal, operationProblems, readAmount } from './request.ts';
import type { ExternalKind, Operation } from './request.ts';

/** POST /b/pbl/v2/operation/ (F8). */
export function operate(call: Call): Answer | Promise<Answer> {
  return withCaller(call, async (caller) => {
    const read = await readBody(call);
    if (!read.ok) return read.answer;
    const { body } = read;
    const problems = operationProblems(body);
    if (hasProblems(problems)) return invalid(problems);
    const operation = body['operation'] as Operation;
    if (!may(caller, operation)) return FORBIDDEN;
    const transaction = findTransaction(call.world, body);
    if (transaction === undefined) {
      // 404 is not among the answers of this route, so it is taken for a wrong field (F15.12).
      const name = textOf(body, 'session_id') === undefined ? 'order_no' : 'session_id';
      return invalid({ [name]: ['Payment transaction does not exist.'] });
    }
    return isExternal(operation)
      ? operateOutside(call, caller, transaction, operation, body)
      : operateInside(call.world, transaction, operation);
  });
}

function operateOutside(
  call: Call,
  caller: Caller,
  transaction: Transaction,
  operation: ExternalKind,
  body: JsonObject,
): Answer {
  const { world } = call;
  const key = [call.headers['tracking-key']].flat()[0] || undefined;
  const former = key === undefined ? undefined : tracked(call, transaction, key);
  if (former !== undefined) return repeat(call, former);
  const amountMinor = operation === 'void' ? undefined : readAmount(body, transaction);
  if (typeof amountMinor === 'string') return invalid({ amount: [amountMinor] });
  const destination = body['destination'] === 'wallet' ? 'wallet' : 'pg';
  const allowed = checkOperation(transaction, { operation, amountMinor, destination });
  // A failure keeps nothing, so that the same key may be used again (F8.4).
  if (!allowed.ok) return operationFailed(operation, allowed.reason);
  const { answer, webhooks } = carryOut(world, operation, allowed.amountMinor, key, {
    transaction,
    attempt: allowed.attempt,
    initiator: initiatorOf(caller),
    extra: body['extra'],
  });
  return { ...json(200, answer), webhooks };
}

/** The operation that this key stands for: in the whole merchant, or in this session only, where Ottu's sources disagree. */
function tracked({ world }: Call, transaction: Transaction, key: string): Done | undefined {
  return world.tracked.get(world.switches.tracking_key_scope === 'global' ? key : `${transaction.sessionId} ${key}`);
}

/** Nothing is done again: the answer is how the first one stands now. */
function repeat({ world }: Call, former: Done): Answer {
  const asChild = world.switches.tracked_repeat_as === 'child';
  return json(200, asChild ? childEvent(world, former.transaction, former.child) : operationEvent(world, former));
}
