import { setTimeout as sleep } from 'node:timers/promises';

import type { Secret } from '../config/secret.ts';

/** Real time, whatever `TIME_SCALE` is: these are about networks and machines. Milliseconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;
/** A connection that a firewall forgot is silent for ever: it is asked now and then, and given up without an answer. */
const PROBE_EVERY = 15_000;
const ANSWER_WITHIN = 5_000;
/** An end that takes longer is left to the operating system. */
const STOP_WITHIN = 1_000;

export interface EarEvents {
  readonly heard: (channel: string, payload: string) => void;
  /** Listens, for the first time or again. */
  readonly resumed: () => void;
  /** Told once per outage, with the code of what went wrong where there is one. */
  readonly lost: (code: unknown) => void;
}

/**
 * One connection of its own that does nothing but LISTEN (a pooled one would forget it), opened anew whenever it breaks,
 * with pauses that grow. PgBouncer in transaction mode cannot carry it.
 */
export class PostgresEar {
  readonly #url: Secret;
  readonly #channels: readonly string[];
  readonly #events: EarEvents;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #outage = false;

  constructor(url: Secret, channels: readonly string[], events: EarEvents) {
    this.#url = url;
    this.#channels = channels;
    this.#events = events;
  }

  start(): void {
    this.#running ??= this.#listenAlways();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.race([this.#running, sleep(STOP_WITHIN, undefined, { ref: false })]);
  }

  async #listenAlways(): Promise<void> {
    const { signal } = this.#stop;
    for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const since = Date.now();
      const code = await this.#listenOnce().catch(codeOf);
      if (signal.aborted) return;
      if (!this.#outage) this.#events.lost(code);
      this.#outage = true;
      // A connection that breaks as soon as it is there counts as one that is not.
      if (Date.now() - since > LONGEST_PAUSE) pause = FIRST_PAUSE;
      await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when it is stopped or the connection has ended; rejects when it cannot be had or does not answer. */
  async #listenOnce(): Promise<void> {
    const { default: pg } = await import('pg');
    const client = new pg.Client({
      connectionString: this.#url.reveal(),
      application_name: 'ottu-bff-listen',
      connectionTimeoutMillis: ANSWER_WITHIN,
      query_timeout: ANSWER_WITHIN,
      keepAlive: true,
    });
    const gone = new AbortController();
    // Always there: an error that nobody hears would end the process.
    client.on('error', () => gone.abort());
    client.on('end', () => gone.abort());
    client.on('notification', ({ channel, payload }) => this.#events.heard(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.#channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
      this.#outage = false;
      this.#events.resumed();
      const signal = AbortSignal.any([gone.signal, this.#stop.signal]);
      while (await quietFor(PROBE_EVERY, signal)) await client.query('select 1');
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
