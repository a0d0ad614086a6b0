import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

import type { ChaosOptions } from '../options.ts';
import type { CartBooks } from './cart-books.ts';
import type { Hold } from './hold.ts';

export interface HoldWatch {
  readonly holds: readonly Hold[];
  stop(): Promise<void>;
}

/**
 * What the machine may take, in real ms, beside the minutes of the rules: those pass faster in a run, and two busy
 * processors do not, nor does a process that is killed or a database that starts again.
 */
export function machineMs({ kills, databaseRestarts, deployments }: ChaosOptions): number {
  return kills + databaseRestarts + deployments === 0 ? 8_000 : 20_000;
}

const EVERY_MS = 400;
const MINUTE_MS = 60_000;

/** In minutes of the rules. */
const LONGEST = {
  /** M56: the freeze itself, two minutes for a payer who is paying, and the longest pause after a look that failed. */
  freeze: 15 + 2 + 5,
  /** M35 */
  unseen: 15,
  seen: 90,
  /** M35: the first retrieve after the lease gets no answer, and what comes after it. */
  firstAnswer: 10,
  /** M26, M32: three inquiries, the last of them in minute 75, each of them as Ottu's throttle allows. */
  confirming: 100,
} as const;

interface Row {
  readonly now: number;
  readonly cart_id: string;
  readonly frozen_by: string;
  readonly confirming: boolean;
  readonly success_seen: boolean;
  readonly attempt_id: string | null;
  readonly lease_until: number | null;
  readonly answered: number | null;
  readonly traced: boolean | null;
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

const HELD = `
  select ${ms('now()')} as now, c.id as cart_id, c.frozen_by,
      exists (select from payments p where p.cart_id = c.id and p.state = 'confirming') as confirming,
      exists (select from payments p join payment_facts f on f.payment_id = p.id
        where p.cart_id = c.id and f.state in ('paid', 'authorized', 'cod')) as success_seen,
      a.id as attempt_id, ${ms('a.lease_until')} as lease_until,
      (select ${ms('min(t.at)')} from payment_timeline t
        where t.payment_id = a.payment_id and t.event = 'retrieved' and t.at >= a.started_at) as answered,
      exists (select from payment_facts f
        where f.payment_id = a.payment_id and f.state in ('pending', 'attempted', 'failed')) as traced
    from carts c
    left join payment_attempts a
      on a.cart_id = c.id and a.state in ('sending', 'unknown', 'action_required') and a.detached_at is null
    where c.state = 'frozen'`;

/** Looks at the carts that are held, as often as it can, for as long as the run lasts: rows do not say how long they were. */
export function watchHolds(databaseUrl: string, timeScale: number): HoldWatch {
  const holds = new Map<string, Hold>();
  const over = new AbortController();
  const look = async (client: pg.Client): Promise<void> => {
    const { rows } = await client.query<Row>(HELD);
    for (const row of rows) {
      const key = `${row.cart_id} ${row.frozen_by} ${row.attempt_id ?? ''} ${row.confirming ? 'confirming' : ''}`;
      const known = holds.get(key);
      const first = known?.first ?? row.now;
      const until = longest(row, first, MINUTE_MS / timeScale);
      if (known !== undefined) Object.assign(known, { last: row.now, until });
      else holds.set(key, { cartId: row.cart_id, by: nameOf(row), first, last: row.now, until, unbroken: isOne(row) });
    }
  };
  const watching = (async () => {
    while (!over.signal.aborted) {
      const client = new pg.Client({ connectionString: databaseUrl });
      // A database that restarts ends the session: the query says so too.
      client.on('error', () => undefined);
      try {
        await client.connect();
        while (!over.signal.aborted) {
          await look(client);
          await sleep(EVERY_MS);
        }
      } catch {
        await sleep(EVERY_MS);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  })();
  return {
    get holds() {
      return [...holds.values()];
    },
    async stop() {
      over.abort();
      await watching;
    },
  };
}

function longest(row: Row, first: number, minute: number): number {
  const after = (from: number, minutes: number): number => from + minutes * minute;
  if (row.confirming) return after(first, LONGEST.confirming);
  // M36: a review after a success was seen holds its cart until people have decided.
  if (row.success_seen) return Number.POSITIVE_INFINITY;
  if (row.attempt_id !== null) {
    if (row.answered === null) return after(row.lease_until ?? first, LONGEST.firstAnswer);
    return after(row.answered, row.traced === true ? LONGEST.seen : LONGEST.unseen);
  }
  return row.frozen_by === 'review' ? first : after(first, LONGEST.freeze);
}

function nameOf({ frozen_by: by, attempt_id: attempt, confirming, traced }: Row): string {
  if (confirming) return 'a success that is not proved (M26)';
  if (attempt !== null) return `an attempt of which Ottu shows ${traced === true ? 'a trace' : 'nothing'} (M35)`;
  if (by === 'review') return 'a review for want of an answer (M36)';
  return by.startsWith('pay:') ? 'a payment without an attempt (M55)' : 'a freeze (M56)';
}

/** Each freeze and each attempt has an id of its own. */
function isOne({ frozen_by: by, attempt_id: attempt }: Row): boolean {
  return attempt !== null || by.startsWith('sdk:');
}

/** M26, M35, M36, M56: no cart is held for longer than its rule allows. Nothing later mends that it was. */
export function overlongHolds({ holds, timeScale, machine }: CartBooks): string[] {
  const minutes = (span: number): number => Math.round((span * timeScale) / MINUTE_MS);
  return holds
    .filter(({ last, until }) => last > until + machine)
    .map(
      ({ cartId, by, first, last, until }) =>
        `held: cart ${cartId} was held by ${by} for ${minutes(last - first)} minutes, ${minutes(last - until)} too long`,
    );
}
