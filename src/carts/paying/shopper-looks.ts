import { Injectable, Logger } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { bringLooksForward } from '../../payments/payment-repository.ts';
import { RECONCILIATION } from '../../payments/schedule/schedule-check.ts';

/**
 * M31: a shopper who follows a payment leads to one look at it in 15 seconds, so that what was paid is found although its
 * event was lost. The look is made in the background: no shopper's request waits for Ottu, or fails with it.
 */
@Injectable()
export class ShopperLooks {
  readonly #logger = new Logger('ShopperLooks');

  constructor(
    private readonly database: Database,
    private readonly background: Background,
    private readonly settings: Settings,
  ) {}

  /** Never throws: M31's own times come anyway. */
  async followed(cartIds: readonly string[]): Promise<void> {
    if (cartIds.length === 0) return;
    try {
      const { shopperLook: everyMs } = this.settings.durations;
      const due = await this.database.query((db) => bringLooksForward(db, cartIds, { everyMs }));
      if (due > 0) this.background.wakeEverywhere(RECONCILIATION, 0);
    } catch (error) {
      this.#logger.warn({ err: error }, 'What shoppers follow could not be looked at sooner');
    }
  }
}
