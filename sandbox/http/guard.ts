import { identify } from '../access/accounts.ts';
import type { Caller } from '../access/accounts.ts';
import { detail } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';

/** Runs the handler for a known caller, or answers 401 (F1.2). */
export function withCaller(
  call: Call,
  handler: (caller: Caller) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const identified = identify(call.headers.authorization, call.world.apiKey, call.world.users);
  if (identified.ok) return handler(identified.caller);
  return { ...detail(401, identified.detail), headers: { 'www-authenticate': 'Api-Key' } };
}
