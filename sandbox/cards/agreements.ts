import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Transaction } from '../transactions/transaction.ts';

/** What a payer agreed to with the first charge (F13.2). */
export interface Agreement {
  readonly terms: JsonObject;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export interface AgreementStore {
  find(customerId: string, id: string): Agreement | undefined;
  /** A payer agrees; with the same id anew. */
  begin(customerId: string, id: string, agreement: Agreement): void;
  clear(): void;
}

export function createAgreementStore(): AgreementStore {
  const agreements = new Map<string, Agreement>();
  const nameOf = (customerId: string, id: string): string => JSON.stringify([customerId, id]);
  return {
    find: (customerId, id) => agreements.get(nameOf(customerId, id)),
    begin: (customerId, id, agreement) => void agreements.set(nameOf(customerId, id), agreement),
    clear: () => agreements.clear(),
  };
}

/** The `agreement.id` of what was sent; undefined without one. */
export function agreementIdOf({ agreement }: JsonObject): string | undefined {
  return isObject(agreement) && typeof agreement['id'] === 'string' ? agreement['id'] : undefined;
}

/** The terms are those of the first charge: parameters that are sent again have no effect (F13.2). */
export function agreedBy({ echo, amountMinor, currency }: Transaction): Agreement {
  return { terms: isObject(echo['agreement']) ? echo['agreement'] : {}, amountMinor, currency };
}

/** Why a later charge is outside of what was agreed; undefined when it is not. Ottu names the amount only (F13.2). */
export function outsideOf(
  agreement: Agreement,
  { amountMinor, currency }: Pick<Agreement, 'amountMinor' | 'currency'>,
): string | undefined {
  if (agreement.terms['amount_variability'] !== 'fixed') return undefined;
  return amountMinor === agreement.amountMinor && currency === agreement.currency
    ? undefined
    : 'The amount of an agreement with fixed amounts can not change.';
}
