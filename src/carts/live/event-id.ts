import { createHash } from 'node:crypto';

import { EVENT_NAMES, type LastSeen } from './live-view.ts';

const KEY = /^[\w-]{16}$/;
const NOTHING = '-';

/** 96 bits of the hash of what is shown: who has seen it may show it, and nobody learns anything from it. */
export function keyOf(data: string): string {
  return createHash('sha256').update(data).digest('base64url').slice(0, 16);
}

/**
 * The id of an event: a key for everything that has been seen by then, so that any replica can tell from the last id
 * alone what is news, without having kept anything.
 */
export function eventId(lastSeen: LastSeen): string {
  return EVENT_NAMES.map((name) => lastSeen[name] ?? NOTHING).join('.');
}

/** What is not an id of this service was never seen. */
export function parseEventId(header: string | undefined): LastSeen {
  const keys = header?.split('.') ?? [];
  const [cart, payment] = keys.length === EVENT_NAMES.length ? keys : [];
  return { cart: keyOrNothing(cart), payment: keyOrNothing(payment) };
}

function keyOrNothing(text: string | undefined): string | undefined {
  return text !== undefined && KEY.test(text) ? text : undefined;
}
