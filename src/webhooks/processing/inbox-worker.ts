import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Background } from '../../background/background.ts';
import type { RowPoller } from '../../background/poller.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { WebhookInboxRow } from '../../database/schema.ts';
import { onBehalfOf, type Subject } from '../../tracing/work.ts';
import { takeEvents, type StoredEvent, type WhichEvents } from '../inbox-rows.ts';
import { ProcessEvent } from './process-event.ts';
import { UnverifiedEventCheck } from './unverified-event-check.ts';

/** Events of each lane that one process works on at a time. */
const CONCURRENCY = 8;

/**
 * `fresh`: what has just arrived. `again`: what has been tried, or waits for Ottu's word; a slow retrieve of Ottu holds
 * these up, and must not hold up a fresh event that needs no call.
 */
const LANES = {
  fresh: sql<boolean>`webhook_inbox.tries = 0 and webhook_inbox.doubts is null`,
  again: sql<boolean>`(webhook_inbox.tries > 0 or webhook_inbox.doubts is not null)`,
};

/** M30, M70: works on stored events, at once when `ReceiveEvent` has stored one, and by polling the rows. */
@Injectable()
export class InboxWorker {
  readonly #fresh: RowPoller<WebhookInboxRow>;
  readonly #again: RowPoller<WebhookInboxRow>;

  constructor(
    private readonly processEvent: ProcessEvent,
    unverified: UnverifiedEventCheck,
    private readonly database: Database,
    private readonly settings: Settings,
    background: Background,
  ) {
    const common = {
      everyMs: settings.durations.sweep,
      concurrency: CONCURRENCY,
      about: (row: WebhookInboxRow) => aboutEvent(row),
      work: (row: WebhookInboxRow) => this.processEvent.execute(row),
      failed: 'The sweep over the inbox failed; it runs again',
      context: 'Webhooks',
    };
    this.#again = background.rowPoller<WebhookInboxRow>({
      ...common,
      name: 'InboxAgain',
      take: (atMost) => this.#take({ atMost, where: LANES.again }),
      whenTold: 'never',
    });
    this.#fresh = background.rowPoller<WebhookInboxRow>({
      ...common,
      name: 'Inbox',
      take: (atMost) => this.#take({ atMost, where: LANES.fresh }),
      whenTold: async (run) => {
        await unverified.sweep();
        await run();
        await this.#again.runToEnd();
      },
    });
  }

  /**
   * Begins to work on an event that was just stored, without making the caller wait.
   *
   * @param duplicate it was stored before, and may have been tried.
   */
  wake({ duplicate }: Pick<StoredEvent, 'duplicate'>): void {
    this.#fresh.wake();
    if (duplicate) this.#again.wake();
  }

  /** Works on this event now; resolves when it is finished or released. */
  async run(id: string): Promise<void> {
    const rows = await this.#take({ id });
    await Promise.all(rows.map((row) => onBehalfOf('Inbox', aboutEvent(row), () => this.processEvent.execute(row))));
  }

  /** The lease outlives a retrieve by far; it ends by itself when this process dies. */
  async #take(which: WhichEvents): Promise<WebhookInboxRow[]> {
    const { ottu, durations } = this.settings;
    return this.database.inTransaction((tx) => takeEvents(tx, which, ottu.timeoutMs + durations.leaseGrace));
  }
}

function aboutEvent({ order_no }: Pick<WebhookInboxRow, 'order_no'>): Subject {
  return order_no === null ? {} : { order_no };
}
