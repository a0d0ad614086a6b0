import { AsyncLocalStorage } from 'node:async_hooks';

import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import { Database } from './database.ts';
import { PostgresEar } from './postgres-ear.ts';

/** Who hears a channel. Neither function may throw or make anybody wait. */
export interface Listener {
  readonly hear: (payload: string) => void;
  /** Hearing has begun, or begun again: whatever was sent before this moment may have been missed. */
  readonly resumed: () => void;
}

/**
 * What transactions tell with `pg_notify`, on any replica. A notification is heard only after its commit, and one that
 * is sent while the connection is away is lost: after `resumed` a listener reads its rows anew.
 */
@Injectable()
export class Notifications implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Notifications');
  readonly #listeners = new Map<string, Listener>();
  #ear: PostgresEar | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly database: Database,
  ) {}

  /** Registers the one listener of a channel; before the application has started. */
  listen(channel: string, listener: Listener): void {
    if (this.#listeners.has(channel)) throw new Error(`${channel} has its listener`);
    // PGlite tells in the middle of whoever's statement it was, and inside that one's transaction mark.
    const outside = AsyncLocalStorage.snapshot();
    this.#listeners.set(channel, { ...listener, hear: (payload) => outside(() => listener.hear(payload)) });
  }

  /** Nothing waits for it: until it hears, there is less to show, and nothing else is missing. */
  onApplicationBootstrap(): void {
    const { database: settings } = this.settings;
    if (settings.kind === 'pglite') return void this.#hearEmbedded();
    this.#ear = new PostgresEar(settings.url, [...this.#listeners.keys()], {
      heard: (channel, payload) => this.#listeners.get(channel)?.hear(payload),
      resumed: () => this.#resumed(),
      lost: (code) => this.#logger.warn({ code }, 'No notifications from the database for now; listening anew'),
    });
    this.#ear.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#ear?.stop();
  }

  /** PGlite has one connection for all, and it does not break. Nobody's transaction may be open while it is told. */
  async #hearEmbedded(): Promise<void> {
    const { embedded } = this.database;
    if (embedded === undefined) throw new Error('PGlite was not opened by this service');
    try {
      for (const [channel, { hear }] of this.#listeners) {
        await this.database.exclusively(async () => embedded.listen(channel, hear));
      }
      this.#resumed();
    } catch {
      this.#logger.warn('The embedded database was closed before it could be listened to');
    }
  }

  #resumed(): void {
    for (const { resumed } of this.#listeners.values()) resumed();
  }
}
