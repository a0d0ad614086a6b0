import { randomUUID } from 'node:crypto';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { CheckoutRequest } from '../rules/checkout-request.ts';
import type { Subscription, Transaction } from './transaction.ts';

export function subscriptionOf({ paymentType, flags }: CheckoutRequest): Subscription | undefined {
  const { autopay } = flags;
  return paymentType === 'auto_pay' && isObject(autopay) ? { id: randomUUID(), block: autopay } : undefined;
}

/** `extra` as answers and events have it: with the subscription's id where there is one. */
export function extraWithSubscription({ echo, subscription }: Transaction): JsonObject | undefined {
  const extra = isObject(echo['extra']) ? echo['extra'] : undefined;
  return subscription === undefined ? extra : { ...extra, autopay: { subscription_id: subscription.id } };
}
