import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Client } from 'pg';

import type { Secret } from '../config/secret.ts';
import { isError } from './is-error.ts';

/** Real time, whatever `TIME_SCALE` is: these are about networks and machines. Milliseconds. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;
/** A connection that a firewall forgot is silent for ever: it is asked now and then, and given up without an answer. */
const PROBE_INTERVAL_MS = 15_000;
const REPLY_TIMEOUT_MS = 5_000;
/** How often is looked for what was not heard, and how many times before listening is tried again. */
const POLL_INTERVAL_MS = 2_000;
const POLLS_BEFORE_NEXT_TRY = 30;
/** An end that takes longer is left to the operating system. */
const STOP_TIMEOUT_MS = 1_000;

export interface PostgresListenerEvents {
  readonly onSignal: (channel: string, payload: string) => void;
  /** Listens, for the first time or again. */
  readonly onResumed: () => void;
  /** Told once per outage, with the code of what went wrong where there is one. */
  readonly onLost: (code: unknown) => void;
  /** Sends on a channel as everybody does, by another connection. */
  readonly notify: (channel: string, payload: string) => Promise<void>;
  /** Told once when it listens and yet hears nothing, as through a pooler. */
  readonly onDeaf: () => void;
  /** While it hears nothing: something may have been sent. */
  readonly onPoll: () => void;
}

/** A listener tells itself something on it, to find out whether it hears. */
const SELF_TEST_CHANNEL = 'ottu_bff_self_test';

class Deaf extends Error {}

/**
 * One connection of its own that does nothing but LISTEN (a pooled one would forget it), opened anew whenever it breaks,
 * with pauses that grow. Through PgBouncer in transaction mode it would listen and hear nothing, without a word: so it
 * tries whether it hears, and polls while it does not.
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
      const fault: unknown = await this.#listenOnce().catch((error: unknown) => error);
      if (signal.aborted) return;
      if (!this.#outage) {
        if (fault instanceof Deaf) this.#events.onDeaf();
        else this.#events.onLost(codeOf(fault));
      }
      this.#outage = true;
      if (fault instanceof Deaf) await this.#poll();
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
    client.on('notification', ({ channel, payload }) => {
      if (channel !== SELF_TEST_CHANNEL) this.#events.onSignal(channel, payload ?? '');
    });
    try {
      await client.connect();
      const heard = heardSelfTest(client);
      // Before all others: what a pooler's session has been told to listen to, it listens to for whoever gets it next.
      await client.query(`listen ${SELF_TEST_CHANNEL}`);
      await this.#events.notify(SELF_TEST_CHANNEL, heard.word);
      if (!(await heard.within(REPLY_TIMEOUT_MS, gone.signal))) {
        throw gone.signal.aborted ? new Error('gone') : new Deaf();
      }
      for (const channel of this.#channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
      this.#outage = false;
      this.#events.onResumed();
      const signal = AbortSignal.any([gone.signal, this.#stop.signal]);
      while (await quietFor(PROBE_INTERVAL_MS, signal)) await client.query('select 1');
    } finally {
      client.end().catch(() => undefined);
    }
  }

  async #poll(): Promise<void> {
    for (let polls = 0; polls < POLLS_BEFORE_NEXT_TRY && !this.#stop.signal.aborted; polls += 1) {
      this.#events.onPoll();
      await quietFor(POLL_INTERVAL_MS, this.#stop.signal);
    }
  }
}

/** Begins to wait for a word that nobody else knows. */
function heardSelfTest(client: Client) {
  const word = randomUUID();
  const heard = new Promise<boolean>((resolve) => {
    client.on('notification', ({ channel, payload }) => {
      if (channel === SELF_TEST_CHANNEL && payload === word) resolve(true);
    });
  });
  return {
    word,
    within: async (milliseconds: number, signal: AbortSignal): Promise<boolean> =>
      Promise.race([heard, sleep(milliseconds, false, { signal, ref: false }).catch(() => false)]),
  };
}

async function quietFor(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
  return !signal.aborted;
}

function codeOf(error: unknown): unknown {
  return isError(error) && 'code' in error ? error.code : undefined;
}
