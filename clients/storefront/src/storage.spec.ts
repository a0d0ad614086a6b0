import { afterEach, describe, expect, it } from '@jest/globals';

import { browserStorage } from './storage.ts';

const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');

function pretend(storage: Partial<Storage>): void {
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: storage });
}

afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(globalThis, 'localStorage');
  else Object.defineProperty(globalThis, 'localStorage', before);
});

describe('what a page keeps', () => {
  it('is under names of its own', () => {
    const kept = new Map<string, string>();
    pretend({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    });
    const storage = browserStorage('shop.');
    storage.set('cart', '1');
    expect([...kept]).toEqual([['shop.cart', '1']]);
    expect(storage.get('cart')).toBe('1');
    storage.remove('cart');
    expect(kept.size).toBe(0);
    expect(storage.get('cart')).toBeNull();
  });

  it('lives in its memory where the browser refuses to keep or to tell anything', () => {
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    pretend({ getItem: refuse, setItem: refuse, removeItem: refuse });
    const storage = browserStorage();
    expect(storage.get('cart')).toBeNull();
    storage.set('cart', '1');
    expect(storage.get('cart')).toBe('1');
    storage.remove('cart');
    expect(storage.get('cart')).toBeNull();
  });

  it('is heard of by nobody where there is no browser', () => {
    expect(() => browserStorage().subscribe(() => undefined)()).not.toThrow();
  });

  it('is the newest where the browser has become full', () => {
    const kept = new Map([['ottu-bff.cart', 'old']]);
    pretend({
      getItem: (key) => kept.get(key) ?? null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
      removeItem: (key) => void kept.delete(key),
    });
    const storage = browserStorage();
    storage.set('cart', 'new');
    expect(storage.get('cart')).toBe('new');
  });
});
