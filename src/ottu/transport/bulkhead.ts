import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isTaskCancelledError,
  type BulkheadPolicy,
  type CircuitBreakerPolicy,
} from 'cockatiel';

import type { GroupLimits } from './call-policy.ts';
import { abortReason } from './call-lifetime.ts';
import type { BreakerState } from './observer.ts';
import { TransportFault, type FaultReason } from './transport-fault.ts';

/** In a row, none good among them: one gateway behind Ottu that is down must not stop the others. */
const FAILURES_TO_OPEN = 10;
const OPEN_MS = 5_000;
const QUEUE_RETRY_AFTER_SECONDS = 1;

interface HasStatus {
  readonly status: number;
}

/** Limits how many calls of one group run and wait at the same time, and lets none out while Ottu is down (M96). */
export class Bulkhead {
  readonly #bulkhead: BulkheadPolicy;
  readonly #breaker: CircuitBreakerPolicy;
  #openUntil = 0;

  constructor({ slots, queue }: GroupLimits, onBreaker: (state: BreakerState) => void) {
    this.#bulkhead = bulkhead(slots, queue);
    // A 4xx, a decline among them, is an answer of a healthy Ottu (M96).
    this.#breaker = circuitBreaker(
      handleWhen((error) => this.#saysDown(error)).orWhenResult((reply) => (reply as HasStatus).status >= 500),
      { breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN), halfOpenAfter: OPEN_MS },
    );
    this.#breaker.onBreak(() => (this.#openUntil = Date.now() + OPEN_MS));
    this.#breaker.onStateChange((state) => onBreaker(stateName(state)));
  }

  /**
   * Runs `work` when there is a slot for it. A call that waits gives up as soon as `signal` aborts.
   *
   * @throws TransportFault `queue_full`, `breaker_open`, the reason of `signal`, or what `work` throws
   */
  async run<T extends HasStatus>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    let entered = false;
    const result = this.#enter(() => {
      entered = true;
      this.#assertNotOpen();
      return this.#breaker.execute(work);
    }, signal);
    try {
      // Whoever had not to wait for a slot has it by now, and what ends the call from now on is the work's to see.
      return await (entered ? result : orAborted(result, signal, () => entered));
    } catch (error) {
      throw this.#faultOf(error, signal);
    }
  }

  async #enter<T>(enter: () => T | PromiseLike<T>, signal: AbortSignal): Promise<T> {
    // Before the queue too, so that no call waits in it for a breaker that is open.
    this.#assertNotOpen();
    return this.#bulkhead.execute(enter, signal);
  }

  /** In half-open state one call tries; cockatiel would let the others wait for it without end. */
  #assertNotOpen(): void {
    const { state } = this.#breaker;
    const waiting = this.#openUntil - Date.now();
    if (state === CircuitState.HalfOpen || (state === CircuitState.Open && waiting > 0)) throw this.#open(waiting);
  }

  #open(waitingMs: number): TransportFault {
    return new TransportFault('breaker_open', false, { retryAfterSeconds: Math.max(1, Math.ceil(waitingMs / 1000)) });
  }

  #faultOf(error: unknown, signal: AbortSignal): unknown {
    if (isBrokenCircuitError(error)) return this.#open(this.#openUntil - Date.now());
    if (isBulkheadRejectedError(error)) {
      return new TransportFault('queue_full', false, { retryAfterSeconds: QUEUE_RETRY_AFTER_SECONDS });
    }
    return isTaskCancelledError(error) ? abortReason(signal) : error;
  }

  /** Whether a fault speaks of Ottu, and not of us or of our caller. */
  #saysDown(error: unknown): boolean {
    return error instanceof TransportFault && saysDown(error.reason, this.#breaker.state === CircuitState.HalfOpen);
  }
}

/** What came of it, or the reason of `signal` as soon as that aborts before it has begun. */
function orAborted<T>(result: Promise<T>, signal: AbortSignal, hasBegun: () => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      if (!hasBegun()) reject(abortReason(signal));
    };
    signal.addEventListener('abort', leave, { once: true });
    void result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

function saysDown(reason: FaultReason, probing: boolean): boolean {
  switch (reason) {
    case 'unreachable':
    case 'deadline':
    case 'connection_lost':
      return true;
    case 'canceled':
    case 'body_failed':
    case 'too_late':
    case 'no_credentials':
    case 'shutting_down':
      // It says nothing; but a probe that found nothing out must not close the breaker.
      return probing;
    case 'answer_too_large':
    case 'budget_used_up':
    case 'queue_full':
    case 'breaker_open':
      return false;
  }
}

function stateName(state: CircuitState): BreakerState {
  switch (state) {
    case CircuitState.Closed:
      return 'closed';
    case CircuitState.HalfOpen:
      return 'half_open';
    case CircuitState.Open:
    case CircuitState.Isolated:
      return 'open';
  }
}
