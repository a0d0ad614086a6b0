import type { Learn, Learnt } from './learnt.ts';

/**
 * Reads under the lock of the settlement, where a fault of our own must not pass for a store that failed: the settlement
 * would be tried again and again, and fail in the same way. What cannot be read is lost.
 */
export function orLost<L extends Learnt>(learn: Learn<L>, lost: L): Learn<L> {
  return (locked) => {
    try {
      return learn(locked);
    } catch {
      return lost;
    }
  };
}
