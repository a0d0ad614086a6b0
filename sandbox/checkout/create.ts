import { initiatorOf } from '../access/accounts.ts';
import type { Caller } from '../access/accounts.ts';
import { mayAdd, mayAddEither, mayUse } from '../access/permissions.ts';
import { declineOf } from '../cards/decline.ts';
import type { UploadedFile } from '../attachments/uploaded-file.ts';
import { FORBIDDEN, invalid, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import { payInOneStep } from '../payments/one-step.ts';
import { chooseOutcome } from '../payments/outcomes.ts';
import type { Outcome } from '../payments/outcomes.ts';
import { orderedOutcome } from '../payments/sandbox-gateway.ts';
import { REFUSALS, isRefusal } from '../payments/refusals.ts';
import { checkCheckoutRequest } from '../rules/checkout-request.ts';
import type { CheckoutRequest } from '../rules/checkout-request.ts';
import { REQUIRED } from '../rules/problems.ts';
import { checkToken, againstAgreement } from '../rules/saved-token.ts';
import { checkoutAnswer } from '../transactions/checkout-answer.ts';
import { addExtras } from '../transactions/extras.ts';
import { newTransaction } from '../transactions/create.ts';
import { notify } from '../transactions/notify.ts';
import type { World } from '../world.ts';

/** POST /b/checkout/v1/pymt-txn/: creates a transaction, and pays it when the request carries `payment_instrument`. */
export function createCheckout(call: Call): Answer | Promise<Answer> {
  return withCaller(call, async (caller) => {
    if (!mayAddEither(caller)) return FORBIDDEN;
    const read = await readBody(call);
    if (!read.ok) return read.answer;
    const checked = checkCheckoutRequest(read.body, call.world.switches, read.attachment);
    for (const warning of checked.warnings) call.warn(warning);
    if (!checked.ok) return invalid(checked.problems);
    return refusal(call.world, checked.request, caller) ?? store(call, checked.request, caller, read.attachment);
  });
}

function refusal(world: World, request: CheckoutRequest, caller: Caller): Answer | undefined {
  if (!mayAdd(caller, request.type)) return FORBIDDEN;
  if (!request.gateways.every((gateway) => mayUse(caller, gateway.code))) return FORBIDDEN;
  const { orderNo, paymentType, flags } = request;
  // A change need not send it again: the subscription has begun.
  if (paymentType === 'auto_pay' && flags['autopay'] === undefined) return invalid({ autopay: [REQUIRED] });
  if (
    orderNo !== undefined &&
    world.switches.duplicate_order_no === 'refuse' &&
    world.transactions.withOrderNo(orderNo) !== undefined
  ) {
    return invalid({ order_no: ['Payment transaction with this order no already exists.'] });
  }
  const tokenProblems = checkToken(world, request);
  if (tokenProblems !== undefined) return invalid(tokenProblems);
  const token = request.instrument?.type === 'token' ? String(request.instrument.payload['token']) : undefined;
  return token === undefined ? undefined : againstAgreement(world, token, request);
}

/** Why the saved card that is to be charged is declined; undefined where it is not, or there is none. */
function declined(world: World, { echo, instrument }: CheckoutRequest): string | undefined {
  const card = instrument?.type === 'token' ? world.cards.find(String(instrument.payload['token'])) : undefined;
  return card === undefined ? undefined : declineOf(card, echo, world.clock.now());
}

/** What a rule, the sandbox's order, the saved card, the payload or the amount says, in this order. */
function outcomeOf(call: Call, request: CheckoutRequest, reason: string | undefined): Outcome {
  const { gateways, echo, instrument, amountMinor } = request;
  const [gateway] = gateways;
  if (instrument === undefined || gateway === undefined) return 'hosted';
  const decided =
    call.forcedOutcome ?? orderedOutcome(gateway, echo) ?? (reason === undefined ? undefined : 'declined');
  return chooseOutcome(decided, instrument.payload, amountMinor);
}

function store(call: Call, request: CheckoutRequest, caller: Caller, attachment: UploadedFile | undefined): Answer {
  const { world } = call;
  const reason = call.forcedOutcome === undefined ? declined(world, request) : call.forcedMessage;
  const outcome = outcomeOf(call, request, reason);
  if (isRefusal(outcome)) return REFUSALS[outcome];
  const transaction = newTransaction(request, initiatorOf(caller), world.clock.now());
  world.transactions.add(transaction);
  world.forgotten.takeBack(transaction.orderNo);
  notify(world, transaction, 'created');
  const extras = addExtras(world, transaction, request.flags, attachment);
  return outcome === 'hosted'
    ? json(201, checkoutAnswer(transaction, world.baseUrl, extras))
    : payInOneStep(world, transaction, request, outcome, reason);
}
