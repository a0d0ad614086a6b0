import type { Caller } from '../access/accounts.ts';
import { mayChange, mayUse } from '../access/permissions.ts';
import { FORBIDDEN, NOT_FOUND, detail, invalid, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import type { JsonObject } from '../json.ts';
import { checkCheckoutRequest } from '../rules/checkout-request.ts';
import type { CheckedRequest, CheckoutRequest } from '../rules/checkout-request.ts';
import { firstSentence } from '../rules/problems.ts';
import { checkoutAnswer } from '../transactions/checkout-answer.ts';
import { fieldsOf } from '../transactions/create.ts';
import { addExtras } from '../transactions/extras.ts';
import { notify } from '../transactions/notify.ts';
import { isOpen } from '../transactions/states.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';

/** PATCH /b/checkout/v1/pymt-txn/{session_id}/: changes what is sent; every 400 is `{detail}` (F1.7). */
export function patchCheckout(call: Call): Answer | Promise<Answer> {
  return update(call, {
    mayWrite: (caller, transaction, body) =>
      body['pg_codes'] === undefined || !changesGateways(transaction, body) || mayUseAll(caller, body),
    lay: (transaction, body) => ({ ...transaction.echo, ...body }),
    refuse: (checked) => detail(400, firstSentence(checked.problems)),
  });
}

/** PUT: replaces everything, so the four required fields come again; needs `Can use` for the stored gateways too (F1.3). */
export function putCheckout(call: Call): Answer | Promise<Answer> {
  return update(call, {
    mayWrite: (caller, transaction, body) =>
      transaction.gateways.every((gateway) => mayUse(caller, gateway.code)) && mayUseAll(caller, body),
    lay: (_, body) => body,
    refuse: (checked) => invalid(checked.problems),
  });
}

interface Verb {
  mayWrite(caller: Caller, transaction: Transaction, body: JsonObject): boolean;
  lay(transaction: Transaction, body: JsonObject): JsonObject;
  refuse(checked: Extract<CheckedRequest, { ok: false }>): Answer;
}

const codesOf = (body: JsonObject): readonly unknown[] => (Array.isArray(body['pg_codes']) ? body['pg_codes'] : []);
const mayUseAll = (caller: Caller, body: JsonObject): boolean =>
  codesOf(body).every((code) => mayUse(caller, String(code)));
const changesGateways = (transaction: Transaction, body: JsonObject): boolean => {
  const wanted = new Set(codesOf(body));
  return wanted.size !== transaction.gateways.length || !transaction.gateways.every(({ code }) => wanted.has(code));
};

function update(call: Call, verb: Verb): Answer | Promise<Answer> {
  return withCaller(call, async (caller) => {
    const { world } = call;
    const transaction = world.transactions.find(call.params['session_id'] ?? '');
    if (transaction === undefined) return NOT_FOUND;
    if (!mayChange(caller, transaction.type)) return FORBIDDEN;
    const read = await readBody(call);
    if (!read.ok) return read.answer;
    if (!verb.mayWrite(caller, transaction, read.body)) return FORBIDDEN;
    if (!isOpen(transaction.state)) {
      return detail(400, `A payment transaction in state ${transaction.state} can not be updated.`);
    }
    // Ottu's schema accepts it here and documents no answer, so what it would do is unknown (F2.9).
    if (read.body['payment_instrument'] !== undefined) {
      return detail(400, 'payment_instrument is not supported on updates.');
    }
    const checked = checkCheckoutRequest(verb.lay(transaction, read.body), world.switches, read.attachment);
    for (const warning of checked.warnings) call.warn(warning);
    if (!checked.ok) return verb.refuse(checked);
    if (!mayChange(caller, checked.request.type)) return FORBIDDEN;
    if (isTaken(world, transaction, checked.request)) {
      return detail(400, 'order_no: Payment transaction with this order no already exists.');
    }
    apply(world, transaction, checked.request);
    if (read.body['notifications'] !== undefined && world.switches.link_sent_again === 'on_patch') {
      notify(world, transaction, 'created');
    }
    const extras = addExtras(world, transaction, checked.request.flags, read.attachment);
    return json(200, checkoutAnswer(transaction, world.baseUrl, extras));
  });
}

function isTaken(world: World, transaction: Transaction, { orderNo }: CheckoutRequest): boolean {
  if (orderNo === undefined || orderNo === transaction.orderNo || world.switches.duplicate_order_no === 'allow') {
    return false;
  }
  return world.transactions.withOrderNo(orderNo) !== undefined;
}

function apply(world: World, transaction: Transaction, request: CheckoutRequest): void {
  const former = transaction.orderNo;
  Object.assign(transaction, fieldsOf(request, transaction.createdAt));
  world.transactions.reindex(transaction, former);
}
