import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleType,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isTaskCancelledError,
  type BulkheadPolicy,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { Logger } from '@nestjs/common';
import { CatalogUnavailableError } from '../catalog-error.ts';

export const QUOTE_CONCURRENCY = 32;
/** Each waiting request has a deadline of its own; this bounds the memory that all of them hold. */
const WAITING = 256;
export const FAILURES_TO_OPEN = 5;
const OPEN_MS = 5_000;

/** Limits how many requests to the quote service run and wait at the same time, and lets none out while it is down. */
export class QuoteBulkhead {
  readonly #logger = new Logger('Catalog');
  readonly #bulkhead: BulkheadPolicy = bulkhead(QUOTE_CONCURRENCY, WAITING);
  readonly #breaker: CircuitBreakerPolicy;
  readonly #openMs: number;
  #openUntil = 0;

  constructor(openMs = OPEN_MS) {
    this.#openMs = openMs;
    // An item that is not sold, and an answer that is no quote, come from a service that is up.
    this.#breaker = circuitBreaker(handleType(CatalogUnavailableError), {
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
      halfOpenAfter: openMs,
    });
    this.#breaker.onBreak(() => {
      this.#openUntil = performance.now() + this.#openMs;
      this.#logger.error('The quote service is down; it is left alone for a moment');
    });
    this.#breaker.onReset(() => this.#logger.log('The quote service answers again'));
  }

  /** @throws CatalogUnavailableError when there is no way in, or what `work` throws. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    // Before the queue too, so that no request waits in it for a breaker that is open.
    this.#assertNotOpen();
    const enter = async (): Promise<T> => {
      this.#assertNotOpen();
      return this.#breaker.execute(work);
    };
    try {
      return await this.#bulkhead.execute(enter, signal);
    } catch (error) {
      if (isBrokenCircuitError(error)) throw this.#open();
      if (isBulkheadRejectedError(error)) throw new CatalogUnavailableError('QUEUE_FULL', 1);
      if (isTaskCancelledError(error)) throw new CatalogUnavailableError('TIMEOUT', 1);
      throw error;
    }
  }

  /** In half-open state one call tries; cockatiel would let the others wait for it without end. */
  #assertNotOpen(): void {
    const { state } = this.#breaker;
    const open = state === CircuitState.Open && performance.now() < this.#openUntil;
    if (open || state === CircuitState.HalfOpen) throw this.#open();
  }

  #open(): CatalogUnavailableError {
    const waitingMs = this.#openUntil - performance.now();
    return new CatalogUnavailableError('BREAKER_OPEN', Math.max(1, Math.ceil(waitingMs / 1_000)));
  }
}
