import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { bodyProblems } from './body-problems.ts';
import { shape, text } from './fields.ts';
import { REQUIRED, hasProblems } from './problems.ts';
import type { Problems } from './problems.ts';

const rule = shape({}, { session_id: text({ max: 128 }), order_no: text({ max: 128 }) });

/** At least one of `session_id` and `order_no` (F8.1, F9). */
export function identifierProblems(body: JsonObject): Problems {
  const problems = bodyProblems(rule, body);
  if (hasProblems(problems)) return problems;
  const isThere = textOf(body, 'session_id') !== undefined || textOf(body, 'order_no') !== undefined;
  return isThere ? {} : { session_id: [REQUIRED], order_no: [REQUIRED] };
}

/** By the session where it is named, else by the order number. */
export function findTransaction(world: Pick<World, 'transactions'>, body: JsonObject): Transaction | undefined {
  const sessionId = textOf(body, 'session_id');
  if (sessionId !== undefined) return world.transactions.find(sessionId);
  return world.transactions.withOrderNo(textOf(body, 'order_no') ?? '');
}
