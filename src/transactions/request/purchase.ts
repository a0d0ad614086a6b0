import type { JsonDocument } from '../../json/json-document.ts';
import { writeMembers } from '../../json/write-json.ts';
import type { TransactionMembers } from './transaction-members.ts';

const CUSTOMER = {
  customer_id: 'id',
  customer_email: 'email',
  customer_phone: 'phone',
  customer_phone_2: 'phone_2',
  customer_first_name: 'first_name',
  customer_last_name: 'last_name',
  customer_birthdate: 'birthdate',
} as const;

/** What a request says about the order, as a payment keeps it (M50). The instrument is no part of it. */
export function purchaseOf(request: TransactionMembers): Record<string, unknown> {
  const customer = Object.entries(CUSTOMER).flatMap(([member, name]) => {
    const value = request[member as keyof typeof CUSTOMER];
    return value === undefined ? [] : [[name, value] as const];
  });
  const { billing_address, shipping_address, extra } = request;
  return {
    ...(customer.length === 0 ? {} : { customer: Object.fromEntries(customer) }),
    ...(billing_address === undefined ? {} : { billing_address }),
    ...(shipping_address === undefined ? {} : { shipping_address }),
    ...(extra === undefined ? {} : { extra }),
  };
}

/** The order after a change: a PUT says all of it anew, a PATCH only what changes. */
export function changedPurchase(
  stored: Readonly<Record<string, unknown>>,
  request: TransactionMembers,
  kind: 'update' | 'replace',
): Record<string, unknown> {
  const changes = purchaseOf(request);
  if (kind === 'replace') return changes;
  const customer = { ...(stored['customer'] as object | undefined), ...(changes['customer'] as object | undefined) };
  return { ...stored, ...changes, ...(Object.keys(customer).length === 0 ? {} : { customer }) };
}

/**
 * The text for Ottu: each of the caller's members with the source text of its value, in the caller's order (wallet
 * payloads byte for byte, unknown members at every depth, `1` as `1` and `"\u0041"` as that), and after them what this
 * service adds where the caller gave nothing.
 */
export function ottuText(document: JsonDocument, additions: Readonly<Record<string, string | undefined>>): string {
  const members = document.members('').map(({ name, source }): [string, unknown] => [name, source]);
  const given = new Set(members.map(([name]) => name));
  return writeMembers([...members, ...Object.entries(additions).filter(([name]) => !given.has(name))]);
}
