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
  readonly #outer: readonly (readonly [AbortSignal, () => void])[];
  #sent = false;

  constructor(
    deadline: Deadline,
    { canceled, closing }: { readonly canceled?: AbortSignal | undefined; readonly closing: AbortSignal },
  ) {
    this.#deadline = deadline;
    this.#timers = [
      setTimeout(() => this.#end('deadline'), deadline.remainingMs()),
      setTimeout(() => this.#endUnlessSent(), deadline.startRemainingMs() + 1),
    ];
    this.#outer = [
      listen(closing, () => this.#end('shutting_down')),
      ...(canceled === undefined ? [] : [listen(canceled, () => this.#end('canceled'))]),
    ];
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

  /** Releases timers and listeners. */
  done(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const [signal, listener] of this.#outer) signal.removeEventListener('abort', listener);
  }

  #endUnlessSent(): void {
    if (!this.#sent) this.#end('too_late');
  }

  #end(reason: 'deadline' | 'too_late' | 'canceled' | 'shutting_down'): void {
    this.#controller.abort(new TransportFault(reason, false));
  }
}

function listen(signal: AbortSignal, listener: () => void): readonly [AbortSignal, () => void] {
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
  return [signal, listener];
}

/** Why a watched signal was aborted. */
export function abortReason(signal: AbortSignal): TransportFault {
  return signal.reason instanceof TransportFault ? signal.reason : new TransportFault('deadline', false);
}
