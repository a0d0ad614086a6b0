import type { CartView } from './types.ts';

/** A cart as this tab knows it. */
export interface Held {
  readonly id: string;
  readonly view: CartView;
  readonly etag: string;
}

/** No longer to be filled or paid. */
export function isOver({ state }: CartView): boolean {
  return state === 'paid' || state === 'abandoned' || state === 'expired';
}

type WithoutNulls<T> = { [Member in keyof T]?: NonNullable<T[Member]> };

/** `null` clears what was there; where nothing was, it is left out. */
export function withoutNulls<T extends object>(members: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as WithoutNulls<T>;
}
