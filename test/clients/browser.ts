import type { ShopStorage } from '../../clients/storefront/src/index.ts';

/** What one browser keeps, seen by each of its tabs: a tab hears of what the others change, and not of its own changes. */
export class Browser {
  readonly #kept = new Map<string, string>();
  readonly #tabs = new Set<Set<(key: string) => void>>();

  tab(): ShopStorage {
    const mine = new Set<(key: string) => void>();
    this.#tabs.add(mine);
    const tell = (key: string): void => {
      for (const tab of this.#tabs) {
        if (tab !== mine) for (const listener of tab) listener(key);
      }
    };
    return {
      get: (key) => this.#kept.get(key) ?? null,
      set: (key, value) => {
        this.#kept.set(key, value);
        tell(key);
      },
      remove: (key) => {
        this.#kept.delete(key);
        tell(key);
      },
      subscribe: (listener) => {
        mine.add(listener);
        return () => mine.delete(listener);
      },
    };
  }

  /** All that is kept, for whoever looks for what must not be in it. */
  text(): string {
    return JSON.stringify([...this.#kept]);
  }
}
