import { AsyncLocalStorage } from 'node:async_hooks';

import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

import { sql } from 'kysely';

import { Settings } from '../config/settings.ts';
import { Database } from './database.ts';
import { PostgresListener } from './postgres-listener.ts';

/** Who hears a channel. Neither function may throw or make anybody wait. */
export interface SignalListener {
  readonly onSignal: (payload: string) => void;
  /** Hearing has begun, or begun again: whatever was sent before this moment may have been missed. */
  readonly onResumed: () => void;
}

/**
 * What transactions tell with `pg_notify`, on any replica. A notification is heard only after its commit, and one that
 * is sent while the connection is away is lost: after `resumed` a listener reads its rows anew.
 */
@Injectable()
export class DatabaseSignals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Notifications');
  readonly #listeners = new Map<string, SignalListener>();
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

  /** Nothing waits for it: until it hears, there is less to show, and nothing else is missing. */
  onApplicationBootstrap(): void {
    const { database: settings } = this.settings;
    if (settings.kind === 'pglite') return void this.#listenEmbedded();
    this.#listener = new PostgresListener(settings.directUrl ?? settings.url, [...this.#listeners.keys()], {
      onSignal: (channel, payload) => this.#listeners.get(channel)?.onSignal(payload),
      onResumed: () => this.#resumed(),
      onLost: (code) => this.#logger.warn({ code }, 'No notifications from the database for now; listening anew'),
      notify: async (channel, payload) => {
        await this.database.query((db) => sql`select pg_notify(${channel}, ${payload})`.execute(db));
      },
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

  #resumed(): void {
    for (const { onResumed } of this.#listeners.values()) onResumed();
  }
}
