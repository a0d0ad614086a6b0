import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { endOf } from './cards.ts';
import type { Card } from './cards.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Why a saved card is declined when it is charged, in the issuer's words; undefined when nothing is known against it. A card
 * must be good, for as long as the request asks (F2.2), and cards of Ottu Sandbox that are enrolled only to be declined are
 * so without their payer (F16.5), each for a reason of its own.
 */
export function declineOf(card: Card, echo: JsonObject, now: number): string | undefined {
  if (endOf(card) <= now) return 'Card expired.';
  if (endOf(card) < now + minimumLeft(echo)) return 'Card expires too soon.';
  const merchantInitiated = echo['payment_type'] === 'auto_debit' && card.pg_name === 'ottu_sandbox';
  return merchantInitiated ? ENROLLED_TO_BE_DECLINED.get(card.number.slice(-3)) : undefined;
}

const ENROLLED_TO_BE_DECLINED: ReadonlyMap<string, string> = new Map([
  ['114', 'Insufficient funds.'],
  ['115', 'Card expired.'],
  ['116', 'Declined by the issuer'],
]);

function minimumLeft({ card_acceptance_criteria: criteria, payment_type: type }: JsonObject): number {
  const asked = isObject(criteria) ? criteria['min_expiry_time'] : undefined;
  if (asked !== undefined) return Number(asked) * DAY;
  return type === 'auto_debit' ? 30 * DAY : 0;
}
