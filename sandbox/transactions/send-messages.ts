import { mayChange } from '../access/permissions.ts';
import { FORBIDDEN, invalid, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import { textOf } from '../json.ts';
import type { Channel } from '../record/messages.ts';
import { findTransaction, identifierProblems } from '../rules/identifiers.ts';
import { REQUIRED, addProblem, hasProblems } from '../rules/problems.ts';
import { CHANNELS, notify } from './notify.ts';
import type { NotifiedEvent } from './notify.ts';
import type { Transaction } from './transaction.ts';

/** A state that has no message of its own is told as the link to pay by, which is what is asked for then. */
const EVENTS: Readonly<Partial<Record<string, NotifiedEvent>>> = {
  paid: 'paid',
  authorized: 'authorized',
  canceled: 'canceled',
  expired: 'expired',
  failed: 'failed',
};

/** POST /b/pbl/v2/message-notification/ (F1.7): the transaction's own messages once more. */
export function sendMessages(call: Call): Answer | Promise<Answer> {
  return withCaller(call, async (caller) => {
    const read = await readBody(call);
    if (!read.ok) return read.answer;
    const { body } = read;
    const problems = identifierProblems(body);
    const channels = channelsOf(body['channels']);
    if (typeof channels === 'string') addProblem(problems, 'channels', channels);
    if (hasProblems(problems) || typeof channels === 'string') return invalid(problems);
    const transaction = findTransaction(call.world, body);
    if (transaction === undefined) {
      const name = textOf(body, 'session_id') === undefined ? 'order_no' : 'session_id';
      return invalid({ [name]: ['Payment transaction does not exist.'] });
    }
    if (!mayChange(caller, transaction.type)) return FORBIDDEN;
    return sent(call, transaction, channels);
  });
}

function sent({ world }: Call, transaction: Transaction, channels: readonly Channel[]): Answer {
  const told = notify(world, transaction, EVENTS[transaction.state] ?? 'created', channels);
  if (told.length > 0) return json(200, { message: 'Customer notified.' });
  return json(400, { session_id: transaction.sessionId, channels, result: 'failed' });
}

function channelsOf(value: unknown): Channel[] | string {
  if (value === undefined) return REQUIRED;
  if (!Array.isArray(value)) return 'Expected a list of items.';
  const wrong = value.findIndex((each) => !CHANNELS.some((channel) => channel === each));
  return wrong === -1 ? (value as Channel[]) : `${JSON.stringify(value[wrong])} is not a valid choice.`;
}
