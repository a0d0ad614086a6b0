import type { CallGroup } from './call-policy.ts';

/** F1.4: requests a day that Ottu takes from one user, unless it has agreed upon more. */
export const DAILY_LIMIT = 90_000;
/**
 * M95: what shoppers set going may use up so much of it; the rest is kept for charges, retrieves of open payments and
 * operations.
 */
const SHARES: Partial<Record<CallGroup, number>> = { sync: 0.4, storefront: 0.3 };
const WARN_AT = 0.8;
/** Days of counts that are kept for people to look back on. */
export const QUOTA_DAYS_KEPT = 7;
const DAY_MS = 24 * 60 * 60_000;

export interface BudgetReading {
  /** The UTC day, `2026-06-01`. */
  readonly day: string;
  readonly group: CallGroup;
  /** Requests of this group on that day, by all processes as far as this one knows. */
  readonly calls: number;
  /** Requests of all groups on that day, by all processes as far as this one knows. */
  readonly total: number;
  readonly limit: number;
  /** True once a day: with the first request of this process that finds 80 % used. */
  readonly warn: boolean;
}

/** Requests of one group on one UTC day. */
export interface DayCalls {
  readonly day: string;
  readonly group: CallGroup;
  readonly calls: number;
}

/** What one process has counted and no other one knows of. */
export interface UnsharedCalls {
  /** The UTC day at this moment: the one whose sums `learn` takes. */
  readonly today: string;
  readonly counted: readonly DayCalls[];
}

/**
 * M95: counts the requests to Ottu in the current UTC day. By itself it counts one process. Where several share Ottu's
 * user, the service adds up what `unshared` gives and passes the sum of all to `learn`. In between it counts on from
 * the last sum with its own requests, so that no request waits for the other processes.
 */
export class DailyQuota {
  #day = '';
  /** Milliseconds at which the day ends. */
  #dayEnds = -Infinity;
  #warned = false;
  /** By group: of all processes, today, as last passed to `learn`. */
  #learnt: ReadonlyMap<string, number> = new Map();
  /** By day and group: what only this process knows of. Outlives its day until it is shared. */
  readonly #own = new Map<string, Map<CallGroup, number>>();

  /** @param limit requests a day that Ottu takes. */
  constructor(readonly limit = DAILY_LIMIT) {}

  /** Whether this group may send another request today. */
  allows(group: CallGroup, now = new Date()): boolean {
    return this.calls(group, now) < (SHARES[group] ?? Infinity) * this.limit;
  }

  count(group: CallGroup, now = new Date()): BudgetReading {
    const day = this.#dayBegins(now);
    let own = this.#own.get(day);
    if (own === undefined) this.#own.set(day, (own = new Map<CallGroup, number>()));
    const calls = (own.get(group) ?? 0) + 1;
    own.set(group, calls);
    const total = sum(this.#learnt) + sum(own);
    const warn = !this.#warned && total >= WARN_AT * this.limit;
    this.#warned ||= warn;
    return { day, group, calls: calls + (this.#learnt.get(group) ?? 0), total, limit: this.limit, warn };
  }

  /** Requests of a group today, by all processes as far as this one knows. */
  calls(group: CallGroup, now = new Date()): number {
    const day = this.#dayBegins(now);
    return (this.#learnt.get(group) ?? 0) + (this.#own.get(day)?.get(group) ?? 0);
  }

  /** It stays unshared, and counts, until `learn` says that it was added. */
  unshared(now = new Date()): UnsharedCalls {
    const today = this.#dayBegins(now);
    const counted = [...this.#own].flatMap(([day, own]) =>
      [...own].filter(([, calls]) => calls > 0).map(([group, calls]) => ({ day, group, calls })),
    );
    return { today, counted };
  }

  /**
   * @param added what `unshared` gave, once it was added to what all have counted.
   * @param all by group: what all have counted on its `today`, `added` included.
   */
  learn(added: UnsharedCalls, all: ReadonlyMap<string, number>, now = new Date()): void {
    for (const { day, group, calls } of added.counted) {
      const own = this.#own.get(day);
      own?.set(group, (own.get(group) ?? 0) - calls);
    }
    // What is heard after midnight is of a day that is over.
    if (added.today === this.#dayBegins(now)) this.#learnt = all;
  }

  /** @returns the UTC day, with which everything begins anew. */
  #dayBegins(now: Date): string {
    const time = now.getTime();
    if (time < this.#dayEnds && time >= this.#dayEnds - DAY_MS) return this.#day;
    this.#dayEnds = (Math.floor(time / DAY_MS) + 1) * DAY_MS;
    this.#day = dayOf(now);
    this.#warned = false;
    this.#learnt = new Map();
    const oldest = dayOf(new Date(time - QUOTA_DAYS_KEPT * DAY_MS));
    for (const past of this.#own.keys()) if (past < oldest) this.#own.delete(past);
    return this.#day;
  }
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

function sum(calls: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const each of calls.values()) total += each;
  return total;
}
