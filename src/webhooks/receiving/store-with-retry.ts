import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

import { backOff } from '../../background/back-off.ts';
import { UnderWay } from '../../background/under-way.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { StoreUnavailable } from '../../database/store-unavailable.ts';
import { storeEvent, type StoredEvent } from '../inbox-rows.ts';
import { WebhookMetrics } from '../webhook-metrics.ts';
import type { VerifiedEvent } from '../verified-event.ts';

/** So many events are kept in memory after their connections are gone. Beyond that the service gives up those that it tries next. */
const MAX_HELD = 1_000;
/** And so many characters of their bodies, some of which may be large. */
const MAX_HELD_CHARACTERS = 256 * 1024 * 1024;
/** How long a stopping process still waits for a store that does not answer. */
const SHUTDOWN_WAIT_MS = 5_000;

/**
 * M70: Ottu never sends an event again that was answered with an error, only one that was not answered in time. So this
 * class does not refuse an event that it cannot store. It tries again until the event is stored, first while the connection
 * is held open, then after Ottu has hung up. It stores by the body's SHA-256: all deliveries of one event make one row.
 */
@Injectable()
export class StoreWithRetry implements BeforeApplicationShutdown {
  readonly #logger = new Logger('WebhookInbox');
  readonly #held = new Map<string, Promise<StoredEvent>>();
  #heldCharacters = 0;
  readonly #storings = new UnderWay();
  readonly #stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly metrics: WebhookMetrics,
    private readonly settings: Settings,
  ) {}

  /**
   * @param whenStored is called also where the event is stored only after this call has thrown.
   * @returns when it is committed.
   * @throws StoreUnavailable when it could not be stored for as long as a request may be held
   */
  async store(event: VerifiedEvent, whenStored: (stored: StoredEvent) => void): Promise<StoredEvent> {
    const stored = this.#storing(event).then((row) => {
      whenStored(row);
      return row;
    });
    const giveUp = new AbortController();
    const held = sleep(this.settings.durations.webhookHold, undefined, { ref: false, signal: giveUp.signal });
    try {
      return await Promise.race([stored, held.then(() => Promise.reject(new StoreUnavailable(undefined)))]);
    } finally {
      giveUp.abort();
      held.catch(() => undefined);
      stored.catch(() => undefined);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#storings.ended(SHUTDOWN_WAIT_MS);
    this.#stopping.abort();
    await this.#storings.ended();
  }

  #storing(event: VerifiedEvent): Promise<StoredEvent> {
    const same = this.#held.get(event.sha256);
    if (same !== undefined) return same.then((row) => ({ ...row, duplicate: true }));
    this.#heldCharacters += event.body.length;
    const storing = this.#storeOrThrow(event).finally(() => {
      this.#held.delete(event.sha256);
      this.#heldCharacters -= event.body.length;
    });
    this.#held.set(event.sha256, storing);
    return this.#storings.add(storing);
  }

  async #storeOrThrow(event: VerifiedEvent): Promise<StoredEvent> {
    const since = performance.now();
    const longest = this.settings.durations.webhookStorePause;
    for (let tries = 1; ; tries += 1) {
      try {
        return await storeEvent(
          this.database,
          event,
          this.settings.ottu.webhookKeys.map((key) => key.reveal()),
        );
      } catch (error) {
        this.metrics.storeFailures.inc();
        if (tries === 1) {
          this.#logger.error({ err: error, order_no: event.orderNo }, 'An event could not be stored; trying on');
        }
        if (this.#hopeless(performance.now() - since)) {
          this.#logger.error(
            { err: error, order_no: event.orderNo },
            'An event was given up before it could be stored',
          );
          throw error;
        }
      }
      // At the end of the service the last try is made at once.
      const pause = backOff(tries, { first: longest / 16, longest });
      await sleep(pause, undefined, { ref: false, signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  #hopeless(afterMs: number): boolean {
    const { webhookHold, webhookStore } = this.settings.durations;
    const tooMany = afterMs > webhookHold && (this.#held.size > MAX_HELD || this.#heldCharacters > MAX_HELD_CHARACTERS);
    return tooMany || afterMs > webhookHold + webhookStore || this.#stopping.signal.aborted;
  }
}
