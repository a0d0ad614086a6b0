import { AsyncLocalStorage } from 'node:async_hooks';

import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

import { sql } from 'kysely';

import { Settings } from '../config/settings.ts';
import { Database } from './database.ts';
import { PostgresListener } from './postgres-listener.ts';
import { SignalOutbox, type Signal } from './signal-outbox.ts';
import { afterCommit } from './transaction-context.ts';

/** Who hears a channel. Neither function may throw or make anybody wait. */
export interface SignalListener {
  readonly onSignal: (payload: string) => void;
  /** Hearing has begun, or begun again: whatever was sent before this moment may have been missed. */
  readonly onResumed: () => void;
}

/**
 * What any replica tells all of them. It is told beside the transaction that it is about, when that is committed: a
 * transaction that notifies holds a lock of the whole server from before its COMMIT until its log is on disk, so that on the
 * whole server one such COMMIT follows the other (decision 27). Nothing may rest on a signal alone: one that is sent while the
 * connection that listens is away is lost, as is what a replica that dies has not sent yet. After `resumed` a listener
 * reads its rows anew.
 */
@Injectable()
export class DatabaseSignals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Notifications');
  readonly #listeners = new Map<string, SignalListener>();
  readonly #outbox = new SignalOutbox((signals) => this.#send(signals));
  #listener: PostgresListener | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly database: Database,
  ) {}

  /** Registers the one listener of a channel; before the application has started. */
  listen(channel: string, listener: SignalListener): void {
    if (this.#listeners.has(channel)) throw new Error(`${channel} has its listener`);
    // PGlite tells in the middle of whoever's statement it was, and inside that one's transaction mark.
    const outside = AsyncLocalStorage.snapshot();
    this.#listeners.set(channel, { ...listener, onSignal: (payload) => outside(() => listener.onSignal(payload)) });
  }

  /** Tells all replicas, this one too: once the transaction that is open here is committed, at once where none is. */
  tell(channel: string, payload: string): void {
    afterCommit(() => this.#outbox.add({ channel, payload }));
  }

  /** Resolves when all that was told is sent, before the database is closed. */
  async close(): Promise<void> {
    await this.#outbox.close();
  }

  /** Nothing waits for it: until it hears, there is less to show, and nothing else is missing. */
  onApplicationBootstrap(): void {
    const { database: settings } = this.settings;
    if (settings.kind === 'pglite') return void this.#listenEmbedded();
    this.#listener = new PostgresListener(settings.directUrl ?? settings.url, [...this.#listeners.keys()], {
      onSignal: (channel, payload) => this.#listeners.get(channel)?.onSignal(payload),
      onResumed: () => this.#resumed(),
      onLost: (code) => this.#logger.warn({ code }, 'No notifications from the database for now; listening anew'),
      notify: (channel, payload) => this.#send([{ channel, payload }]),
      onDeaf: () =>
        this.#logger.warn(
          'No notification of the database arrives, as through a pooler: polling instead. DATABASE_DIRECT_URL mends it',
        ),
      onPoll: () => this.#resumed(),
    });
    this.#listener.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#listener?.stop();
  }

  /** PGlite has one connection for all, and it does not break. Nobody's transaction may be open while it is told. */
  async #listenEmbedded(): Promise<void> {
    const { embedded } = this.database;
    if (embedded === undefined) throw new Error('PGlite was not opened by this service');
    try {
      for (const [channel, { onSignal }] of this.#listeners) {
        await this.database.exclusively(async () => embedded.listen(channel, onSignal));
      }
      this.#resumed();
    } catch {
      this.#logger.warn('The embedded database was closed before it could be listened to');
    }
  }

  /** A transaction of its own that writes nothing: its COMMIT waits for no disk. */
  async #send(signals: readonly Signal[]): Promise<void> {
    const channels = signals.map(({ channel }) => channel);
    const payloads = signals.map(({ payload }) => payload);
    await this.database.query((db) =>
      sql`select pg_notify(channel, payload)
        from unnest(${channels}::text[], ${payloads}::text[]) as signals (channel, payload)`.execute(db),
    );
  }

  #resumed(): void {
    for (const { onResumed } of this.#listeners.values()) onResumed();
  }
}
