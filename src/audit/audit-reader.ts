import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';

import { Database } from '../database/database.ts';
import { comesAfter, cursorAt } from '../database/page-of-rows.ts';
import type { Schema } from '../database/schema.ts';
import { AlsoCheck, OneOf, Text } from '../http/fields/index.ts';
import { readPage, USUAL_PAGE } from '../http/page.ts';
import { Cursor, Moment, PageSize, readCursor } from '../http/query-parameters.ts';
import type { FieldError } from '../problems/problem.ts';
import { AUDIT_ACTIONS, type AuditAction } from './audit-actions.ts';
import { AUDIT_OUTCOMES, type AuditAnswer, type AuditEntryView, type AuditOutcome } from './audit.response.ts';

/** Filters of the audit; an entry is in the list when all that are given fit. */
@AlsoCheck(spanOf)
export class AuditQuery {
  @Text({
    max: 64,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternMessage: 'must be the id of a service key',
    optional: true,
    example: 'sk_4f1c2d3e5a6b',
  })
  key_id?: string;

  @OneOf(AUDIT_ACTIONS, { optional: true })
  action?: AuditAction;

  @Text({
    max: 36,
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    patternMessage: 'must be the id of a payment',
    format: 'uuid',
    optional: true,
  })
  payment_id?: string;

  @OneOf(AUDIT_OUTCOMES, { optional: true })
  outcome?: AuditOutcome;

  @Moment({ optional: true, description: 'Begun then or later.', example: '2026-06-01T00:00:00Z' })
  from?: string;

  @Moment({ optional: true, description: 'Begun before then.', example: '2026-07-01T00:00:00Z' })
  to?: string;

  @PageSize({ largest: 200, usual: USUAL_PAGE })
  limit?: string;

  @Cursor()
  cursor?: string;
}

function spanOf({ from, to }: { readonly from?: unknown; readonly to?: unknown }): FieldError[] {
  if (typeof from !== 'string' || typeof to !== 'string' || new Date(from) < new Date(to)) return [];
  return [{ pointer: '/to', message: 'must be after from' }];
}

/** Shows what was done with service keys, newest first: each use as one entry, with its end where that is known. */
@Injectable()
export class AuditReader {
  constructor(private readonly database: Database) {}

  async list(query: AuditQuery): Promise<AuditAnswer> {
    const { rows, next_cursor } = await readPage(query.limit, (atMost) =>
      this.database.query((db) => auditEntries(db, query).limit(atMost).execute()),
    );
    return { entries: rows.map(view), next_cursor };
  }
}

/** Asked of one entry after the other, newest first: a join would read all ends, of which nearly every entry has one. */
const HAS_NO_END = sql<boolean>`(select o.entry_id from audit_outcomes o where o.entry_id = entry.id) is null`;

/** The order is that of an index, whichever filter is given: by outcome the end's own, which holds the time of the entry. */
export function auditEntries(db: Kysely<Schema>, { cursor, ...filters }: AuditQuery) {
  const { key_id, action, payment_id, outcome, from, to } = filters;
  const after = readCursor(cursor);
  const ended = outcome !== undefined && outcome !== 'open';
  const [time, key] = ended ? (['outcome.begun_at', 'outcome.entry_id'] as const) : (['entry.at', 'entry.id'] as const);
  return db
    .selectFrom('audit_entries as entry')
    .leftJoin('audit_outcomes as outcome', 'outcome.entry_id', 'entry.id')
    .select([
      'entry.id',
      'entry.at',
      'entry.key_id',
      'entry.key_name',
      'entry.action',
      'entry.method',
      'entry.route',
      'entry.address',
      'outcome.outcome',
      'outcome.status',
      'outcome.code',
      'outcome.ended_at',
      'outcome.ids',
      'outcome.before',
      'outcome.after',
    ])
    .select(sql<string | null>`coalesce(outcome.payment_id, entry.payment_id)`.as('payment_id'))
    .select(cursorAt('entry.at').as('cursor_at'))
    .$if(key_id !== undefined, (query) => query.where('entry.key_id', '=', key_id ?? ''))
    .$if(action !== undefined, (query) => query.where('entry.action', '=', action ?? ''))
    .$if(payment_id !== undefined, (query) =>
      query.where(
        'entry.id',
        'in',
        db
          .selectFrom('audit_entries')
          .select('id')
          .where('payment_id', '=', payment_id ?? '')
          .union(
            db
              .selectFrom('audit_outcomes')
              .select('entry_id as id')
              .where('payment_id', '=', payment_id ?? ''),
          ),
      ),
    )
    .$if(outcome === 'open', (query) => query.where(HAS_NO_END))
    .$call((query) =>
      outcome === undefined || outcome === 'open' ? query : query.where('outcome.outcome', '=', outcome),
    )
    .$if(from !== undefined, (query) => query.where(sql.ref(time), '>=', sql`${from}::timestamptz`))
    .$if(to !== undefined, (query) => query.where(sql.ref(time), '<', sql`${to}::timestamptz`))
    .$call((query) => (after === undefined ? query : query.where(comesAfter(after, [time, key]))))
    .orderBy(time, 'desc')
    .orderBy(key, 'desc');
}

type AuditRow = Awaited<ReturnType<ReturnType<typeof auditEntries>['execute']>>[number];

function view(row: AuditRow): AuditEntryView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    key: { id: row.key_id, name: row.key_name },
    action: row.action as AuditAction,
    method: row.method,
    route: row.route,
    address: row.address,
    outcome: row.outcome ?? 'open',
    status: row.status,
    code: row.code,
    ended_at: row.ended_at?.toISOString() ?? null,
    payment_id: row.payment_id,
    ids: row.ids ?? {},
    before: row.before,
    after: row.after,
  };
}
