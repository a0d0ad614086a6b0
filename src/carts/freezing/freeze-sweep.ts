import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Sweep } from '../../jobs/sweep.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { EndFreeze } from './end-freeze.ts';

const BATCH = 20;
/** A payer who left Ottu's page open holds the cart for hours: from one minute the pause grows to one hour. */
const MOST_DOUBLINGS = 6;
/** An attempt that is open holds its cart by itself, and is followed as such (M31). */
const OPEN_STATES = ATTEMPT_STATES.filter(isOpen);

/** M56: no cart stays frozen because a browser was closed, or because the process that froze it died. */
@Injectable()
export class FreezeSweep extends Sweep {
  constructor(
    private readonly database: Database,
    private readonly endFreeze: EndFreeze,
    private readonly settings: Settings,
  ) {
    super('FreezeSweep', settings.waits.sweep, 'Frozen carts could not be looked through; it is tried again');
  }

  /** @returns how many freezes were over. */
  async sweep(): Promise<number> {
    const over = await this.#take();
    for (const { id, frozen_by: holder } of over) {
      if (this.stopping) break;
      await this.endFreeze.end(id, holder, 'background');
    }
    return over.length;
  }

  /** Each is looked at again later and later, as long as it is not opened. */
  async #take(): Promise<{ readonly id: string; readonly frozen_by: string }[]> {
    const again = `${this.settings.waits.firstRetrieve} milliseconds`;
    const { rows } = await this.database.read((db) =>
      sql<{ id: string; frozen_by: string }>`
        update carts set freeze_looks = freeze_looks + 1,
            frozen_until = now() + ${again}::interval * power(2, least(freeze_looks, ${MOST_DOUBLINGS}))
          where id in (
            select id from carts c where state = 'frozen' and frozen_until < now()
              and not exists (select from payment_attempts a
                where a.cart_id = c.id and a.state in (${sql.join(OPEN_STATES)}))
              order by frozen_until limit ${BATCH} for update skip locked)
          returning id, frozen_by`.execute(db),
    );
    return rows;
  }
}
