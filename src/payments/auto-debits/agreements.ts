import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';

import { noteForAudit } from '../../audit/key-use.ts';
import { Database } from '../../database/database.ts';
import { comesAfter, cursorAt } from '../../database/page-of-rows.ts';
import type { Schema } from '../../database/schema.ts';
import { AlsoCheck, OneOf, Text } from '../../http/fields/index.ts';
import { readPage, USUAL_PAGE } from '../../http/page.ts';
import { Cursor, Moment, PageSize, readCursor } from '../../http/query-parameters.ts';
import { createdConditions } from '../reading/payment-list.ts';
import { cancelAgreement } from '../agreements/agreement-rows.ts';
import { moneyOf } from '../payment-rows.ts';
import {
  toAgreementView,
  type AgreementChargeView,
  type AgreementListAnswer,
  type AgreementView,
} from './agreement.response.ts';

/** Filters of the list of agreements; one is in it when all that are given fit. */
@AlsoCheck(createdConditions)
export class AgreementListQuery {
  @Text({
    max: 128,
    pattern: /^[^\p{Cc}]+$/u,
    patternMessage: 'must hold no control character',
    optional: true,
    description: 'Such as `AGR-9`.',
  })
  agreement_id?: string;

  @Text({
    max: 64,
    pattern: /^[^\p{Cc}]+$/u,
    patternMessage: 'must hold no control character',
    optional: true,
    description: 'Such as `cust-77`.',
  })
  customer_id?: string;

  @OneOf(['true', 'false'], { optional: true, description: 'Whether it was canceled.' })
  canceled?: 'true' | 'false';

  @Moment({ optional: true, description: 'Kept then or later, such as `2026-06-01T00:00:00Z`.' })
  created_from?: string;

  @Moment({ optional: true, description: 'Kept before then.' })
  created_to?: string;

  @PageSize({ largest: 200, usual: USUAL_PAGE })
  limit?: string;

  @Cursor()
  cursor?: string;
}

const MOST_CHARGES = 100;

/** Agreements by the time at which they were kept, newest first, and the end that the merchant puts to one. */
@Injectable()
export class Agreements {
  constructor(private readonly database: Database) {}

  async list(query: AgreementListQuery): Promise<AgreementListAnswer> {
    const { rows, next_cursor } = await readPage(query.limit, (atMost) =>
      this.database.query((db) => filtered(db, query).limit(atMost).execute()),
    );
    return { agreements: rows.map(toAgreementView), next_cursor };
  }

  /** @returns nothing where there is none with this id of ours. */
  async find(id: string): Promise<AgreementView | undefined> {
    const row = await this.database.query((db) => withCharges(db).where('agreement.id', '=', id).executeTakeFirst());
    return row === undefined ? undefined : toAgreementView(row);
  }

  /** Every try to charge a cycle of it, newest first. */
  async chargesOf(id: string): Promise<AgreementChargeView[]> {
    const rows = await this.database.query((db) =>
      db
        .selectFrom('agreement_charges as charge')
        .leftJoin('payments as payment', 'payment.id', 'charge.payment_id')
        .select(['charge.cycle', 'charge.payment_id', 'charge.claimed_at', 'charge.charged_at'])
        .select(['payment.state', 'payment.amount_minor', 'payment.currency_code'])
        .where('charge.agreement', '=', id)
        .orderBy('charge.claimed_at', 'desc')
        .orderBy('charge.payment_id')
        .limit(MOST_CHARGES)
        .execute(),
    );
    return rows.map((row) => ({
      cycle: row.cycle,
      payment_id: row.payment_id,
      state: row.state,
      amount:
        row.amount_minor === null || row.currency_code === null
          ? null
          : moneyOf(row.amount_minor, row.currency_code).toString(),
      claimed_at: row.claimed_at.toISOString(),
      charged_at: row.charged_at?.toISOString() ?? null,
    }));
  }

  /** What this customer has agreed to on this gateway, or on one that is not known, and whether it has ended. */
  async ofCustomer(customerId: string, pgCode: string | undefined): Promise<{ id: string; isOver: boolean }[]> {
    return this.database.query((db) =>
      db
        .selectFrom('agreements')
        .select('agreement_id as id')
        .select(
          sql<boolean>`(canceled_at is not null
            or coalesce(expires_on < (now() at time zone 'UTC')::date::text, false))`.as('isOver'),
        )
        .where('customer_id', '=', customerId)
        .where((row) => row.or([row('pg_code', 'is', null), row('pg_code', '=', pgCode ?? '')]))
        .execute(),
    );
  }

  /** A claim that has begun keeps what it has claimed; the next one meets the end. A second time changes nothing. */
  async cancel(id: string): Promise<AgreementView | undefined> {
    const canceled = await this.database.inTransaction((tx) => cancelAgreement(tx, id));
    const agreement = await this.find(id);
    if (agreement === undefined) return undefined;
    noteForAudit({ ids: { agreement: id }, before: { canceled: !canceled }, after: { canceled: true } });
    return agreement;
  }
}

function withCharges(db: Kysely<Schema>) {
  return db
    .selectFrom('agreements as agreement')
    .leftJoinLateral(
      (row) =>
        row
          .selectFrom('agreement_charges as charge')
          .select([
            sql<number>`count(distinct charge.cycle)::integer`.as('cycles_charged'),
            sql<Date | null>`max(charge.charged_at)`.as('last_charged_at'),
          ])
          .whereRef('charge.agreement', '=', 'agreement.id')
          .whereRef('charge.claimed_at', '>=', 'agreement.began_at')
          .where('charge.charged_at', 'is not', null)
          .as('charges'),
      (join) => join.onTrue(),
    )
    .selectAll('agreement')
    .select([
      sql<number>`charges.cycles_charged`.as('cycles_charged'),
      sql<Date | null>`charges.last_charged_at`.as('last_charged_at'),
      sql<boolean>`coalesce(agreement.expires_on < (now() at time zone 'UTC')::date::text, false)`.as('expired'),
      cursorAt('agreement.created_at').as('cursor_at'),
    ]);
}

function filtered(db: Kysely<Schema>, { cursor, ...filters }: AgreementListQuery) {
  const after = readCursor(cursor);
  const { agreement_id, customer_id, canceled, created_from: from, created_to: to } = filters;
  return withCharges(db)
    .$if(agreement_id !== undefined, (query) => query.where('agreement.agreement_id', '=', agreement_id ?? ''))
    .$if(customer_id !== undefined, (query) => query.where('agreement.customer_id', '=', customer_id ?? ''))
    .$if(canceled !== undefined, (query) =>
      query.where('agreement.canceled_at', canceled === 'true' ? 'is not' : 'is', null),
    )
    .$if(from !== undefined, (query) => query.where('agreement.created_at', '>=', sql<Date>`${from}::timestamptz`))
    .$if(to !== undefined, (query) => query.where('agreement.created_at', '<', sql<Date>`${to}::timestamptz`))
    .$call((query) =>
      after === undefined ? query : query.where(comesAfter(after, ['agreement.created_at', 'agreement.id'])),
    )
    .orderBy('agreement.created_at', 'desc')
    .orderBy('agreement.id', 'desc');
}
