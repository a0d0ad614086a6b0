import type { Fault } from '../../../sandbox/simulator.ts';
import { CHARGE_FAULTS, type Rule } from '../faults.ts';
import type { Random } from '../random.ts';
import { APPLE, OPERATION, PATCH, RETRIEVE } from '../../support/ottu.ts';

/** What can happen to a call that moves no money. */
export const CALL_FAULTS: readonly Fault[] = [
  { kind: 'answer_lost' },
  { kind: 'answer_lost' },
  { kind: 'reset_before' },
  { kind: 'truncated' },
  { kind: 'delay', ms: 300 },
  { kind: 'hang', when: 'after' },
  { kind: 'status', status: 500, body: { detail: 'Internal error.' }, when: 'after' },
  { kind: 'status', status: 502, body: '<h1>Bad Gateway</h1>', content_type: 'text/html' },
];

/** A balancer in front of Ottu that answers in its place, before or after Ottu has charged: the same words either way (M35). */
const BALANCER = { kind: 'status', status: 503, body: '<h1>503</h1>', content_type: 'text/html' } as const;
const NATIVE_FAULTS: readonly Fault[] = [
  ...CHARGE_FAULTS,
  BALANCER,
  BALANCER,
  { ...BALANCER, when: 'after' },
  { ...BALANCER, when: 'after' },
];

interface Struck {
  readonly match: Readonly<Record<string, string>>;
  readonly share: number;
  readonly faults: readonly Fault[];
  /** About so many of these calls are made for each cart. */
  readonly perCart: number;
}

const CALLS: readonly Struck[] = [
  { match: APPLE, share: 0.3, faults: NATIVE_FAULTS, perCart: 2 },
  { match: PATCH, share: 0.2, faults: CALL_FAULTS, perCart: 4 },
  { match: RETRIEVE, share: 0.1, faults: CALL_FAULTS, perCart: 6 },
  { match: OPERATION, share: 0.2, faults: CALL_FAULTS, perCart: 2 },
];

/** What strikes the calls that only carts make; their creates and webhooks share the rules of the charges. */
export function planCartFaults(carts: number, random: Random): Rule[] {
  return CALLS.flatMap(({ match, share, faults, perCart }) =>
    Array.from({ length: carts * perCart }, (_none, index) => index + 1).flatMap((nth) =>
      random.chance(share) ? [{ match: { ...match, nth }, fault: random.pick(faults) }] : [],
    ),
  );
}
