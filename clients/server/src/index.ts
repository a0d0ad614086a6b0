export type { components, operations, paths } from './api-types.ts';
export { IntentMismatch, type IntentRecord, type IntentStore, type Naming } from './charging/intent-store.ts';
export { mayFulfil } from './charging/result.ts';
export type { Conflict, Final, None, Result, Unknown, Waiting, WaitsFor } from './charging/result.ts';
export {
  createServerClient,
  type Body,
  type Operate,
  type ServerClient,
  type ServerClientOptions,
} from './create-server-client.ts';
export {
  isPaymentEvent,
  MERCHANT_EVENT_TYPES,
  type MerchantEvent,
  type MerchantEventType,
  type OperationEventType,
  type PaymentEvent,
  type PaymentStateEventType,
  type Purchase,
  type PurchasedItem,
} from './events/merchant-event.ts';
export { createSequence, type SequenceMark, type SequenceStore, type Verdict } from './events/sequence.ts';
export {
  UnverifiedEvent,
  verifyMerchantEvent,
  type EventHeaders,
  type VerifiedEvent,
  type VerifyOptions,
} from './events/verify-merchant-event.ts';
export { ProblemError } from './reading/problem-error.ts';
export type {
  Agreement,
  AutoDebitAnswer,
  AutoDebitRequest,
  BuyNowRequest,
  CreatedTransaction,
  Operation,
  OperationAnswer,
  OperationDetails,
  OperationKind,
  Payment,
  PaymentAnswer,
  Problem,
  ProblemCode,
  SavedCard,
  TransactionRequest,
} from './types.ts';
