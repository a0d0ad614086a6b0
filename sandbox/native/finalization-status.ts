import { NOT_FOUND, json } from '../http/answer.ts';
import type { Handler } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import type { State } from '../transactions/states.ts';

const STATUS: Readonly<Record<State, string>> = {
  created: 'PENDING',
  pending: 'PENDING',
  attempted: 'PENDING',
  authorized: 'SUCCEEDED',
  paid: 'SUCCEEDED',
  // Not in Ottu's list; the merchant will get the money, so it is no failure.
  cod: 'SUCCEEDED',
  failed: 'FAILED',
  expired: 'FAILED',
  invalided: 'FAILED',
  canceled: 'CANCELLED',
};

/** GET /b/checkout/v1/wallet/payment-sessions/{session_id}/finalization-status/ (F9): a state without the throttle. */
export const finalizationStatus: Handler = (call) =>
  withCaller(call, () => {
    const transaction = call.world.transactions.find(call.params['session_id'] ?? '');
    if (transaction === undefined) return NOT_FOUND;
    const attempt = transaction.attempts.at(-1);
    return json(200, {
      status: STATUS[transaction.state],
      payment_transaction_id: transaction.sessionId,
      last_updated_at: new Date(attempt?.startedAt ?? transaction.createdAt).toISOString(),
      source: 'inquiry',
    });
  });
