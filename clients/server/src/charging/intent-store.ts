/** What is kept of an intent before anything is sent. It is plain JSON. */
export interface IntentRecord {
  /** The idempotency key, which never changes. */
  readonly key: string;
  /** The route, such as `/v1/auto-debits`. */
  readonly path: string;
  /**
   * The exact text of the body, which is sent again as it is. Left out where it holds a `payment_instrument`: payloads of
   * wallets and tokens of cards are stored nowhere.
   */
  readonly body?: string;
  /** The order number, by which a charge is found again whose body was not kept. */
  readonly orderNo?: string;
}

/**
 * Where intents are kept, at least as long as the orders that they are for, and never deleted before: an intent that is
 * forgotten gets a new key, and a new key is a new charge.
 */
export interface IntentStore {
  get(intent: string): Promise<IntentRecord | undefined>;
  /**
   * Keeps the record, durably, if there is none of this intent yet, and resolves with the one that is kept: of two processes
   * that begin an intent at once, both go on with the same key. In SQL that is `INSERT … ON CONFLICT DO NOTHING` and a `SELECT`.
   */
  put(intent: string, record: IntentRecord): Promise<IntentRecord>;
}

/**
 * How a charge is named. By `intent`, your own name of what is charged for, such as `order-1001`: its key is made and kept in
 * the store before anything is sent. Or by `key`: an idempotency key that you have made, and have stored with the body.
 */
export type Naming =
  | { readonly intent: string; readonly key?: undefined }
  | {
      readonly key: string;
      /** This key was sent before, by a call whose result nobody has: a bare refusal says nothing about that one. */
      readonly sentBefore?: boolean;
      readonly intent?: undefined;
    };

/** The intent was begun with another request. Nothing was sent. */
export class IntentMismatch extends Error {
  override readonly name = 'IntentMismatch';

  constructor(readonly intent: string) {
    super(`The intent ${intent} was begun with another request: what differs needs an intent of its own.`);
  }
}
