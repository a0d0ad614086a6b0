import { problemKind, type ProblemCode } from './catalog.ts';

/** What a caller may conclude about money: nothing was charged and nothing will be; not known; settled. */
export type Outcome = 'none' | 'unknown' | 'final';

/**
 * Whether a charge that came to nothing is worth another try: never; later, without change; once the customer has another
 * card there; once the payer has paid by himself.
 */
export interface RetryAdvice {
  readonly advice: 'never' | 'later' | 'new_card' | 'payer';
  /** No sooner than then, ISO 8601. */
  readonly after?: string;
}

/** One fault in what the caller sent. `pointer` is a JSON Pointer (RFC 6901) into the caller's own body. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

export interface ProblemOptions {
  /** What the caller may read. Never holds what the caller sent, nor Ottu's text unless it was redacted. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Given on money routes. */
  readonly outcome?: Outcome;
  readonly retryAfterSeconds?: number;
  /** The payment that this problem is about, so that the caller can follow it. */
  readonly payment?: {
    readonly id: string;
    readonly order_no: string;
    readonly outcome: Outcome;
    readonly self: string;
  };
  /** The cart that it is about, as its shopper sees it. Left out where it would make the document too long. */
  readonly cart?: Readonly<Record<string, unknown>>;
  /** Ids of agreements that are in the way, a hundred at most. */
  readonly agreements?: readonly string[];
  /** What can be done to the payment now, where what was asked for cannot. */
  readonly allowed?: readonly string[];
  /** Of an auto-debit: whether to try again, and from when on. */
  readonly retry?: RetryAdvice;
  /** What is left of the payment, as decimal text in its currency. */
  readonly balance?: { readonly refundable_amount: string; readonly capturable_amount: string };
  readonly headers?: Readonly<Record<string, string>>;
  /** What the operator needs; logged, never answered. */
  readonly operatorNote?: string;
  readonly cause?: unknown;
}

/** The one error that application code throws on purpose. The exception filter writes it as RFC 9457. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions = {},
  ) {
    super(options.detail ?? problemKind(code).title, { cause: options.cause });
    this.name = 'Problem';
    this.status = problemKind(code).status;
  }
}
