import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';

import { noteForAudit } from '../../audit/key-use.ts';
import { Database } from '../../database/database.ts';
import type { Schema, WebhookState } from '../../database/schema.ts';
import { isStorable } from '../../http/query-parameters.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import { InboxWorker } from '../processing/inbox-worker.ts';
import { WEBHOOK_STATES, type InboxEntry } from './inbox.response.ts';

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

export type InboxQuery = Readonly<Record<string, unknown>>;

interface InboxFilter {
  readonly state: WebhookState | undefined;
  readonly orderNo: string | undefined;
  /** The page begins after this id, downwards. */
  readonly before: string | undefined;
  readonly limit: number;
}

interface InboxPage {
  readonly entries: readonly InboxEntry[];
  /** The `cursor` of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** The inbox for operators: what Ottu has sent and what became of it, and one event run again. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    private readonly worker: InboxWorker,
  ) {}

  /**
   * Newest first.
   *
   * @throws Problem `validation_failed` that names every parameter at fault, unknown ones included
   */
  async page(query: InboxQuery): Promise<InboxPage> {
    const filter = readInboxQuery(query);
    const found = await this.database.query((db) => listEntries(db, { ...filter, limit: filter.limit + 1 }));
    const entries = found.slice(0, filter.limit);
    return { entries, next: found.length > entries.length ? entries.at(-1)?.id : undefined };
  }

  /**
   * Runs a stored event again; a fact that it brought before is not stored twice (M21).
   *
   * @returns the event afterwards; nothing when there is none. One that a worker has taken is left alone.
   */
  async replay(id: string): Promise<InboxEntry | undefined> {
    if (!isInboxId(id)) return undefined;
    const before = await this.database.query((db) => findEntry(db, id));
    if (before === undefined) return undefined;
    await this.database.inTransaction((tx) =>
      tx
        .updateTable('webhook_inbox')
        .set({
          state: 'received',
          tries: 0,
          doubts: null,
          trouble: null,
          finished_at: null,
          claimed_until: null,
          next_try_at: sql<Date>`now()`,
        })
        .where('id', '=', id)
        .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<', sql<Date>`now()`)]))
        .execute(),
    );
    await this.worker.run(id);
    const after = await this.database.query((db) => findEntry(db, id));
    noteForAudit({
      paymentId: after?.payment_id ?? before.payment_id ?? undefined,
      ids: { webhook_id: id },
      before: { state: before.state, tries: before.tries },
      ...(after !== undefined && { after: { state: after.state, tries: after.tries } }),
    });
    return after;
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

async function findEntry(db: Kysely<Schema>, id: string): Promise<InboxEntry | undefined> {
  return db.selectFrom('webhook_inbox').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

const RULES: Readonly<Record<string, { readonly fits: (text: string) => boolean; readonly message: string }>> = {
  state: {
    fits: (text) => WEBHOOK_STATES.includes(text as WebhookState),
    message: `must be one of: ${WEBHOOK_STATES.join(', ')}`,
  },
  order_no: {
    fits: (text) => text.length >= 1 && text.length <= 128 && isStorable(text),
    message: 'must be 1 to 128 characters, none of them NUL',
  },
  cursor: { fits: isInboxId, message: 'must be the next_cursor of a page' },
  limit: {
    fits: (text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_LIMIT,
    message: `must be a whole number from 1 to ${MAX_LIMIT}`,
  },
};

function readInboxQuery(query: InboxQuery): InboxFilter {
  const errors = Object.entries(query).flatMap(([name, value]): FieldError[] => {
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
    const message = rule === undefined ? 'is not known' : rule.message;
    return typeof value === 'string' && rule?.fits(value) === true ? [] : [{ pointer: `/${name}`, message }];
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  const { state, order_no: orderNo, cursor, limit } = query as Readonly<Record<string, string | undefined>>;
  return {
    state: state as WebhookState | undefined,
    orderNo,
    before: cursor,
    limit: Number(limit ?? DEFAULT_LIMIT),
  };
}

/** Within a 64-bit integer. */
function isInboxId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text);
}
