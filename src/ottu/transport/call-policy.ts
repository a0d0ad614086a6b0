import type { Deadline } from './deadline.ts';

/**
 * Calls that fail and wait together. Each group has slots, a queue and a circuit breaker of its own, so that a slow
 * inquiry cannot starve charges, nor background work the shoppers.
 */
export const CALL_GROUPS = [
  'charge',
  'checkout',
  'storefront',
  'read',
  'operations',
  'inquiry',
  'background',
  'sync',
] as const;

export type CallGroup = (typeof CALL_GROUPS)[number];

/**
 * Whether a call may be sent again by itself.
 *
 * `always`: even when it may have been done, for reads and for writes that name the state to reach.
 * `unsent`: only when nothing was sent, within its start window (M5): charges and creates.
 * `never`: its body can be read once only.
 */
export type Repeat = 'always' | 'unsent' | 'never';

export interface CallPolicy {
  readonly group: CallGroup;
  readonly repeat: Repeat;
  readonly deadline: Deadline;
}

/** Parts of `OTTU_MAX_CONCURRENCY`, in thirty-seconds. Half of it is reserved for charges. */
const PARTS_OF_32: Readonly<Record<CallGroup, number>> = {
  charge: 16,
  checkout: 4,
  storefront: 4,
  read: 3,
  operations: 1,
  inquiry: 1,
  background: 2,
  sync: 1,
};

/** Those who wait are bounded in time by M3; this bounds the memory that they hold. */
const WAITING_PER_SLOT = 8;

export interface GroupLimits {
  readonly slots: number;
  readonly queue: number;
}

/** How many calls of a group may be under way and how many may wait; every group has one slot at least. */
export function groupLimits(group: CallGroup, maxConcurrency: number): GroupLimits {
  const slots = Math.max(1, Math.floor((maxConcurrency * PARTS_OF_32[group]) / 32));
  return { slots, queue: slots * WAITING_PER_SLOT };
}
