import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';

import { Database } from '../../database/database.ts';
import { comesAfter, cursorAt } from '../../database/page-of-rows.ts';
import type { MerchantEventRow, Schema } from '../../database/schema.ts';
import { OneOf, Text } from '../../http/fields/index.ts';
import { readPage, USUAL_PAGE } from '../../http/page.ts';
import { Cursor, PageSize, readCursor } from '../../http/query-parameters.ts';
import { DELIVERY_STATES, EVENT_TYPES, type DeliveryState, type EventType } from '../event-types.ts';
import type { MerchantEventsAnswer, MerchantEventView } from './merchant-event.response.ts';

export class MerchantEventsQuery {
  @OneOf(DELIVERY_STATES, { optional: true, description: 'Dead letters are `dead`.' })
  state?: DeliveryState;

  @OneOf(EVENT_TYPES, { optional: true })
  type?: EventType;

  @Text({
    max: 36,
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    patternMessage: 'must be the id of a payment',
    format: 'uuid',
    optional: true,
  })
  payment_id?: string;

  @PageSize({ largest: 200, usual: USUAL_PAGE })
  limit?: string;

  @Cursor()
  cursor?: string;
}

/** Reads the outbox for operators. */
@Injectable()
export class MerchantEventsReader {
  constructor(private readonly database: Database) {}

  /** Newest first; a page goes on where the one before ended, also where events were written in between. */
  async list({ state, type, payment_id, limit, cursor }: MerchantEventsQuery): Promise<MerchantEventsAnswer> {
    const after = readCursor(cursor);
    const { rows, next_cursor } = await readPage(limit, (atMost) =>
      this.database.query((db) =>
        shownEvents(db)
          .$call((query) => (state === undefined ? query : query.where('event.state', '=', state)))
          .$call((query) => (type === undefined ? query : query.where('event.type', '=', type)))
          .$if(payment_id !== undefined, (query) => query.where('event.payment_id', '=', payment_id ?? ''))
          .$call((query) =>
            after === undefined ? query : query.where(comesAfter(after, ['event.created_at', 'event.id'])),
          )
          .orderBy('event.created_at', 'desc')
          .orderBy('event.id', 'desc')
          .limit(atMost)
          .execute(),
      ),
    );
    return { events: rows.map(view), next_cursor };
  }

  async find(id: string): Promise<MerchantEventView | undefined> {
    const row = await this.database.query((db) => shownEvents(db).where('event.id', '=', id).executeTakeFirst());
    return row === undefined ? undefined : view(row);
  }
}

function shownEvents(db: Kysely<Schema>) {
  return db
    .selectFrom('merchant_events as event')
    .leftJoin('payments as payment', 'payment.id', 'event.payment_id')
    .selectAll('event')
    .select('payment.order_no')
    .select(cursorAt('event.created_at').as('cursor_at'));
}

function view(row: MerchantEventRow & { readonly order_no: string | null }): MerchantEventView {
  return {
    id: row.id,
    type: known(EVENT_TYPES, row.type),
    payment_id: row.payment_id,
    order_no: row.order_no,
    ...(row.cart_id !== null && { cart_id: row.cart_id }),
    sequence: row.sequence,
    state: known(DELIVERY_STATES, row.state),
    tries: row.tries,
    last_status: row.last_status,
    last_fault: row.last_fault,
    created_at: row.created_at.toISOString(),
    last_tried_at: row.last_tried_at?.toISOString() ?? null,
    next_try_at: row.state === 'waiting' ? row.next_try_at.toISOString() : null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}

function known<T extends string>(values: readonly T[], text: string): T {
  const value = values.find((one) => one === text);
  if (value === undefined) throw new Error('the outbox holds a word that this version does not know');
  return value;
}
