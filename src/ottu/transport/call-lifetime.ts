import type { Deadline } from './deadline.ts';
import { TransportFault } from './transport-fault.ts';

/**
 * What can end one call from outside, over all its tries: its deadline, the end of the time in which it may begin (M3),
 * the caller who went away, the end of the service. `signal` aborts with a TransportFault that says which.
 */
export class CallLifetime {
  readonly #controller = new AbortController();
  readonly #deadline: Deadline;
  readonly #timers: NodeJS.Timeout[];
  readonly #canceled: AbortSignal | undefined;
  #sent = false;

  constructor(deadline: Deadline, canceled?: AbortSignal) {
    this.#deadline = deadline;
    const remaining = deadline.remainingMs();
    this.#timers = [setTimeout(() => this.#end('deadline'), remaining)];
    const startRemaining = deadline.startRemainingMs() + 1;
    if (startRemaining < remaining) this.#timers.push(setTimeout(() => this.#endUnlessSent(), startRemaining));
    this.#canceled = canceled;
    if (canceled?.aborted === true) this.#onCanceled();
    else canceled?.addEventListener('abort', this.#onCanceled, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether a byte of any try has been handed to a socket. */
  get sent(): boolean {
    return this.#sent;
  }

  /** Asked right before the first byte of a try; from a yes on, the call counts as sent. */
  start(): boolean {
    if (!this.#deadline.mayStart()) return false;
    this.#sent = true;
    return true;
  }

  /** The service ends. */
  close(): void {
    this.#end('shutting_down');
  }

  /** Releases timers and listeners. */
  done(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#canceled?.removeEventListener('abort', this.#onCanceled);
  }

  readonly #onCanceled = (): void => this.#end('canceled');

  #endUnlessSent(): void {
    if (!this.#sent) this.#end('too_late');
  }

  #end(reason: 'deadline' | 'too_late' | 'canceled' | 'shutting_down'): void {
    this.#controller.abort(new TransportFault(reason, false));
  }
}

/** Why a watched signal was aborted. */
export function abortReason(signal: AbortSignal): TransportFault {
  return signal.reason instanceof TransportFault ? signal.reason : new TransportFault('deadline', false);
}
