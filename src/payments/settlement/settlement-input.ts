import type { AttemptRow, FactRow, PaymentRow } from '../../database/schema.ts';
import type { CheckedFact } from '../facts/check-fact.ts';
import type { ProviderFact } from '../facts/provider-fact.ts';
import type { AttemptState } from '../states/attempt-state.ts';

/** A payment and its attempts, locked. */
export interface LockedPayment {
  readonly payment: PaymentRow;
  /** Oldest first. */
  readonly attempts: readonly AttemptRow[];
  /** Holds a fact against the payment as it is now (M20). */
  readonly check: (fact: ProviderFact) => CheckedFact;
  /** What Ottu has said before; read only where a success may be recorded (M53). */
  readonly facts: readonly FactRow[];
  /** Of `payment_amounts`: what other attempts have asked for under the same order number (M41). */
  readonly earlierAmountIds: ReadonlySet<string>;
  /** No session is stored, and the one that was named belongs to no other payment (M45). */
  readonly mayAdoptSession: boolean;
}

export interface AttemptChange {
  readonly id: string;
  readonly state: AttemptState;
  readonly referenceNumber?: string | undefined;
  /** As the answer to the attempt's own call says it. */
  readonly result?: string | undefined;
  /** What the front end needs to go on. */
  readonly actionRequired?: Readonly<Record<string, unknown>> | undefined;
  /** Ottu's refusal, redacted, for replays (M9). */
  readonly refusal?: Readonly<Record<string, unknown>> | undefined;
  readonly notSent?: boolean | undefined;
  /** M5a: the same key may claim again. */
  readonly claimAgain?: boolean | undefined;
}

/** Ottu's word that names no transaction state: a refusal before anything was done, or a payment that could not be executed. */
export interface Verdict {
  readonly state: 'rejected' | 'failed' | 'attempted';
  readonly result: string | undefined;
  /** Redacted. */
  readonly message: string | undefined;
}

/** M27: how an operator ends a review. */
export interface ReviewDecision {
  readonly verdict: 'accept' | 'reject';
  /** The success that Ottu's own transaction shows, where it shows one. */
  readonly shown: 'paid' | 'authorized' | 'cod' | undefined;
}

/** What one settlement brings. */
export interface SettlementInput {
  /** For the timeline, such as `ottu_answered` or `retrieved`. */
  readonly event: string;
  /** For the timeline; never a secret, a payload or a token. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** Of `payment_amounts`: what the write asked for that Ottu's answer here is about (M50). */
  readonly answersAmountId?: string | undefined;
  readonly fact?: { readonly reported: ProviderFact; readonly checked: CheckedFact } | undefined;
  readonly verdict?: Verdict | undefined;
  readonly attempt?: AttemptChange | undefined;
  /** The payment's state while Ottu has said nothing and there was no attempt. */
  readonly creationState?: 'unknown' | 'not_processed' | 'rejected' | undefined;
  /** A session to keep when none is stored; the caller has seen to M45. */
  readonly adoptSession?: string | undefined;
  /** The session or its URL is about to leave this service. */
  readonly handedOut?: boolean | undefined;
  readonly reviewReasons?: readonly string[] | undefined;
  /** An inquiry that was answered when the gateway itself has been asked (M23). */
  readonly inquiredLate?: boolean | undefined;
  /** M35: the attempt that holds its cart no longer, although its end is not known. */
  readonly detach?: string | undefined;
  /** A write of the transaction that Ottu answered (M31). */
  readonly written?: boolean | undefined;
  /** M27: it ends the payment's review, and has seen all that Ottu has said so far. */
  readonly decision?: ReviewDecision | undefined;
  /** M11: settled, and inquired once all the same. */
  readonly inquireOnce?: boolean | undefined;
}

/** Reads something that Ottu said (or failed to say) in the light of the payment as it is under the lock. */
export type Interpret<L extends SettlementInput = SettlementInput> = (locked: LockedPayment) => L;
