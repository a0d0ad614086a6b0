import { Injectable } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import type { RowPoller } from '../../background/poller.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { WebhookInboxRow } from '../../database/schema.ts';
import { takeEvents } from '../inbox-rows.ts';
import { ProcessEvent } from './process-event.ts';
import { UnverifiedEventCheck } from './unverified-event-check.ts';

/** Events that one process works on at a time. */
const CONCURRENCY = 8;

/** M30, M70: works on stored events, at once when `ReceiveEvent` has stored one, and by polling the rows, so that a lost wake-up loses none. */
@Injectable()
export class InboxWorker {
  readonly #poller: RowPoller<WebhookInboxRow>;

  constructor(
    private readonly processEvent: ProcessEvent,
    unverified: UnverifiedEventCheck,
    private readonly database: Database,
    private readonly settings: Settings,
    background: Background,
  ) {
    this.#poller = background.rowPoller<WebhookInboxRow>({
      name: 'Inbox',
      everyMs: settings.durations.sweep,
      concurrency: CONCURRENCY,
      take: (atMost) => this.#take({ atMost }),
      work: (row) => this.processEvent.execute(row),
      failed: 'The sweep over the inbox failed; it runs again',
      whenTold: async (run) => {
        await unverified.sweep();
        await run();
      },
    });
  }

  /** Begins to work on stored events without making the caller wait. */
  wake(): void {
    this.#poller.wake();
  }

  /** Works on this event now; resolves when it is finished or released. */
  async run(id: string): Promise<void> {
    await Promise.all((await this.#take({ id })).map((row) => this.processEvent.execute(row)));
  }

  /** The lease outlives a retrieve by far; it ends by itself when this process dies. */
  async #take(which: { readonly id: string } | { readonly atMost: number }): Promise<WebhookInboxRow[]> {
    const { ottu, durations } = this.settings;
    return this.database.inTransaction((tx) => takeEvents(tx, which, ottu.timeoutMs + durations.leaseGrace));
  }
}
