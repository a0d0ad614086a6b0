import { mayAddEither, mayUse } from '../access/permissions.ts';
import { declineOf } from '../cards/decline.ts';
import type { Gateway } from '../gateways/gateways.ts';
import { FORBIDDEN, executionFailed, invalid, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { charge } from '../payments/charge.ts';
import type { Charge } from '../payments/charge.ts';
import { chooseOutcome } from '../payments/outcomes.ts';
import type { Outcome } from '../payments/outcomes.ts';
import { REFUSALS, isRefusal } from '../payments/refusals.ts';
import { orderedOutcome } from '../payments/sandbox-gateway.ts';
import { bodyProblems } from '../rules/body-problems.ts';
import { shape, text } from '../rules/fields.ts';
import type { Shape } from '../rules/fields.ts';
import { hasProblems } from '../rules/problems.ts';
import type { Problems } from '../rules/problems.ts';
import { againstAgreement } from '../rules/saved-token.ts';
import { expireIfDue } from '../transactions/expiry.ts';
import { isOpen } from '../transactions/states.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';

/** How one native route pays a session. */
export interface NativeRoute {
  readonly method: Charge['method'];
  /** Members beside `session_id`. */
  readonly required: Shape;
  readonly optional: Shape;
  /** The gateway to pay with, or what is wrong with the request for this session. */
  choose(call: Call, transaction: Transaction, body: JsonObject): Chosen | Problems;
  /** Where neither a fault nor the payload nor the amount decides. */
  readonly always?: Outcome;
}

export interface Chosen {
  readonly gateway: Gateway;
  readonly token?: JsonObject;
}

export const isChosen = (value: Chosen | Problems): value is Chosen => 'code' in (value['gateway'] ?? {});

/** F16.2: the answer to a key that has succeeded before. */
const KEY_USED = json(409, {
  detail: 'Duplicate request detected. Idempotency-Key already used.',
  result: 'failed',
});

/** Real milliseconds after which the event of a lost answer goes out: long enough for a person to see `unknown`. */
const LOST_FOR_MS = 5000;

/** POST /b/pbl/v2/payment/…: pays an existing session without a page (F4). */
export function native(call: Call, route: NativeRoute): Answer | Promise<Answer> {
  return withCaller(call, async (caller) => {
    if (!mayAddEither(caller)) return FORBIDDEN;
    const read = await readBody(call);
    if (!read.ok) return read.answer;
    const { body } = read;
    const rule = shape({ session_id: text({ max: 128, blank: false }), ...route.required }, route.optional);
    const problems = bodyProblems(rule, body);
    if (hasProblems(problems)) return invalid(problems);
    const transaction = call.world.transactions.find(String(body['session_id']));
    if (transaction === undefined) return invalid({ session_id: ['Payment transaction does not exist.'] });
    const chosen = route.choose(call, transaction, body);
    if (!isChosen(chosen)) return invalid(chosen);
    if (!mayUse(caller, chosen.gateway.code)) return FORBIDDEN;
    return pay(call, transaction, route, chosen, body);
  });
}

function pay(call: Call, transaction: Transaction, route: NativeRoute, chosen: Chosen, body: JsonObject): Answer {
  const { world } = call;
  const key = call.headers['idempotency-key'];
  if (typeof key === 'string' && transaction.usedKeys.has(key)) return KEY_USED;
  expireIfDue(world, transaction);
  if (!isOpen(transaction.state)) {
    return executionFailed(`A payment transaction in state ${transaction.state} can not be paid.`);
  }
  const refused = route.method === 'token' ? againstAgreement(world, String(body['token']), transaction) : undefined;
  if (refused !== undefined) return refused;
  const reason = call.forcedOutcome === undefined ? declined(world, transaction, chosen) : call.forcedMessage;
  const outcome = outcomeOf(call, transaction, route, chosen, body, reason);
  if (outcome === 'field_error') return invalid({ payload: ['The wallet payload could not be read.'] });
  if (isRefusal(outcome)) return REFUSALS[outcome];
  const answer = charge(world, transaction, {
    ...chosen,
    method: route.method,
    // There is nothing to host: the session has its page already.
    outcome: outcome === 'hosted' ? 'success' : outcome,
    reason,
    status: 200,
  });
  // F16.2: a key that came to nothing may be used again.
  if (typeof key === 'string' && transaction.attempts.at(-1)?.result === 'success') transaction.usedKeys.add(key);
  return losesItsAnswer(body['payload']) ? { ...answer, lostForMs: LOST_FOR_MS } : answer;
}

/** `sim-answer_lost` in a payload: for those who can mark what a wallet gives, and cannot set faults. */
function losesItsAnswer(payload: unknown): boolean {
  return JSON.stringify(payload ?? '').includes('sim-answer_lost');
}

/** Why the saved card of this route is declined; undefined where it is not, or there is none. */
function declined(world: World, { echo }: Transaction, { token }: Chosen): string | undefined {
  const card = world.cards.find(textOf(token ?? {}, 'token') ?? '');
  return card === undefined ? undefined : declineOf(card, echo, world.clock.now());
}

function outcomeOf(
  call: Call,
  transaction: Transaction,
  route: NativeRoute,
  chosen: Chosen,
  body: JsonObject,
  reason: string | undefined,
): Outcome {
  const forced =
    call.forcedOutcome ??
    orderedOutcome(chosen.gateway, transaction.echo) ??
    (reason === undefined ? undefined : 'declined');
  if (route.always !== undefined) return forced ?? route.always;
  return chooseOutcome(forced, { payload: body['payload'], token: body['token'] }, transaction.amountMinor);
}
