import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import type { WebhookInboxRow } from '../../database/schema.ts';
import { Background } from '../../jobs/background.ts';
import { claimEvents } from '../inbox/inbox-rows.ts';
import { ProcessEvent } from './process-event.ts';
import { UnverifiedHint } from './unverified-hint.ts';

/** Events that one process works on at a time. */
const AT_ONCE = 8;
/** Nudges beyond this are dropped; the sweep finds the rows. */
const MOST_NUDGES = 1_000;

/** M30, M70: works on stored events, at once when one arrives, and by a sweep over the rows whatever became of nudges. */
@Injectable()
export class InboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Webhooks');
  readonly #running = new Set<Promise<void>>();
  readonly #nudged: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly processEvent: ProcessEvent,
    private readonly hint: UnverifiedHint,
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly background: Background,
  ) {
    background.register({ name: 'Inbox', run: () => this.sweep() });
  }

  onApplicationBootstrap(): void {
    if (!this.background.runsAlone) return;
    this.#timer = setInterval(() => this.#sweepOnce(), this.settings.waits.sweep);
    this.#timer.unref();
    this.#sweepOnce();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#sweeping;
    await Promise.allSettled(this.#running);
  }

  /** Works on this event soon, behind whoever calls. */
  nudge(id: string): void {
    if (this.#stopped || !this.background.runsAlone || this.#nudged.length >= MOST_NUDGES) return;
    this.#nudged.push(id);
    this.#drain();
  }

  /** Works on this event now; resolves when it is done with or put back. */
  async run(id: string): Promise<void> {
    await this.#work(await this.#claim({ id }));
  }

  /** Works on everything that is due. */
  async sweep(): Promise<void> {
    await this.hint.sweep();
    for (;;) {
      const events = await this.#claim({ atMost: AT_ONCE });
      await this.#work(events);
      if (events.length < AT_ONCE || this.#stopped) return;
    }
  }

  #drain(): void {
    while (this.#running.size < AT_ONCE) {
      const id = this.#nudged.shift();
      if (id === undefined) return;
      const running = this.run(id)
        .catch((error: unknown) => this.#logger.warn({ err: error }, 'An event waits for the sweep'))
        .finally(() => {
          this.#running.delete(running);
          if (!this.#stopped) this.#drain();
        });
      this.#running.add(running);
    }
  }

  #sweepOnce(): void {
    this.#sweeping ??= this.sweep()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'The sweep over the inbox failed; it runs again'))
      .finally(() => (this.#sweeping = undefined));
  }

  /** The claim outlives a retrieve by far; it ends by itself when this process dies. */
  async #claim(which: { readonly id: string } | { readonly atMost: number }): Promise<WebhookInboxRow[]> {
    const { ottu, waits } = this.settings;
    return this.database.inTransaction((tx) => claimEvents(tx, which, ottu.timeoutMs + waits.leaseGrace));
  }

  async #work(events: readonly WebhookInboxRow[]): Promise<void> {
    await Promise.all(events.map((row) => this.processEvent.execute(row)));
  }
}
