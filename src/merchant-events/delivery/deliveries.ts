import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Background } from '../../jobs/background.ts';
import { Repeating } from '../../jobs/repeating.ts';
import { EventMetrics } from '../event-metrics.ts';
import { backOffMs } from './back-off.ts';
import { takeDueEvents, type DueEvent } from './due-events.ts';
import { endTry } from './end-of-try.ts';
import { DELIVERY_DEADLINE_MS, EventSender, MAX_DELIVERIES, type DeliveryOutcome } from './event-sender.ts';

/**
 * Delivers what waits in the outbox (M90): right after the commit that wrote it, after each pause, and by a sweep that
 * finds whatever a process that died has left behind (M30). Replicas share the work by leases on rows.
 */
@Injectable()
export class Deliveries implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('MerchantEvents');
  readonly #sender: EventSender | undefined;
  readonly #sweep: Repeating;
  readonly #underWay = new Set<Promise<void>>();
  readonly #alarms = new Set<NodeJS.Timeout>();
  #stopping = false;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly metrics: EventMetrics,
    private readonly background: Background,
  ) {
    const { merchantEvents, waits } = settings;
    this.#sender = merchantEvents && new EventSender(merchantEvents);
    this.#sweep = new Repeating(
      waits.sweep,
      () => this.#deliverDue(),
      (error) => this.#logger.warn({ err: error }, 'The outbox could not be read; it is read again'),
    );
    background.register({ name: 'MerchantEvents', run: () => this.deliverAll() });
  }

  onApplicationBootstrap(): void {
    if (this.#sender !== undefined && this.background.runsAlone) this.#sweep.start();
  }

  /** Delivers what is due, also what becomes due by that, and waits until it has ended. */
  async deliverAll(): Promise<void> {
    const begun = new Set<Promise<void>>();
    while (this.#sender !== undefined && !this.#stopping) {
      // One that ends while the rows are read may have made the next one due.
      const wasUnderWay = begun.size > 0;
      await this.#deliverDue(begun);
      if (begun.size === 0 && !wasUnderWay) return;
      if (begun.size > 0) await Promise.race(begun);
    }
    await Promise.all(begun);
  }

  /** Looks at the outbox now instead of at the next sweep. */
  wake(): void {
    this.#sweep.wake();
  }

  /** What is under way is finished; what waits is found by whoever looks next. */
  async onApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    for (const alarm of this.#alarms) clearTimeout(alarm);
    await this.#sweep.stop();
    await Promise.all(this.#underWay);
    await this.#sender?.close();
  }

  /** @param begun holds what this call has begun until it has ended. */
  async #deliverDue(begun = new Set<Promise<void>>()): Promise<void> {
    const free = MAX_DELIVERIES - this.#underWay.size;
    if (free === 0) return;
    const leaseMs = DELIVERY_DEADLINE_MS + this.settings.waits.eventLeaseGrace;
    const due = await this.database.inTransaction((tx) => takeDueEvents(tx, free, leaseMs));
    for (const event of due) {
      // Not waited for: a receiver that is slow about one payment holds up no other.
      const delivery = this.#deliver(event).finally(() => {
        this.#underWay.delete(delivery);
        begun.delete(delivery);
        if (!this.#stopping) this.wake();
      });
      this.#underWay.add(delivery);
      begun.add(delivery);
    }
  }

  /** Never rejects. An outcome that cannot be written leaves the lease to end: the event is delivered again then. */
  async #deliver(event: DueEvent): Promise<void> {
    const { id, payment_id, tries } = event;
    try {
      const outcome = await this.#send(event);
      const { eventGiveUp } = this.settings.waits;
      const retryMs = backOffMs(tries, this.settings.waits);
      const state = await this.database.inTransaction((tx) =>
        endTry(tx, event, outcome, { retryMs, giveUpMs: eventGiveUp }),
      );
      this.#tell(event, outcome, state === 'dead');
      if (state === 'waiting') this.#wakeIn(retryMs);
    } catch (error) {
      this.#logger.error({ err: error, event_id: id, payment_id, tries }, 'The end of a delivery could not be stored');
    }
  }

  async #send(event: DueEvent): Promise<DeliveryOutcome> {
    if (this.#sender === undefined) throw new Error('events are delivered only where an address is configured');
    const outcome = await this.#sender.send(event);
    this.metrics.tries.inc({ outcome: outcome.kind });
    return outcome;
  }

  #wakeIn(milliseconds: number): void {
    // A longer pause is the sweep's.
    if (this.#stopping || !this.background.runsAlone || milliseconds > this.settings.waits.sweep) return;
    const alarm = setTimeout(() => {
      this.#alarms.delete(alarm);
      this.wake();
    }, milliseconds);
    alarm.unref();
    this.#alarms.add(alarm);
  }

  #tell({ id, payment_id, tries }: DueEvent, outcome: DeliveryOutcome, dead: boolean): void {
    if (outcome.kind === 'delivered') return;
    const { status } = outcome;
    const code = outcome.kind === 'failed' ? outcome.fault : undefined;
    const line = { event_id: id, payment_id, tries, status, code };
    if (dead) this.#logger.error(line, 'An event is a dead letter: the merchant did not take it');
    else if (tries === 1) this.#logger.warn(line, 'The merchant did not take an event; it is sent again');
  }
}
