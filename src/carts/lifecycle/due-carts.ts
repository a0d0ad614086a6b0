import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { fromNow, fromNowBackedOff, interval, takeDue } from '../../background/take-due.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { endableAfter } from '../../payments/schedule/gateway-inquiry.ts';
import { ScheduleCheck, type UsedGateway } from '../../payments/schedule/schedule-check.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { HELD_FOR_REVIEW, parseFreezeOwner, type FreezeOwner } from '../freeze-owner.ts';
import type { UnansweredThreeDSecure } from './end-three-d-secure.ts';
import { planCart, type CartAction, type CartFacts } from './plan-cart.ts';
import type { TakenSync } from './sync-cart.ts';

const OPEN_STATES = sql.join(ATTEMPT_STATES.filter(isOpen));
/**
 * A payer may leave Ottu's page open for hours, so the pause between two looks grows from one minute to about an hour.
 */
const FREEZE_DOUBLINGS = 2 ** 6;

/** A cart for which something is due, and which no other replica works on. */
export interface DueCart {
  readonly id: string;
  readonly expire: boolean;
  readonly threeDSecure: UnansweredThreeDSecure | undefined;
  /** The owner of a freeze whose time is over. */
  readonly freezeOwner: FreezeOwner | undefined;
  readonly sync: TakenSync | undefined;
}

/** Where the next page begins. */
export interface PageEnd {
  readonly at: string;
  readonly id: string;
}

interface CandidateRow
  extends
    Pick<CartRow, 'id' | 'state' | 'sync_at' | 'frozen_by' | 'frozen_until' | 'expires_at'>,
    UsedGateway,
    UnansweredThreeDSecure {
  readonly due_at: string;
  readonly now: Date;
  readonly attempt_open: boolean;
  readonly being_paid: boolean;
  readonly challenged: boolean;
  readonly started_at: Date;
  readonly asked_at: Date;
}

/** The carts for which something is due by their rows (M30). */
@Injectable()
export class DueCarts {
  constructor(
    private readonly database: Database,
    private readonly checks: ScheduleCheck,
    private readonly settings: Settings,
  ) {}

  /**
   * One page of them, the most overdue first. `planCart` says what is due for each, and only that is taken, for as long
   * as the work may last. Carts that wait for something else stay behind, and the next page begins after them.
   *
   * @returns `end` where another page may follow.
   */
  async take(limit: number, after?: PageEnd): Promise<{ readonly carts: readonly DueCart[]; readonly end?: PageEnd }> {
    const candidates = await this.#find(limit, after);
    const planned = candidates.map((row) => ({ row, actions: planCart(this.#facts(row)) }));
    const idsFor = (action: CartAction): string[] =>
      planned.filter(({ actions }) => actions.includes(action)).map(({ row }) => row.id);
    const freezes = new Set(await this.#takeFreezes(idsFor('end_freeze')));
    const syncs = new Map((await this.#takeSyncs(idsFor('sync'))).map((sync) => [sync.id, sync]));
    const carts = planned.map(({ row, actions }) => ({
      id: row.id,
      expire: actions.includes('expire'),
      threeDSecure: actions.includes('end_challenge') ? row : undefined,
      freezeOwner: freezes.has(row.id) ? parseFreezeOwner(row.frozen_by) : undefined,
      sync: syncs.get(row.id),
    }));
    const last = candidates.length < limit ? undefined : candidates.at(-1);
    return last === undefined ? { carts } : { carts, end: { at: last.due_at, id: last.id } };
  }

  async #find(
    limit: number,
    after: PageEnd = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' },
  ): Promise<CandidateRow[]> {
    const { rows } = await this.database.query((db) =>
      sql<CandidateRow>`
        select c.id, c.state, c.sync_at, c.frozen_by, c.frozen_until, c.expires_at, c.next_action_at::text as due_at,
            now() as now, o.attempt_open, o.being_paid, h.payment_id is not null as challenged, h.*
          from carts c
          cross join lateral (
            select coalesce(bool_or(true), false) as attempt_open, coalesce(bool_or(p.state <> 'needs_review'), false) as being_paid
              from payment_attempts a join payments p on p.id = a.payment_id
              where a.cart_id = c.id and a.state in (${OPEN_STATES})) o
          left join lateral (
            select p.id as payment_id, p.session_id, p.gateway_name, p.pg_codes, p.transaction_type,
                a.id as attempt_id, a.started_at, i.asked_at
              from payments p
              join payment_attempts a on a.payment_id = p.id and a.state = 'action_required'
              cross join lateral (select max(sent_at) as asked_at from payment_inquiries
                where payment_id = p.id and asked_by = 'reconciliation' and result = 'answered') i
              where p.id = c.payment_id and c.state = 'frozen' and c.frozen_by <> ${HELD_FOR_REVIEW}
                and p.session_id is not null and p.state not in ('needs_review', 'paid', 'authorized', 'cod')
                and i.asked_at > a.started_at
                and (p.closing_asked_at is null
                  or p.closing_asked_at < now() - ${interval(this.settings.durations.checkRetry)})
              limit 1) h on true
          where c.next_action_at <= now() and (c.next_action_at, c.id) > (${after.at}::timestamptz, ${after.id}::uuid)
            -- A cart that is being paid waits for its attempt, however long.
            and (c.sync_at <= now() or not o.being_paid or h.payment_id is not null)
          order by c.next_action_at, c.id limit ${limit}`.execute(db),
    );
    return rows;
  }

  #facts(row: CandidateRow): CartFacts {
    const { started_at: startedAt, asked_at: askedAt } = row;
    const wait = row.challenged ? endableAfter(this.checks.gatewayOf(row), this.settings.durations) : undefined;
    return {
      now: row.now,
      state: row.state,
      syncAt: row.sync_at,
      frozenUntil: row.frozen_until,
      expiresAt: row.expires_at,
      attemptOpen: row.attempt_open,
      beingPaid: row.being_paid,
      threeDSecure: row.challenged ? { startedAt, askedAt, endableAfter: wait } : undefined,
    };
  }

  /** Pushes the next look off, each time further, in case the cart is not opened by this one. */
  async #takeFreezes(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const first = this.settings.durations.firstRetrieve;
    const pauses = { first, longest: first * FREEZE_DOUBLINGS };
    const taken = await this.database.query((db) =>
      takeDue<{ id: string }>(db, {
        table: 'carts',
        key: 'id',
        due: 'frozen_until',
        where: sql<boolean>`carts.state = 'frozen' and carts.id in (${sql.join(ids)})`,
        limit: ids.length,
        lease: { column: 'frozen_until', until: fromNowBackedOff(sql`carts.freeze_looks`, pauses) },
        tries: 'freeze_looks',
        returning: sql`carts.id`,
      }),
    );
    return taken.map(({ id }) => id);
  }

  /** The lease lasts as long as one run may: after that another replica takes them. */
  async #takeSyncs(ids: readonly string[]): Promise<(TakenSync & { readonly id: string })[]> {
    if (ids.length === 0) return [];
    const leaseMs = this.settings.ottu.timeoutMs + this.settings.durations.leaseGrace;
    return this.database.query((db) =>
      takeDue<TakenSync & { readonly id: string }>(db, {
        table: 'carts',
        key: 'id',
        due: 'sync_at',
        where: sql<boolean>`carts.id in (${sql.join(ids)})`,
        limit: ids.length,
        lease: { column: 'sync_at', until: fromNow(leaseMs) },
        tries: 'sync_tries',
        returning: sql`carts.id, carts.sync_at as taken, carts.sync_tries as tries`,
      }),
    );
  }
}
