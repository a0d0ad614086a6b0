import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';

import { Database } from '../../database/database.ts';
import type { Schema, WebhookInboxRow, WebhookState } from '../../database/schema.ts';

/** A row without what the event said: that is for nobody to read. */
export type InboxEntry = Omit<WebhookInboxRow, 'body'>;

const COLUMNS = [
  'id',
  'body_sha256',
  'kind',
  'scheme',
  'order_no',
  'session_id',
  'payment_id',
  'state',
  'doubts',
  'trouble',
  'tries',
  'next_try_at',
  'claimed_until',
  'received_at',
  'finished_at',
] as const satisfies readonly (keyof InboxEntry)[];

export interface InboxFilter {
  readonly state: WebhookState | undefined;
  readonly orderNo: string | undefined;
  /** The page begins after this id, downwards. */
  readonly before: string | undefined;
  readonly limit: number;
}

export interface InboxPage {
  readonly entries: readonly InboxEntry[];
  /** The `cursor` of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** Reads the inbox for operators. */
@Injectable()
export class InboxReader {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async page(filter: InboxFilter): Promise<InboxPage> {
    const found = await this.database.query((db) => listEntries(db, { ...filter, limit: filter.limit + 1 }));
    const entries = found.slice(0, filter.limit);
    return { entries, next: found.length > entries.length ? entries.at(-1)?.id : undefined };
  }
}

async function listEntries(db: Kysely<Schema>, { state, orderNo, before, limit }: InboxFilter): Promise<InboxEntry[]> {
  return db
    .selectFrom('webhook_inbox')
    .select(COLUMNS)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'received'))
    .$if(orderNo !== undefined, (query) => query.where('order_no', '=', orderNo ?? ''))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function findEntry(db: Kysely<Schema>, id: string): Promise<InboxEntry | undefined> {
  return db.selectFrom('webhook_inbox').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

export interface InboxDepths {
  readonly byState: readonly { readonly state: WebhookState; readonly count: number }[];
  readonly oldestSeconds: number;
}

const UNFINISHED = ['received', 'unmatched', 'failed'] as const;

export async function inboxDepths(db: Kysely<Schema>): Promise<InboxDepths> {
  const counted = await db
    .selectFrom('webhook_inbox')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('state', '!=', 'processed')
    .groupBy('state')
    .execute();
  const { seconds } = await db
    .selectFrom('webhook_inbox')
    .select(sql<number>`coalesce(extract(epoch from now() - min(received_at)), 0)::float8`.as('seconds'))
    .where('state', '=', 'received')
    .executeTakeFirstOrThrow();
  const byState = UNFINISHED.map((state) => ({ state, count: counted.find((row) => row.state === state)?.count ?? 0 }));
  return { byState, oldestSeconds: seconds };
}
