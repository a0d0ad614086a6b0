import { createHash } from 'node:crypto';

import type { PaymentRow } from '../../database/schema.ts';
import type { TagCondition } from '../../http/tag-condition.ts';

/** The ETag of a payment: of all that its row holds, so that every change of the row is another one (M27). */
export function paymentTag(payment: PaymentRow): string {
  const columns = Object.entries(payment).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `"${createHash('sha256').update(JSON.stringify(columns)).digest('base64url').slice(0, 27)}"`;
}

/** Whether an `If-Match` names the payment as it is. */
export function matchesPayment(condition: Exclude<TagCondition, '*'>, payment: PaymentRow): boolean {
  return condition.includes(paymentTag(payment));
}

export const PAYMENT_TAG_HEADERS = {
  ETag: {
    description: 'Of the payment as it is now; for `If-Match` when its review is ended.',
    required: true,
    schema: { type: 'string', example: '"nV0oYk3mR2x8aQ1bJ5cT7dU4eW6"' },
  },
} as const;
