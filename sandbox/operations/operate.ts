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
import type { World } from '../world.ts';
import { checkOperation } from './check.ts';
import { childEvent, operationEvent } from './event.ts';
import type { Done } from './done.ts';
import { carryOut, usualOutcome } from './external.ts';
import type { Work } from './external.ts';
import { operationFailed } from './failure.ts';
import { operateInside } from './internal.ts';
import { isExternal, operationProblems, readAmount } from './request.ts';
import { isDoneOutcome } from './outcomes.ts';
import type { DoneOutcome, OperationOutcome } from './outcomes.ts';
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
      : (refusedByRule(call, operation) ?? operateInside(call.world, transaction, operation));
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
  const allowed = checkOperation(world, transaction, { operation, amountMinor, destination });
  // A failure keeps nothing, so that the same key may be used again (F8.4).
  if (!allowed.ok) return operationFailed(operation, allowed.reason);
  const initiator = initiatorOf(caller);
  const of = {
    transaction,
    attempt: allowed.attempt,
    initiator,
    extra: body['extra'],
    source: 'input',
    destination,
  } as const;
  const work = { operation, amountMinor: allowed.amountMinor, trackingKey: key, of, told: true };
  if (call.operationOutcome === 'lost_and_done_later') return loseAndDoLater(world, work);
  const refused = refusedByRule(call, operation);
  if (refused !== undefined) return refused;
  const outcome = doneOutcome(call.operationOutcome) ?? usualOutcome(world, operation);
  const { answer, webhooks } = carryOut(world, { ...work, outcome });
  return { ...json(200, answer), webhooks };
}

const REFUSED = 'The operation could not be executed.';

/** Nothing is done. A failure has no child, whichever of its two forms it has (F8.2, F8.3). */
function refusedByRule({ operationOutcome }: Call, operation: Operation): Answer | undefined {
  if (operationOutcome === 'refused') return operationFailed(operation, REFUSED);
  if (operationOutcome !== 'answered_failed') return undefined;
  return json(200, { detail: REFUSED, operation, result: 'failed', success: false });
}

function doneOutcome(outcome: OperationOutcome | undefined): DoneOutcome | undefined {
  return outcome === undefined || !isDoneOutcome(outcome) ? undefined : outcome;
}

/** How long an operation takes whose caller was hung up on, in simulated milliseconds. */
const SLOW = 4 * 60 * 1000;

/**
 * The connection ends at once, and the gateway does it all the same, some minutes later. Ottu knows the key only from then
 * on (F8.4): who repeats the operation earlier has it done twice.
 */
function loseAndDoLater(world: World, work: Omit<Work, 'outcome'>): Answer {
  world.agenda.at(world.clock.now() + SLOW, () => {
    const { transaction, destination } = work.of;
    const { operation, amountMinor } = work;
    if (!checkOperation(world, transaction, { operation, amountMinor, destination }).ok) return;
    const { webhooks } = carryOut(world, { ...work, outcome: usualOutcome(world, operation) });
    void world.webhooks.dispatch(webhooks);
  });
  return { status: 200, body: undefined, lostForMs: 0 };
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
