import { isDeepStrictEqual } from 'node:util';

import type { PaymentRow } from '../../database/schema.ts';
import { stripUnstorable } from '../../database/strip-unstorable.ts';
import type { FieldError } from '../../problems/problem.ts';
import type { ChangeTransactionRequest } from '../request/change-transaction.request.ts';
import { isGiven } from '../request/formats.ts';

type Fixed = 'order_no' | 'webhook_url' | 'customer_id' | 'type' | 'payment_type' | 'agreement';

/**
 * M61: what no change may touch; the same value passes. A PUT says everything anew, so leaving one of them out would
 * remove it: it has to come again, but for the two that this service puts in by itself.
 */
export function fixedMemberViolations(
  payment: PaymentRow,
  request: ChangeTransactionRequest,
  kind: 'update' | 'replace',
): FieldError[] {
  return Object.entries(fixedMembers(payment)).flatMap(([name, stored]) => {
    const given = request[name as Fixed];
    const pointer = `/${name}`;
    if (given !== undefined) {
      return isSame(given, stored) ? [] : [{ pointer, message: 'cannot be changed after the transaction was created' }];
    }
    const leftOut = kind === 'replace' && isGiven(stored ?? undefined) && !ADDED.has(name) && stored !== DEFAULTS[name];
    return leftOut ? [{ pointer, message: 'must come again as it is: a PUT without it would remove it' }] : [];
  });
}

/** PUT bodies get these where they lack them. */
export function addedOnReplace(payment: PaymentRow): { readonly order_no: string; readonly webhook_url?: string } {
  return { order_no: payment.order_no, ...(payment.webhook_url === null ? {} : { webhook_url: payment.webhook_url }) };
}

const ADDED: ReadonlySet<string> = new Set(['order_no', 'webhook_url']);
const DEFAULTS: Readonly<Record<string, unknown>> = { payment_type: 'one_off' };

function fixedMembers(payment: PaymentRow): Record<Fixed, unknown> {
  return {
    order_no: payment.order_no,
    webhook_url: payment.webhook_url,
    customer_id: payment.customer_id,
    type: payment.transaction_type,
    payment_type: payment.payment_type,
    agreement: payment.agreement,
  };
}

function isSame(given: unknown, stored: unknown): boolean {
  if (!isGiven(given)) return stored === null;
  return isDeepStrictEqual(plain(stripUnstorable(given)), stored);
}

/** A DTO as the plain data that was stored of it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
