import { cardAnswer } from '../cards/cards.ts';
import { json, executionFailed } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { JsonObject } from '../json.ts';
import type { CheckoutRequest } from '../rules/checkout-request.ts';
import type { Instrument, InstrumentType } from '../rules/instrument.ts';
import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { watchAttempt } from '../inquiry/automatic.ts';
import { paymentNotices } from '../webhooks/payment-notices.ts';
import { paymentEvent } from './event.ts';
import { settleAttempt, startAttempt } from './settle.ts';
import type { AttemptOutcome } from './settle.ts';

/** Pays a transaction that was just stored with the instrument of the same request (F3). */
export function payInOneStep(
  world: World,
  transaction: Transaction,
  request: CheckoutRequest,
  outcome: AttemptOutcome,
): Answer {
  const { instrument } = request;
  const gateway = request.gateways[0];
  if (instrument === undefined || gateway === undefined) throw new Error('One-step needs an instrument and a gateway.');
  const attempt = startAttempt(
    world,
    transaction,
    gateway,
    instrument.type,
    tokenMember(world, instrument, transaction, gateway.code),
  );
  settleAttempt(world, transaction, attempt, outcome);
  watchAttempt(world, transaction, attempt);
  return {
    ...answerOf(world, transaction, attempt, instrument.type, outcome),
    webhooks: paymentNotices(world, transaction, attempt, 'api'),
  };
}

function answerOf(
  world: World,
  transaction: Transaction,
  attempt: Attempt,
  type: InstrumentType,
  outcome: AttemptOutcome,
): Answer {
  if (outcome === 'cannot_execute' || outcome === 'cannot_execute_then_paid') {
    return executionFailed('The payment could not be executed.');
  }
  if (outcome === 'compensation_failures') {
    return executionFailed('The payment could not be executed.', compensation(transaction, attempt));
  }
  const declined = outcome === 'declined' || outcome === 'declined_then_paid';
  if (declined && world.switches.decline_as === '400') return executionFailed(attempt.message);
  if (outcome === 'three_ds_iframe' || outcome === 'three_ds_redirect') {
    return json(201, threeDs(world, transaction, attempt, type, outcome));
  }
  return json(201, paymentEvent(world, transaction, attempt));
}

const FORMS_OF_PAYMENT: Readonly<Record<InstrumentType, string>> = {
  apple_pay: 'apple_pay',
  google_pay: 'google_pay',
  samsung_pay: 'samsung_pay',
  token: 'token_pay',
  wallet: 'redirect',
};

/** The variants of F4.5. Ottu's schema has none for one-step; a client must stand them all the same. */
export function threeDs(
  world: World,
  transaction: Transaction,
  attempt: Attempt,
  type: InstrumentType,
  outcome: 'three_ds_iframe' | 'three_ds_redirect',
): JsonObject {
  const url = `${world.baseUrl}/b/checkout/3ds/${transaction.sessionId}/`;
  const common = {
    status: '3DS',
    reference_number: attempt.referenceNumber,
    form_of_payment: FORMS_OF_PAYMENT[type],
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

/** The card of a `token` instrument, as events show it. */
function tokenMember(
  world: World,
  instrument: Instrument,
  transaction: Transaction,
  pgCode: string,
): JsonObject | undefined {
  if (instrument.type !== 'token') return undefined;
  const token = String(instrument.payload['token']);
  const card = world.cards.find(token);
  if (card !== undefined) return cardAnswer(card);
  return {
    token,
    customer_id: transaction.customerId,
    pg_code: pgCode,
    brand: 'VISA',
    number: '**** 1019',
    agreements: [],
  };
}
