import type { CallGroup } from './call-policy.ts';
import type { OttuOperation } from '../operations.ts';
import type { BudgetReading } from './daily-quota.ts';
import type { FaultReason } from './transport-fault.ts';

/** One try of one call, as it ended. */
export interface ObservedCall {
  readonly group: CallGroup;
  readonly operation: OttuOperation;
  /** Ottu's status, or why there is none. */
  readonly outcome: { readonly status: number } | { readonly fault: FaultReason; readonly sent: boolean };
  /** Of this call so far, this one included; one with a key that was renewed meanwhile is the same try. */
  readonly tries: number;
  /** Waited for a slot. Milliseconds. */
  readonly queuedMs: number;
  /** From the slot to the end of the body. Milliseconds. */
  readonly durationMs: number;
}

export type BreakerState = 'closed' | 'half_open' | 'open';

/** What the client tells of its work, for metrics. Nothing in it is secret. What it throws is dropped. */
export interface OttuObserver {
  onCall?(call: ObservedCall): void;
  /** With each request that counts against Ottu's daily limit. */
  onBudget?(reading: BudgetReading): void;
  onBreaker?(group: CallGroup, state: BreakerState): void;
}

/** Keeps a fault in an observer away from the call that it observes. */
export function shielded(observer: OttuObserver): Required<OttuObserver> {
  const quietly = (tell: () => void): void => {
    try {
      tell();
    } catch {
      // A number less on a dashboard; the charge goes on.
    }
  };
  return {
    onCall: (call) => quietly(() => observer.onCall?.(call)),
    onBudget: (reading) => quietly(() => observer.onBudget?.(reading)),
    onBreaker: (group, state) => quietly(() => observer.onBreaker?.(group, state)),
  };
}
