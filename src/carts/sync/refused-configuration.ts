import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';

import { Database } from '../../database/database.ts';

/**
 * M56b: while Ottu refuses what this shop is set up to ask for, nobody can check out, and no repetition mends it. So the
 * next start, which may be with another configuration, names what was refused last, until a checkout has gone through.
 */
@Injectable()
export class RefusedConfiguration implements OnApplicationBootstrap {
  readonly #logger = new Logger('Checkout');

  constructor(private readonly database: Database) {}

  async onApplicationBootstrap(): Promise<void> {
    const refused = await this.#last().catch(() => undefined);
    if (refused === undefined) return;
    const { order_no, status, fields, words } = refused;
    this.#logger.warn(
      { order_no, status, reason: fields ?? undefined, note: words ?? undefined },
      'Ottu refused the last checkout because of what this service is set up to ask for: look at its configuration',
    );
  }

  async #last(): Promise<LastRefusal | undefined> {
    const { rows } = await this.database.query((db) =>
      sql<LastRefusal>`
        with refused as (
          select id, order_no, updated_at from payments
            where state = 'rejected' and origin = 'cart' order by created_at desc, id desc limit 1)
        select r.order_no, (t.details->>'status')::int as status, t.details->>'fields' as fields, t.details->>'words' as words
          from refused r
          cross join lateral (
            select details from payment_timeline
              where payment_id = r.id and event = 'ottu_refused' order by at desc, id desc limit 1) t
          where t.details->>'refused' = 'configuration'
            and not exists (select from payments p
              where p.created_at > r.updated_at and p.origin = 'cart' and p.session_id is not null)`.execute(db),
    );
    return rows[0];
  }
}

interface LastRefusal {
  readonly order_no: string;
  readonly status: number;
  readonly fields: string | null;
  readonly words: string | null;
}
