import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { fromNowBackedOff, takeDue } from '../../background/take-due.ts';
import { fromNow } from '../../database/interval.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database } from '../../database/database.ts';
import { ATTEMPT_STATES, isOpen } from '../../payments/states/attempt-state.ts';
import { parseFreezeOwner, type FreezeOwner } from '../freeze-owner.ts';
import { planCart, type CartAction, type CartPlanInput } from './plan-cart.ts';
import type { TakenSync } from './sync-cart.ts';

const OPEN_STATES = sql.join(ATTEMPT_STATES.filter(isOpen));
/**
 * From when on something is due for a cart, whatever that is: `planCart` says. The index `carts_next_action` is over this
 * very expression (migration 13).
 */
const NEXT_ACTION_AT = sql<Date>`least(c.sync_at,
  case c.state when 'open' then c.expires_at when 'frozen' then coalesce(c.frozen_until, c.expires_at) end)`;

/** A cart whose hold or life may be over, and which no other replica looks at where that takes a call to Ottu. */
export interface EndingCart {
  readonly id: string;
  readonly expire: boolean;
  /** The owner of a freeze whose time is over. */
  readonly freezeOwner: FreezeOwner | undefined;
}

/** A cart whose transaction is to be brought in step, and which no other replica works on. */
export interface DueSync extends TakenSync {
  readonly id: string;
}

/** Where the next page begins. */
export interface PageEnd {
  readonly at: string;
  readonly id: string;
}

interface PlannedCart {
  readonly row: CandidateRow;
  readonly actions: readonly CartAction[];
}

interface CandidateRow extends Pick<CartRow, 'id' | 'state' | 'sync_at' | 'frozen_by' | 'frozen_until' | 'expires_at'> {
  readonly due_at: string;
  readonly now: Date;
  readonly attempt_open: boolean;
  readonly being_paid: boolean;
}

/** The carts for which something is due by their rows (M30). */
@Injectable()
export class DueCarts {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /**
   * One page of the carts whose hold or life may be over, the most overdue first. `planCart` says what is due for each,
   * and only that is taken, for as long as the work may last. Carts that wait for something else stay behind, and the
   * next page begins after them.
   *
   * @returns `end` where another page may follow.
   */
  async takeEnding(
    limit: number,
    after?: PageEnd,
  ): Promise<{ readonly carts: readonly EndingCart[]; readonly end: PageEnd | undefined }> {
    // What is due only for a sync has a lane of its own.
    const which = sql<boolean>`(c.state = 'frozen' or c.expires_at <= now())`;
    const { planned, end } = await this.#plan(which, limit, after);
    const freezes = new Set(await this.#takeFreezes(idsFor(planned, 'end_freeze')));
    const carts = planned.map(({ row, actions }) => ({
      id: row.id,
      expire: actions.includes('expire'),
      freezeOwner: freezes.has(row.id) ? parseFreezeOwner(row.frozen_by) : undefined,
    }));
    return { carts, end };
  }

  /** Carts to be brought in step by `planCart`'s word, the most overdue first, for as long as one sync may last. */
  async takeSyncs(limit: number): Promise<DueSync[]> {
    const taken: DueSync[] = [];
    let after: PageEnd | undefined;
    do {
      const { planned, end } = await this.#plan(sql<boolean>`c.sync_at <= now()`, limit, after);
      taken.push(...(await this.#takeSyncs(idsFor(planned, 'sync').slice(0, limit - taken.length))));
      after = end;
    } while (after !== undefined && taken.length < limit);
    return taken;
  }

  async #plan(
    which: RawBuilder<boolean>,
    limit: number,
    after: PageEnd | undefined,
  ): Promise<{ readonly planned: readonly PlannedCart[]; readonly end: PageEnd | undefined }> {
    const rows = await this.#find(which, limit, after);
    const planned = rows.map((row) => ({ row, actions: planCart(planInput(row)) }));
    const last = rows.length < limit ? undefined : rows.at(-1);
    return { planned, end: last && { at: last.due_at, id: last.id } };
  }

  async #find(
    which: RawBuilder<boolean>,
    limit: number,
    after: PageEnd = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' },
  ): Promise<CandidateRow[]> {
    const { rows } = await this.database.query((db) =>
      sql<CandidateRow>`
        select c.id, c.state, c.sync_at, c.frozen_by, c.frozen_until, c.expires_at, (${NEXT_ACTION_AT})::text as due_at,
            now() as now, o.attempt_open, o.being_paid
          from carts c
          cross join lateral (
            select coalesce(bool_or(true), false) as attempt_open, coalesce(bool_or(p.state <> 'needs_review'), false)
                -- M26: what is confirming holds its cart without an attempt of ours, too.
                or exists (select from payments q where q.cart_id = c.id and q.state = 'confirming') as being_paid
              from payment_attempts a join payments p on p.id = a.payment_id
              where a.cart_id = c.id and a.state in (${OPEN_STATES}) and a.detached_at is null) o
          where ${NEXT_ACTION_AT} <= now() and (${NEXT_ACTION_AT}, c.id) > (${after.at}::timestamptz, ${after.id}::uuid)
            and ${which}
            -- A cart that is being paid waits for its attempt, however long.
            and (c.sync_at <= now() or not o.being_paid)
          order by ${NEXT_ACTION_AT}, c.id limit ${limit}`.execute(db),
    );
    return rows;
  }

  /** Pushes the next look off by M31's back-off, in case the cart is not opened by this one (M56). */
  async #takeFreezes(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const { firstCheckRetry: first, checkRetry: longest } = this.settings.durations;
    const taken = await this.database.query((db) =>
      takeDue<{ id: string }>(db, {
        table: 'carts',
        key: 'id',
        due: 'frozen_until',
        where: sql<boolean>`carts.state = 'frozen' and carts.id in (${sql.join(ids)})`,
        limit: ids.length,
        lease: { column: 'frozen_until', until: fromNowBackedOff(sql`carts.freeze_looks`, { first, longest }) },
        tries: 'freeze_looks',
        returning: sql`carts.id`,
      }),
    );
    return taken.map(({ id }) => id);
  }

  /** The lease lasts as long as one run may: after that another replica takes them. */
  async #takeSyncs(ids: readonly string[]): Promise<DueSync[]> {
    if (ids.length === 0) return [];
    const leaseMs = this.settings.ottu.timeoutMs + this.settings.durations.leaseGrace;
    return this.database.query((db) =>
      takeDue<DueSync>(db, {
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

function idsFor(planned: readonly PlannedCart[], action: CartAction): string[] {
  return planned.filter(({ actions }) => actions.includes(action)).map(({ row }) => row.id);
}

function planInput(row: CandidateRow): CartPlanInput {
  return {
    now: row.now,
    state: row.state,
    syncAt: row.sync_at,
    frozenUntil: row.frozen_until,
    expiresAt: row.expires_at,
    attemptOpen: row.attempt_open,
    beingPaid: row.being_paid,
  };
}
