import type { PaymentRow } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import type { LockedOperation } from '../operations/operation-rows.ts';
import { isHeld } from '../operations/operation-states.ts';
import { amountOf, childMeans, kindOfChild } from '../operations/read-operation-reply.ts';
import { moneyOf } from '../payment-rows.ts';

/** What can differ, with what it says to whoever keeps the books. */
export const DISCREPANCIES = {
  state_differs: 'Ottu shows the payment in another state.',
  amount_differs: 'Ottu shows another amount, or another currency.',
  captured_differs: 'The captures that Ottu lists do not add up to those that are known here.',
  refunded_differs: 'Ottu has given back another sum than is known here.',
  voided_differs: 'Of the two, one knows of a void and the other does not.',
  unknown_operation: 'Ottu lists something that was done to the payment and that is no capture, refund or void.',
  missing_at_ottu: 'Ottu knows no such transaction.',
} as const;

export type DiscrepancyKind = keyof typeof DISCREPANCIES;

export const DISCREPANCY_KINDS = Object.keys(DISCREPANCIES) as readonly DiscrepancyKind[];

/** One difference: states, or amounts in the digits of the payment's currency; null where one of the two has nothing. */
export interface Difference {
  readonly kind: DiscrepancyKind;
  readonly here: string | null;
  readonly ottu: string | null;
}

export interface Compared {
  readonly payment: PaymentRow;
  readonly operations: readonly LockedOperation[];
}

interface ListedChild {
  readonly state: string;
  readonly minor: bigint | undefined;
}

/**
 * What of a payment that has succeeded is not as Ottu's answer to an inquiry shows it, once that answer is settled: whatever
 * settling explains is none.
 *
 * @returns nothing where it cannot be said now, because an operation is under way.
 */
export function compareWithOttu({ payment, operations }: Compared, document: JsonDocument): Difference[] | undefined {
  if (operations.some(({ state }) => isHeld(state))) return undefined;
  const currency = payment.currency_code;
  const written = (minor: bigint): string => moneyOf(minor.toString(), currency).toString();
  const children = childrenIn(document, currency);
  const differences: Difference[] = [];

  const state = wordAt(document, '/state');
  if (!isForPeople(payment) && state !== payment.state) {
    differences.push({ kind: 'state_differs', here: payment.state, ottu: state ?? null });
  }
  const [received, receivedIn] = [
    payment.received_minor ?? payment.amount_minor,
    payment.received_currency ?? currency,
  ];
  const amount = amountAt(document, '/amount', receivedIn);
  if (wordAt(document, '/currency_code') !== receivedIn || amount?.toString() !== received) {
    const here = moneyOf(received, receivedIn).toString();
    const ottu = amount === undefined ? null : moneyOf(amount.toString(), receivedIn).toString();
    differences.push({ kind: 'amount_differs', here, ottu });
  }
  const sums: readonly (readonly [DiscrepancyKind, bigint, bigint])[] = [
    ['captured_differs', sumOfOperations(operations, 'capture'), sumOfChildren(children, 'capture')],
    [
      'refunded_differs',
      BigInt(payment.refunded_minor),
      amountAt(document, '/refunded_amount', currency) ?? sumOfChildren(children, 'refund'),
    ],
  ];
  for (const [kind, here, ottu] of sums) {
    if (here !== ottu) differences.push({ kind, here: written(here), ottu: written(ottu) });
  }
  const voided = amountAt(document, '/voided_amount', currency) ?? sumOfChildren(children, 'void');
  if (payment.voided !== voided > 0n) {
    const here = payment.voided ? written(BigInt(payment.amount_minor)) : written(0n);
    differences.push({ kind: 'voided_differs', here, ottu: written(voided) });
  }
  const unknown = children.find(({ state: shown }) => kindOfChild(shown) === undefined);
  if (unknown !== undefined) differences.push({ kind: 'unknown_operation', here: null, ottu: unknown.state });
  return differences;
}

/** It is on the list of reviews, or waits for its proof: neither is news. */
function isForPeople({ state }: PaymentRow): boolean {
  return state === 'needs_review' || state === 'confirming';
}

function sumOfOperations(operations: readonly LockedOperation[], kind: 'capture'): bigint {
  return operations
    .filter(({ operation, state }) => operation === kind && state === 'succeeded')
    .reduce((sum, { amount_minor: minor }) => sum + BigInt(minor ?? '0'), 0n);
}

function sumOfChildren(children: readonly ListedChild[], kind: 'capture' | 'refund' | 'void'): bigint {
  return children
    .filter(({ state }) => childMeans(kind, state) === 'succeeded')
    .reduce((sum, { minor = 0n }) => sum + minor, 0n);
}

function childrenIn(document: JsonDocument, currency: CurrencyCode): ListedChild[] {
  const list: unknown = document.source('/transactions')?.value();
  if (!Array.isArray(list)) return [];
  return list.map((_child, index) => ({
    state: wordAt(document, `/transactions/${index}/state`) ?? 'unreadable',
    minor: amountAt(document, `/transactions/${index}/amount`, currency),
  }));
}

/** Ottu's words for states and currencies; nothing else of its answer is kept. */
function wordAt(document: JsonDocument, pointer: string): string | undefined {
  const text = document.source(pointer)?.scalarText();
  return text !== undefined && /^\w{1,40}$/.test(text) ? text : undefined;
}

function amountAt(document: JsonDocument, pointer: string, currency: CurrencyCode): bigint | undefined {
  return amountOf(document.source(pointer)?.scalarText(), currency)?.minor;
}
