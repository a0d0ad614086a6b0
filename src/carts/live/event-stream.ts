import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';

import { HEART_BEAT, updateFor, retryText, type LiveView, type LastSeen } from './event-text.ts';

/** Milliseconds of real time: proxies and networks do not run faster for tests. */
export const STREAM_TIMES = {
  /** Sooner than proxies give up on a silent connection, which most do after 60 s. */
  heartBeat: 15_000,
  /**
   * A stream ends after so long at the latest, and its client resumes: load moves to new replicas, and the token is
   * checked.
   */
  lifetime: 10 * 60_000,
  /** What a client that lost its stream waits: so long, and up to twice as long, that not all come back together. */
  retry: 1_000,
  /** For so long the last event may take to leave; then the socket is closed. */
  closeGrace: 2_000,
  /** A read that the database refused is tried again after this. */
  readAgain: 1_000,
} as const;

export type StreamTimes = { readonly [Name in keyof typeof STREAM_TIMES]: number };

/** Heart-beats that a reader may let pass without taking anything from a full socket. */
const MAX_MISSED_HEART_BEATS = 2;

/**
 * One client's stream, from the head of the answer to its end. It holds the latest view and nothing older: while the
 * socket is full views replace one another, so that a slow reader costs one view of memory and one buffer of the
 * socket.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #times: StreamTimes;
  readonly #timers: NodeJS.Timeout[];
  #lastSeen: LastSeen;
  #latest: LiveView | undefined;
  #stalledFor = 0;
  #ended = false;

  /** Resolves when all was sent, or the client has gone. */
  readonly closed: Promise<void>;

  /** @param response whose head is written; from now on only this stream writes to it. */
  constructor(response: ServerResponse, lastSeen: LastSeen, times: StreamTimes = STREAM_TIMES) {
    this.#response = response;
    this.#lastSeen = lastSeen;
    this.#times = times;
    this.#timers = [
      setInterval(() => this.#beat(), times.heartBeat).unref(),
      // Not all at the same moment, after a start that brought them all at once.
      setTimeout(() => this.end(), times.lifetime * (0.9 + Math.random() / 10)).unref(),
    ];
    this.closed = new Promise((resolve) => {
      // Also when the client had gone before; its late errors are heard here.
      finished(response, () => {
        this.#ended = true;
        for (const timer of this.#timers) clearTimeout(timer);
        resolve();
      });
    });
    response.on('drain', () => this.#drained());
    response.write(retryText(times.retry * (1 + Math.random())));
  }

  /**
   * Sends the parts that the client has not seen, now or when the socket takes them. A later view replaces one that
   * waits.
   */
  show(view: LiveView): void {
    this.#latest = view;
    this.#send();
  }

  /** Ends it; what the socket does not take in time is not waited for. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#response.end();
    this.#timers.push(setTimeout(() => this.#response.destroy(), this.#times.closeGrace).unref());
  }

  #send(): void {
    if (this.#ended || this.#latest === undefined || this.#response.writableNeedDrain) return;
    const { text, lastSeen } = updateFor(this.#latest, this.#lastSeen);
    this.#lastSeen = lastSeen;
    if (text !== '') this.#response.write(text);
    if (this.#latest.final) this.end();
  }

  #drained(): void {
    this.#stalledFor = 0;
    this.#send();
  }

  #beat(): void {
    if (this.#ended) return;
    if (!this.#response.writableNeedDrain) {
      this.#response.write(HEART_BEAT);
      return;
    }
    this.#stalledFor += 1;
    if (this.#stalledFor >= MAX_MISSED_HEART_BEATS) this.#response.destroy();
  }
}
