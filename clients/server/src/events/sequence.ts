import type { VerifiedEvent } from './verify-merchant-event.ts';

/** The newest event of one payment or cart that was applied. It is plain JSON. */
export interface SequenceMark {
  readonly sequence: number;
  /** The `webhook-id`. */
  readonly id: string;
}

/**
 * Where marks are kept, by subject (`payment:<id>`, `cart:<id>`). Give one of the database transaction in which you apply the
 * event: then both are there, or neither.
 */
export interface SequenceStore {
  get(subject: string): Promise<SequenceMark | undefined>;
  /**
   * Writes `next` if what is kept is still `expected` (`undefined`: nothing is), in one step. In SQL that is an `INSERT … ON
   * CONFLICT DO NOTHING`, or an `UPDATE … WHERE sequence = expected`.
   *
   * @returns whether it was written
   */
  compareAndSet(subject: string, expected: SequenceMark | undefined, next: SequenceMark): Promise<boolean>;
}

/**
 * - `apply`: newer than what is known; it is marked, and now it is yours to apply, in the transaction of the mark. Outside of
 *   one, a process that is slow may apply what another one has overtaken.
 * - `duplicate`: this event was applied before.
 * - `stale`: a newer one was. Nothing is lost, since each carries the whole payment.
 *
 * Answer 2xx to all three.
 */
export type Verdict = 'apply' | 'stale' | 'duplicate';

/** Says of each event whether it is news, also where several processes receive at once (M90). */
export function createSequence(store: SequenceStore): {
  readonly admit: (verified: VerifiedEvent) => Promise<Verdict>;
} {
  return {
    admit: async (verified) => {
      const about = subjectOf(verified);
      // Such as `test`, which tells of nothing, and could be applied any number of times.
      if (about === undefined) return 'apply';
      const { subject, mark } = about;
      for (;;) {
        const known = await store.get(subject);
        if (known !== undefined && mark.sequence <= known.sequence) return known.id === mark.id ? 'duplicate' : 'stale';
        if (await store.compareAndSet(subject, known, mark)) return 'apply';
        // Another process was faster: what it has written decides.
      }
    },
  };
}

function subjectOf({ id, event }: VerifiedEvent): { subject: string; mark: SequenceMark } | undefined {
  if (event.type === 'test' || event.type === 'unrecognized') return undefined;
  const { sequence } = event.data;
  const subject = event.type === 'cart.completed' ? `cart:${event.data.cart.id}` : `payment:${event.data.payment.id}`;
  return { subject, mark: { sequence, id } };
}
