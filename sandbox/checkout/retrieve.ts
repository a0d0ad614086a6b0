import { mayView } from '../access/permissions.ts';
import { FORBIDDEN, NOT_FOUND, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import { checkoutAnswer } from '../transactions/checkout-answer.ts';
import { expireIfDue } from '../transactions/expiry.ts';

/** GET /b/checkout/v1/pymt-txn/{session_id}/. */
export function retrieveCheckout(call: Call): Answer | Promise<Answer> {
  return withCaller(call, (caller) => {
    const transaction = call.world.transactions.find(call.params['session_id'] ?? '');
    if (transaction === undefined) return NOT_FOUND;
    if (!mayView(caller, transaction.type)) return FORBIDDEN;
    if (call.world.switches.auto_expire === 'on') expireIfDue(call.world, transaction);
    return json(200, checkoutAnswer(transaction, call.world.baseUrl));
  });
}
