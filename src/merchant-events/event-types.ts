import type { DeliveryState as StoredState, EventType as StoredEventType } from '../database/states.ts';

/** All types of merchant events (M90). */
export const EVENT_TYPES = [
  'payment.pending',
  'payment.authorized',
  'payment.authorization_expiring',
  'payment.captured',
  'payment.paid',
  'payment.cod',
  'payment.failed',
  'payment.expired',
  'payment.canceled',
  'payment.rejected',
  'payment.unknown',
  'payment.not_processed',
  'payment.needs_review',
  'payment.duplicate',
  'payment.refund_queued',
  'payment.refunded',
  'payment.refund_rejected',
  'payment.voided',
  'card.saved',
  'cart.completed',
] as const satisfies readonly StoredEventType[];

export type EventType = (typeof EVENT_TYPES)[number];

/** `waiting` for its first or next try, `delivered`, or `dead`: the receiver did not take it in time. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const satisfies readonly StoredState[];

export type DeliveryState = (typeof DELIVERY_STATES)[number];
