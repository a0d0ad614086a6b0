import { setTimeout as sleep } from 'node:timers/promises';

import type { Secret } from '../config/secret.ts';

/** Real time, whatever `TIME_SCALE` is: these are about networks and machines. Milliseconds. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;
/** A connection that a firewall forgot is silent for ever: it is asked now and then, and given up without an answer. */
const PROBE_INTERVAL_MS = 15_000;
const REPLY_TIMEOUT_MS = 5_000;
/** An end that takes longer is left to the operating system. */
const STOP_TIMEOUT_MS = 1_000;

export interface PostgresListenerEvents {
  readonly onSignal: (channel: string, payload: string) => void;
  /** Listens, for the first time or again. */
  readonly onResumed: () => void;
  /** Told once per outage, with the code of what went wrong where there is one. */
  readonly onLost: (code: unknown) => void;
}

/**
 * One connection of its own that does nothing but LISTEN (a pooled one would forget it), opened anew whenever it breaks,
 * with pauses that grow. PgBouncer in transaction mode cannot carry it.
 */
export class PostgresListener {
  readonly #url: Secret;
  readonly #channels: readonly string[];
  readonly #events: PostgresListenerEvents;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #outage = false;

  constructor(url: Secret, channels: readonly string[], events: PostgresListenerEvents) {
    this.#url = url;
    this.#channels = channels;
    this.#events = events;
  }

  start(): void {
    this.#running ??= this.#listenAlways();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.race([this.#running, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  }

  async #listenAlways(): Promise<void> {
    const { signal } = this.#stop;
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      const since = Date.now();
      const code = await this.#listenOnce().catch(codeOf);
      if (signal.aborted) return;
      if (!this.#outage) this.#events.onLost(code);
      this.#outage = true;
      // A connection that breaks as soon as it is there counts as one that is not.
      if (Date.now() - since > MAX_PAUSE_MS) pause = FIRST_PAUSE_MS;
      await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when it is stopped or the connection has ended; rejects when it cannot be had or does not answer. */
  async #listenOnce(): Promise<void> {
    const { default: pg } = await import('pg');
    const client = new pg.Client({
      connectionString: this.#url.reveal(),
      application_name: 'ottu-bff-listen',
      connectionTimeoutMillis: REPLY_TIMEOUT_MS,
      query_timeout: REPLY_TIMEOUT_MS,
      keepAlive: true,
    });
    const gone = new AbortController();
    // Always there: an error that nobody hears would end the process.
    client.on('error', () => gone.abort());
    client.on('end', () => gone.abort());
    client.on('notification', ({ channel, payload }) => this.#events.onSignal(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.#channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
      this.#outage = false;
      this.#events.onResumed();
      const signal = AbortSignal.any([gone.signal, this.#stop.signal]);
      while (await quietFor(PROBE_INTERVAL_MS, signal)) await client.query('select 1');
    } finally {
      client.end().catch(() => undefined);
    }
  }
}

async function quietFor(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
  return !signal.aborted;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
