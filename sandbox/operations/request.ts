import { parseAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { bodyProblems } from '../rules/body-problems.ts';
import { choice, dictionary, matching, shape } from '../rules/fields.ts';
import { identifierProblems } from '../rules/identifiers.ts';
import type { Problems } from '../rules/problems.ts';
import type { Child, Transaction } from '../transactions/transaction.ts';

export const OPERATIONS = ['refund', 'capture', 'void', 'cancel', 'expire', 'delete'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Operations that reach the gateway and leave a child transaction (F8.2). */
export type ExternalKind = Child['operation'];

export const isExternal = (operation: Operation): operation is ExternalKind =>
  operation === 'refund' || operation === 'capture' || operation === 'void';

const members = shape(
  { operation: choice(OPERATIONS) },
  {
    amount: matching(/^-?\d{1,13}(\.\d{1,3})?$/, 'A valid number is required.'),
    extra: dictionary,
    destination: choice(['pg', 'wallet']),
  },
);

/** What is wrong with the body itself (F8.1); empty when it is right. */
export function operationProblems(body: JsonObject): Problems {
  return { ...bodyProblems(members, body), ...identifierProblems(body) };
}

/** Minor units of the transaction's currency; undefined without `amount`, a message where it has too many decimals. */
export function readAmount(body: JsonObject, { currency }: Transaction): bigint | undefined | string {
  const amount = textOf(body, 'amount');
  if (amount === undefined) return undefined;
  const parsed = parseAmount(amount, exponentOf(currency));
  return parsed.ok ? parsed.minor : `Ensure that there are no more than ${exponentOf(currency)} decimal places.`;
}
