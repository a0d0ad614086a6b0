import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { backOff } from '../../background/back-off.ts';
import { Background } from '../../background/background.ts';
import type { RowPoller } from '../../background/poller.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { EventMetrics } from '../event-metrics.ts';
import { takeDueEvents, type DueEvent, endTry } from './delivery-rows.ts';
import { DELIVERY_DEADLINE_MS, EventSender, MAX_DELIVERIES, type DeliveryOutcome } from './event-sender.ts';
import { testEvent } from './test-event.ts';

export interface TestDelivery {
  readonly id: string;
  readonly outcome: DeliveryOutcome;
}

/** How much of each pause is left to chance. */
const JITTER = 0.5;

/**
 * Delivers what waits in the outbox (M90): right after the commit that wrote it, after each pause, and by polling, which
 * finds what a process that died has left behind (M30). Replicas share the work by leases on rows.
 */
@Injectable()
export class Deliveries implements OnApplicationShutdown {
  readonly #logger = new Logger('MerchantEvents');
  readonly #sender: EventSender | undefined;
  readonly #poller: RowPoller<DueEvent>;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly metrics: EventMetrics,
    background: Background,
  ) {
    const { merchantEvents, durations, proxy } = settings;
    this.#sender = merchantEvents && new EventSender(merchantEvents, { proxy });
    this.#poller = background.rowPoller<DueEvent>({
      name: 'MerchantEvents',
      everyMs: durations.sweep,
      concurrency: MAX_DELIVERIES,
      take: (atMost) => this.#take(atMost),
      about: ({ payment_id, cart_id }) => ({
        ...(payment_id !== null && { payment_id }),
        ...(cart_id !== null && { cart_id }),
      }),
      work: (event) => this.#deliver(event),
      failed: 'The outbox could not be read; it is read again',
      endedByOwner: true,
    });
  }

  /** Looks at the outbox now instead of after the pause. */
  wake(): void {
    this.#poller.wake();
  }

  /**
   * Sends one event that tells of nothing, at once and once: it is in no outbox.
   *
   * @returns nothing where no address is configured.
   */
  async test(): Promise<TestDelivery | undefined> {
    if (this.#sender === undefined) return undefined;
    const event = testEvent();
    return { id: event.id, outcome: await this.#sender.send(event) };
  }

  /** Ends after the last requests, so that the events of what they have settled are still sent. */
  async onApplicationShutdown(): Promise<void> {
    await this.#poller.end();
    await this.#sender?.close();
  }

  async #take(atMost: number): Promise<DueEvent[]> {
    if (this.#sender === undefined) return [];
    const leaseMs = DELIVERY_DEADLINE_MS + this.settings.durations.eventLeaseGrace;
    return this.database.inTransaction((tx) => takeDueEvents(tx, atMost, leaseMs));
  }

  /** Never rejects. An outcome that cannot be written leaves the lease to end: the event is delivered again then. */
  async #deliver(event: DueEvent): Promise<void> {
    const { id, payment_id, cart_id, tries } = event;
    try {
      const outcome = await this.#send(event);
      const { eventGiveUp, eventRetry, eventLongestRetry } = this.settings.durations;
      const retryMs = backOff(tries, { first: eventRetry, longest: eventLongestRetry, jitter: JITTER });
      const state = await this.database.inTransaction((tx) =>
        endTry(tx, event, outcome, { retryMs, giveUpMs: eventGiveUp }),
      );
      this.#report(event, outcome, state === 'dead');
      if (state === 'waiting') this.#poller.wake(retryMs);
    } catch (error) {
      this.#logger.error(
        { err: error, event_id: id, payment_id, cart_id, tries },
        'The end of a delivery could not be stored',
      );
    }
  }

  async #send(event: DueEvent): Promise<DeliveryOutcome> {
    if (this.#sender === undefined) throw new Error('events are delivered only where an address is configured');
    const outcome = await this.#sender.send(event);
    this.metrics.tries.inc({ outcome: outcome.kind });
    return outcome;
  }

  #report({ id, payment_id, cart_id, tries }: DueEvent, outcome: DeliveryOutcome, dead: boolean): void {
    if (outcome.kind === 'delivered') return;
    const { status } = outcome;
    const code = outcome.kind === 'failed' ? outcome.fault : undefined;
    const line = { event_id: id, payment_id, cart_id, tries, status, code };
    if (dead) this.#logger.error(line, 'An event is a dead letter: the merchant did not take it');
    else if (tries === 1) this.#logger.warn(line, 'The merchant did not take an event; it is sent again');
  }
}
