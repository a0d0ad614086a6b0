import { may } from '../access/permissions.ts';
import { FORBIDDEN, NOT_FOUND, detail, invalid, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { inquiryEvent } from '../payments/event.ts';
import { isRefusal } from '../payments/refusals.ts';
import { settleAttempt } from '../payments/settle.ts';
import { bodyProblems } from '../rules/body-problems.ts';
import { findTransaction, identifierProblems } from '../rules/identifiers.ts';
import { boolean, shape } from '../rules/fields.ts';
import { url } from '../rules/formats.ts';
import { hasProblems } from '../rules/problems.ts';
import { expireIfDue } from '../transactions/expiry.ts';
import { isOpen } from '../transactions/states.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { paymentNotice, receiverOf } from '../webhooks/payment-notices.ts';
import type { Notice } from '../webhooks/webhooks.ts';
import { learn } from './learn.ts';
import { waitOf } from './limit.ts';

const flags = shape({}, { notify_webhook_url: boolean, webhook_url: url(200) });

const ANSWERED: ReadonlySet<string> = new Set(['pending', 'attempted', 'failed', 'expired', 'paid', 'authorized']);

/** POST /b/pbl/v2/inquiry/ (F9): asks the gateways what became of a payment, as often as Ottu allows it. */
export function inquire(call: Call): Answer | Promise<Answer> {
  return withCaller(call, async (caller) => {
    const { world } = call;
    const read = await readBody(call);
    if (!read.ok) return read.answer;
    if (!may(caller, 'inquiry')) return FORBIDDEN;
    const problems = { ...identifierProblems(read.body), ...bodyProblems(flags, read.body) };
    if (hasProblems(problems)) return invalid(problems);
    const now = world.clock.now();
    const overall = world.inquiries.waitOverall(now);
    if (overall > 0) return throttled(call, overall);
    const transaction = findTransaction(world, read.body);
    if (transaction === undefined) return NOT_FOUND;
    const wait = waitOf(transaction, now);
    if (wait > 0) return throttled(call, wait);
    return answer(call, transaction, read.body);
  });
}

/** The header is in real seconds, as every header: a client does not wait on the simulator's clock. */
function throttled(call: Call, milliseconds: number): Answer {
  const seconds = Math.max(1, Math.ceil(milliseconds / call.world.clock.speed() / 1000));
  return {
    ...detail(429, `Request was throttled. Expected available in ${seconds} seconds.`),
    headers: { 'retry-after': String(seconds) },
  };
}

function answer(call: Call, transaction: Transaction, body: JsonObject): Answer {
  const { world } = call;
  if (world.switches.auto_expire === 'on') expireIfDue(world, transaction);
  if (!ANSWERED.has(transaction.state) && world.switches.inquiry_out_of_scope === 'refuse') {
    return json(400, { detail: `A transaction in state ${transaction.state} can not be inquired.`, result: 'failed' });
  }
  askGateways(call, transaction);
  const event = inquiryEvent(world, transaction);
  return { ...json(200, event), webhooks: notices(call, transaction, body, event) };
}

/** A fault rule may decide what the gateway of the last attempt says; else each says what it knows. */
function askGateways({ world, forcedOutcome }: Call, transaction: Transaction): void {
  const last = transaction.attempts.at(-1);
  const forced = forcedOutcome !== undefined && forcedOutcome !== 'hosted' && !isRefusal(forcedOutcome);
  if (forced && last !== undefined && isOpen(transaction.state)) {
    return settleAttempt(world, transaction, last, forcedOutcome);
  }
  for (const attempt of transaction.attempts) learn(world, transaction, attempt);
}

function notices(call: Call, transaction: Transaction, body: JsonObject, event: JsonObject): readonly Notice[] {
  const wanted = String(body['notify_webhook_url']) === 'true';
  const receivers = new Set([wanted ? receiverOf(call.world, transaction) : undefined, textOf(body, 'webhook_url')]);
  return [...receivers].flatMap((to) => (to === undefined ? [] : [paymentNotice(transaction, event, 'inquiry', to)]));
}
