import type { CartSignal } from '../signals.ts';

/** What came over the channel. A kind that a newer replica may send is a change like any other. */
export function parseCartSignal(payload: string): CartSignal | undefined {
  try {
    const signal = JSON.parse(payload) as Partial<Record<keyof CartSignal, unknown>> | null;
    if (typeof signal?.cart !== 'string') return undefined;
    return { cart: signal.cart, kind: signal.kind === 'ended' ? 'ended' : 'changed' };
  } catch {
    return undefined;
  }
}
