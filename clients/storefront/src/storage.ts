/** Where the client keeps what survives a reload. Texts only. */
export interface ShopStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /**
   * Tells what another tab has changed; without a key where it may be anything. This tab's own changes are not told.
   *
   * @returns what ends it
   */
  subscribe(listener: (key: string | undefined) => void): () => void;
}

/** What a browser tells of another tab's change; no key where all is gone. */
interface Change {
  readonly key: string | null;
}

interface Tab {
  addEventListener(type: 'storage', listener: (change: Change) => void): void;
  removeEventListener(type: 'storage', listener: (change: Change) => void): void;
}

/**
 * The storage of the shop's own origin, which no other site can read. Where the browser refuses to keep anything, as some do in
 * private windows, this page's memory is used: the cart then lives as long as the page.
 *
 * @param prefix of all keys
 */
export function browserStorage(prefix = 'ottu-bff.'): ShopStorage {
  const memory = new Map<string, string | null>();
  return {
    get(key) {
      const kept = memory.get(key);
      if (kept !== undefined) return kept;
      try {
        return localStorage.getItem(prefix + key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(prefix + key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    remove(key) {
      try {
        localStorage.removeItem(prefix + key);
        memory.delete(key);
      } catch {
        memory.set(key, null);
      }
    },
    subscribe(listener) {
      const heard = ({ key }: Change): void => {
        if (key === null) listener(undefined);
        else if (key.startsWith(prefix)) listener(key.slice(prefix.length));
      };
      // Where a page is put together before it reaches a browser, there are no other tabs.
      const page = globalThis as unknown as Partial<Tab>;
      page.addEventListener?.('storage', heard);
      return () => page.removeEventListener?.('storage', heard);
    },
  };
}
