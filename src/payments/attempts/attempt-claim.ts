import type { Tx } from '../../database/database.ts';
import type { Money } from '../../money/money.ts';
import type { NativeInstrument } from '../../ottu/native-payments-api.ts';
import type { Redactor } from '../answers/redactor.ts';
import type { AttemptId, OrderNo, PaymentId } from '../identifiers.ts';
import type { NewPayment } from '../new-payment-columns.ts';
import type { IdempotencyClaim } from './idempotency-keys.ts';
import type { ReplayRules } from './idempotency-replay.ts';

/** One charge: everything that its claim writes, and what is sent to Ottu then. */
export interface ChargeCommand<Target = CreateTarget | SessionTarget> {
  readonly idempotency: IdempotencyClaim;
  /** Cleans Ottu's words of what was in the payload, and of the keys of this service. */
  readonly redactor: Redactor;
  /** The saved card's, where one pays: a keyed hash is kept of it, to clean what Ottu says later (M70). */
  readonly token?: string | undefined;
  readonly target: Target;
}

/** A transaction that Ottu creates and pays in the same call. */
export interface CreateTarget {
  readonly kind: 'create';
  readonly payment: NewPayment;
  readonly instrumentType: string;
  /**
   * The JSON text for Ottu, payload verbatim. After a call that was not sent the payment keeps the order number and the
   * amount of its first claim, although the catalog may ask for another one by now.
   */
  readonly bodyFor: (claimed: Pick<AttemptClaim, 'orderNo' | 'amount'>) => string;
  /** What the claim takes besides its key, where it does (M82). */
  readonly gate?: ClaimGate | undefined;
}

/** A payment that has it, and the attempt that its answer is about. */
export interface GateHolder {
  readonly paymentId: PaymentId;
  /** Absent where its payer is to pay it on a page. */
  readonly attemptId: AttemptId | undefined;
}

/** What at most one payment may have at a time, whatever the keys: its steps inside the claim's transaction (M82). */
export interface ClaimGate {
  /**
   * The first step: locks what decides.
   *
   * @throws Problem with outcome `none`; then nothing is claimed
   */
  open(tx: Tx): Promise<void>;
  /** The payment that has it, other than the one that is about to be claimed again: it answers in the place of a charge. */
  holder(tx: Tx, except: PaymentId | undefined): Promise<GateHolder | undefined>;
  /**
   * Asked where nobody has it.
   *
   * @param amount that is about to be charged; what the request asks for, where it is not given.
   * @throws Problem with outcome `none` where the charge is not allowed; then nothing is claimed
   */
  admit(tx: Tx, amount?: Money): Promise<void>;
  take(tx: Tx, paymentId: PaymentId): Promise<void>;
}

/** A transaction of a cart that Ottu has created already, and that is paid now. */
export interface SessionTarget {
  readonly kind: 'session';
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  readonly instrument: NativeInstrument;
  /** M6: one open attempt per cart. */
  readonly cart: { readonly id: string; readonly version: number };
  readonly replayRules: ReplayRules;
  /**
   * The first step of the claim's transaction: locks the cart, and sends for what tells whether it may still be paid.
   *
   * @returns checks that. It throws a Problem with outcome `none`; then nothing is claimed.
   */
  readonly authorize: (tx: Tx) => Promise<() => Promise<void>>;
  /** The last step of the claim's transaction: what the cart keeps with its attempt. */
  readonly writeAlongside: (tx: Tx, attemptId: AttemptId) => Promise<void>;
}

/** The right to make one call to Ottu for one attempt. */
export interface AttemptClaim {
  readonly kind: 'claimed';
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  readonly orderNo: OrderNo;
  /** As the key claimed it the first time. */
  readonly amount: Money;
}
