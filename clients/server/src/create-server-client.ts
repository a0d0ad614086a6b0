import {
  AUTO_DEBIT_PATH,
  BUY_NOW_PATH,
  charge,
  resume,
  TRANSACTIONS_PATH,
  type AnyAnswer,
  type Charging,
} from './charging/charges.ts';
import { systemClock } from './charging/clock.ts';
import type { IntentStore, Naming } from './charging/intent-store.ts';
import { readCharge, readOperation, readTransaction } from './charging/read-answers.ts';
import type { Result, Waiting } from './charging/result.ts';
import { apiOf, routesOf, type Api, type ReadRoutes } from './reading/read-routes.ts';
import type { Transport } from './transport.ts';
import type {
  AutoDebitAnswer,
  AutoDebitRequest,
  BuyNowRequest,
  CreatedTransaction,
  OperationAnswer,
  OperationDetails,
  OperationKind,
  PaymentAnswer,
  TransactionRequest,
} from './types.ts';

export interface ServerClientOptions {
  /** Where the service is, with its path where it has one. */
  readonly baseUrl: string;
  /** `<id>.<secret>`. It stays on the server. */
  readonly serviceKey: string;
  /** Where intents are kept; not needed by whoever makes and keeps the idempotency keys. */
  readonly store?: IntentStore;
  /** Milliseconds for one try, 75,000 unless given: more than the 60 s that the service gives a charge. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
}

/** An operation on a payment that is known by its id. */
export type Operate = (
  paymentId: string,
  details: OperationDetails,
  naming: Naming & Waiting,
) => Promise<Result<OperationAnswer>>;

/** A body, or its JSON text, which then goes out byte for byte. */
export type Body<Request> = Request | string;

export interface ServerClient extends ReadRoutes {
  /** Creates a transaction at Ottu and pays it. By an `intent` it needs an `order_no` in the body. */
  readonly buyNow: (body: Body<BuyNowRequest>, naming: Naming & Waiting) => Promise<Result<PaymentAnswer>>;
  /** Charges one cycle of an agreement, without its payer. */
  readonly autoDebit: (body: Body<AutoDebitRequest>, naming: Naming & Waiting) => Promise<Result<AutoDebitAnswer>>;
  /** Ottu's Checkout API. With a `payment_instrument` it charges, as `buyNow` does. */
  readonly createTransaction: (
    body: Body<TransactionRequest>,
    naming: Naming & Waiting,
  ) => Promise<Result<PaymentAnswer | CreatedTransaction>>;
  readonly refund: Operate;
  readonly capture: Operate;
  readonly void: Operate;
  /** A void or a refund, whichever the payment allows; the answer says which it was. */
  readonly reverse: Operate;
  readonly cancel: Operate;
  readonly expire: Operate;
  /** Carries an intent of the store on, after a restart or because nobody waited for its end. */
  readonly resume: (intent: string, waiting?: Waiting) => Promise<Result<AnyAnswer> | undefined>;
  /** Every route for servers, typed, as `openapi-fetch` gives it: one try, and no care. */
  readonly api: Api;
}

/** A client of the service for the merchant's own servers. It keeps no state but what is in the store. */
export function createServerClient({
  baseUrl,
  serviceKey,
  store,
  timeoutMs = 75_000,
  fetch = globalThis.fetch,
}: ServerClientOptions): ServerClient {
  const transport: Transport = { baseUrl: baseUrl.replace(/\/+$/, ''), serviceKey, fetch };
  const charging: Charging = { transport, store, timeoutMs, clock: systemClock };
  const operate =
    (operation: OperationKind): Operate =>
    async (paymentId, details, naming) => {
      const path = `/v1/payments/${encodeURIComponent(paymentId)}/operations`;
      return charge(charging, { path, read: readOperation }, { operation, ...details }, naming);
    };
  const api = apiOf(transport, timeoutMs);
  return {
    buyNow: async (body, naming) =>
      charge(charging, { path: BUY_NOW_PATH, read: readCharge<PaymentAnswer> }, body, naming),
    autoDebit: async (body, naming) =>
      charge(charging, { path: AUTO_DEBIT_PATH, read: readCharge<AutoDebitAnswer> }, body, naming),
    createTransaction: async (body, naming) =>
      charge(charging, { path: TRANSACTIONS_PATH, read: readTransaction }, body, naming),
    refund: operate('refund'),
    capture: operate('capture'),
    void: operate('void'),
    reverse: operate('reverse'),
    cancel: operate('cancel'),
    expire: operate('expire'),
    resume: async (intent, waiting = {}) => resume(charging, intent, waiting),
    api,
    ...routesOf(api),
  };
}
