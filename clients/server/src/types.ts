import type { components, operations } from './api-types.ts';

type Schemas = components['schemas'];

/** A payment as every route shows it. Amounts are decimal strings in the digits of their currency. */
export type Payment = Schemas['PaymentView'];
/** A refund, capture, void or close of a payment. */
export type Operation = Schemas['OperationView'];
export type Agreement = Schemas['AgreementView'];
export type SavedCard = Schemas['CustomerCardView'];

export type BuyNowRequest = Schemas['BuyNowRequest'];
export type AutoDebitRequest = Schemas['AutoDebitRequest'];
export type TransactionRequest = Schemas['CreateTransactionRequest'];
/** What an operation takes beside its name. */
export type OperationDetails = Omit<Schemas['OperationRequest'], 'operation'>;
export type OperationKind = Schemas['OperationRequest']['operation'];

export type PaymentAnswer = Schemas['PaymentAnswer'];
export type AutoDebitAnswer = Schemas['AutoDebitAnswer'];
export type OperationAnswer = Schemas['OperationAnswer'];
/** What became of a transaction that charges nothing: Ottu's own members. */
export interface CreatedTransaction {
  readonly transaction: Schemas['TransactionAnswer'];
}

/** A problem document (RFC 9457). `code` is what programs decide by, beside `outcome`. */
export type Problem = Schemas['Problem'];
export type ProblemCode = Schemas['ProblemCode'];

export type PaymentQuery = NonNullable<operations['listPayments']['parameters']['query']>;
export type AgreementQuery = NonNullable<operations['listAgreements']['parameters']['query']>;
