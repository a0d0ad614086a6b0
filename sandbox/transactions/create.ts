import { slashedUtc } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import { textOf } from '../json.ts';
import type { CheckoutRequest } from '../rules/checkout-request.ts';
import { formatDuration, parseDateTime, parseDuration } from '../rules/formats.ts';
import { newSessionId } from './store.ts';
import { subscriptionOf } from './subscription.ts';
import type { Transaction } from './transaction.ts';

const ONE_DAY = 24 * 60 * 60 * 1000;

/** A transaction in `created`. `now` is the simulator's time. */
export function newTransaction(request: CheckoutRequest, initiator: JsonObject, now: number): Transaction {
  return {
    sessionId: newSessionId(),
    state: 'created',
    initiator,
    createdAt: now,
    attempts: [],
    usedKeys: new Set(),
    links: {},
    settledPgCode: undefined,
    inquiries: [],
    children: [],
    subscription: subscriptionOf(request),
    ...fieldsOf(request, now),
  };
}

type RequestedFields = Pick<
  Transaction,
  | 'type'
  | 'amountMinor'
  | 'currency'
  | 'paymentType'
  | 'gateways'
  | 'operation'
  | 'orderNo'
  | 'customerId'
  | 'expiresAt'
  | 'echo'
>;

/** Everything of a transaction that a request decides; PUT and PATCH assign it over what is there. */
export function fieldsOf(request: CheckoutRequest, createdAt: number): RequestedFields {
  const lifetime = parseDuration(textOf(request.echo, 'expiration_time') ?? '') ?? ONE_DAY;
  const due = parseDateTime(textOf(request.echo, 'due_datetime') ?? '') ?? createdAt;
  return {
    type: request.type,
    amountMinor: request.amountMinor,
    currency: request.currency,
    paymentType: request.paymentType,
    gateways: request.gateways,
    operation: request.gateways[0]?.operation ?? 'purchase',
    orderNo: request.orderNo,
    customerId: request.customerId,
    expiresAt: createdAt + lifetime,
    echo: {
      language: 'en',
      ...request.echo,
      payment_type: request.paymentType,
      expiration_time: formatDuration(lifetime),
      due_datetime: slashedUtc(due),
      ...(request.paymentType === 'auto_debit' && { card_acceptance_criteria: acceptance(request.echo) }),
    },
  };
}

/** 30 days by default for automatic debits (F2.2). */
function acceptance(echo: JsonObject): unknown {
  return echo['card_acceptance_criteria'] ?? { min_expiry_time: 30 };
}
