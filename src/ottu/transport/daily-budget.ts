import type { CallGroup } from './call-policy.ts';

/** F1.4: requests a day that Ottu takes from one user. */
export const DAILY_LIMIT = 90_000;
/**
 * M95: what shoppers set going may use up so much of it; the rest is kept for charges, retrieves of open payments and
 * operations.
 */
const SHARES: Partial<Record<CallGroup, number>> = { sync: 0.4 * DAILY_LIMIT, storefront: 0.3 * DAILY_LIMIT };
const WARN_AT = 0.8 * DAILY_LIMIT;

export interface BudgetReading {
  /** The UTC day, `2026-06-01`. */
  readonly day: string;
  readonly group: CallGroup;
  /** Requests of this group on that day, by this process. */
  readonly calls: number;
  /** Requests of all groups on that day, by this process. */
  readonly total: number;
  readonly limit: number;
  /** True once a day: with the request that reaches 80 %. */
  readonly warn: boolean;
}

/** M95: counts what this process has sent to Ottu in the current UTC day. Several replicas add up in the metrics. */
export class DailyBudget {
  #day = '';
  #total = 0;
  readonly #calls = new Map<CallGroup, number>();

  /** Whether this group may send another request today. */
  allows(group: CallGroup, now = new Date()): boolean {
    this.#turn(now);
    return (this.#calls.get(group) ?? 0) < (SHARES[group] ?? Infinity);
  }

  count(group: CallGroup, now = new Date()): BudgetReading {
    const day = this.#turn(now);
    this.#total += 1;
    const calls = (this.#calls.get(group) ?? 0) + 1;
    this.#calls.set(group, calls);
    return { day, group, calls, total: this.#total, limit: DAILY_LIMIT, warn: this.#total === WARN_AT };
  }

  /** @returns the UTC day, with which everything begins anew. */
  #turn(now: Date): string {
    const day = now.toISOString().slice(0, 10);
    if (day !== this.#day) {
      this.#day = day;
      this.#total = 0;
      this.#calls.clear();
    }
    return day;
  }
}
