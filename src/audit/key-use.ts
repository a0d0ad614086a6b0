import { AsyncLocalStorage } from 'node:async_hooks';

import type { AuditAction } from './audit-actions.ts';

/** One request that a service key let in, on a route that changes something. */
export interface KeyUse {
  readonly id: string;
  readonly keyId: string;
  readonly keyName: string;
  readonly action: AuditAction;
  readonly method: string;
  /** The pattern as it is registered. */
  readonly route: string;
  readonly address: string;
  /** As the path names it. */
  readonly paymentId: string | undefined;
  /** That it began has been committed. */
  stored: boolean;
  /** The transaction that writes it, until that has ended. */
  writtenBy: object | undefined;
  readonly noted: { paymentId?: string | undefined; ids: AuditIds; before?: AuditFacts; after?: AuditFacts };
}

/** What else a use was about. Ids of this service's own, but for `session_id`, which is Ottu's. */
export interface AuditIds {
  readonly operation_id?: string;
  readonly agreement?: string;
  readonly cart_id?: string;
  /** As `GET /v1/customers/{id}/cards` shows it. */
  readonly card_id?: string;
  readonly event_id?: string;
  readonly webhook_id?: string;
  readonly session_id?: string;
}

/**
 * All that may stand in an entry of what was before a use and after it: states, amounts, versions and counts. Never a name,
 * an address, a customer's id or words that a person wrote: those have a payment's timeline, which is removed with it.
 */
export interface AuditFacts {
  readonly state?: string | undefined;
  readonly review_reasons?: readonly string[] | undefined;
  readonly amount?: string | undefined;
  readonly currency_code?: string | undefined;
  readonly refundable_amount?: string | undefined;
  readonly capturable_amount?: string | undefined;
  readonly captured_amount?: string | undefined;
  readonly refunded_amount?: string | undefined;
  readonly voided?: boolean | undefined;
  readonly operation?: string | undefined;
  readonly operation_state?: string | undefined;
  readonly operation_amount?: string | undefined;
  /** Names of service keys. */
  readonly requested_by?: string | undefined;
  readonly decided_by?: string | undefined;
  readonly decision?: string | undefined;
  readonly confirm_without_ottu?: boolean | undefined;
  readonly given_back?: boolean | undefined;
  readonly forced?: boolean | undefined;
  /** How many pay with a card. */
  readonly agreements?: number | undefined;
  readonly canceled?: boolean | undefined;
  readonly tries?: number | undefined;
  readonly version?: number | undefined;
  readonly inquiry?: number | undefined;
  readonly result?: string | undefined;
  readonly delivered?: boolean | undefined;
}

/** What a use case tells of what it found and what it made. */
export interface AuditNote {
  readonly paymentId?: string | undefined;
  readonly ids?: AuditIds;
  /** Read under the lock under which it is changed. */
  readonly before?: AuditFacts;
  /** Told once it is committed. */
  readonly after?: AuditFacts;
}

const underWay = new AsyncLocalStorage<KeyUse>();

export function duringUse<T>(use: KeyUse, work: () => Promise<T>): Promise<T> {
  return underWay.run(use, work);
}

/** The use on whose behalf this runs; nothing for shoppers, Ottu and what the service does by itself. */
export function useUnderWay(): KeyUse | undefined {
  return underWay.getStore();
}

/** Adds to the entry of the use that is under way. What is told later stands in the place of what was told before. */
export function noteForAudit({ paymentId, ids, before, after }: AuditNote): void {
  const use = useUnderWay();
  if (use === undefined) return;
  const { noted } = use;
  if (paymentId !== undefined) noted.paymentId = paymentId;
  noted.ids = { ...noted.ids, ...ids };
  if (before !== undefined) noted.before = { ...noted.before, ...before };
  if (after !== undefined) noted.after = { ...noted.after, ...after };
}
