import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import type { Gateway } from '../gateways/gateways.ts';
import { executionFailed, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { watchAttempt } from '../inquiry/automatic.ts';
import type { JsonObject } from '../json.ts';
import type { InstrumentType } from '../rules/instrument.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import { paymentNotices } from '../webhooks/payment-notices.ts';
import type { World } from '../world.ts';
import { paymentEvent } from './event.ts';
import { settleAttempt, startAttempt } from './settle.ts';
import type { AttemptOutcome } from './outcomes.ts';

/** One payment by API. */
export interface Charge {
  readonly gateway: Gateway;
  readonly method: InstrumentType | 'cash';
  /** The saved card, as events show it. */
  readonly token?: JsonObject | undefined;
  readonly outcome: AttemptOutcome;
  /** Why it is declined, where it is. */
  readonly reason?: string | undefined;
  /** 201 for one-step, 200 for native payments (F1.7). */
  readonly status: 200 | 201;
}

/** Makes the attempt and answers it: the event, a 3DS question, or a failure (F3.3, F4). */
export function charge(world: World, transaction: Transaction, how: Charge): Answer {
  const attempt = startAttempt(world, transaction, how.gateway, how.method, how.token);
  settleAttempt(world, transaction, attempt, how.outcome, how.reason);
  watchAttempt(world, transaction, attempt);
  return {
    ...answerOf(world, transaction, attempt, how),
    webhooks: paymentNotices(world, transaction, attempt, 'api'),
  };
}

function answerOf(world: World, transaction: Transaction, attempt: Attempt, how: Charge): Answer {
  const { outcome, status } = how;
  if (outcome === 'cannot_execute' || outcome === 'cannot_execute_then_paid') {
    return executionFailed('The payment could not be executed.');
  }
  if (outcome === 'compensation_failures') {
    return executionFailed('The payment could not be executed.', compensation(transaction, attempt));
  }
  const declined = outcome === 'declined' || outcome === 'declined_then_paid';
  if (declined && world.switches.decline_as === '400') return executionFailed(attempt.message);
  if (outcome === 'three_ds_iframe' || outcome === 'three_ds_redirect') {
    return json(status, threeDs(world, transaction, attempt, how.method, outcome));
  }
  return json(status, paymentEvent(world, transaction, attempt));
}

const FORMS_OF_PAYMENT: Readonly<Record<Charge['method'], string>> = {
  apple_pay: 'apple_pay',
  google_pay: 'google_pay',
  samsung_pay: 'samsung_pay',
  token: 'token_pay',
  wallet: 'redirect',
  cash: 'redirect',
};

/** The variants of F4.5. Ottu's schema has none for one-step; a client must stand them all the same. */
function threeDs(
  world: World,
  transaction: Transaction,
  attempt: Attempt,
  method: Charge['method'],
  outcome: 'three_ds_iframe' | 'three_ds_redirect',
): JsonObject {
  const url = `${world.baseUrl}/b/checkout/3ds/${transaction.sessionId}/`;
  const common = {
    status: '3DS',
    reference_number: attempt.referenceNumber,
    form_of_payment: FORMS_OF_PAYMENT[method],
    challenge_occurred: true,
    session_id: transaction.sessionId,
    order_no: transaction.orderNo ?? null,
  };
  return outcome === 'three_ds_redirect'
    ? { ...common, method: 'redirect', redirect_url: url }
    : {
        ...common,
        method: 'iframe',
        html: `<form id="challenge" action="${url}" method="get"></form>`,
        ws_url: `${url.replace(/^http/, 'ws')}ws/`,
      };
}

function compensation(transaction: Transaction, attempt: Attempt): JsonObject {
  const leg = {
    provider_code: 'wallet_ottu',
    amount: formatAmount(transaction.amountMinor, exponentOf(transaction.currency)),
    currency: transaction.currency,
    operation_id: attempt.referenceNumber,
  };
  return {
    failed_provider: attempt.gateway.pgName,
    pg_response: {},
    rollback: { refunded: [], released: [], compensation_failures: [leg] },
  };
}
