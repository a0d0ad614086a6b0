import type { Fault } from '../../sandbox/simulator.ts';
import { CREATE } from '../support/ottu.ts';
import type { Random } from './random.ts';

/** What can happen to the call of a charge, and to its answer. */
export const CHARGE_FAULTS: readonly Fault[] = [
  { kind: 'answer_lost' },
  { kind: 'answer_lost' },
  { kind: 'reset_before' },
  { kind: 'reset_during_answer' },
  { kind: 'truncated' },
  { kind: 'malformed' },
  { kind: 'drop_signature' },
  { kind: 'delay', ms: 300 },
  { kind: 'delay', ms: 900 },
  { kind: 'hang', when: 'after' },
  { kind: 'status', status: 500, body: { detail: 'Internal error.' }, when: 'after' },
  { kind: 'status', status: 502, body: '<h1>Bad Gateway</h1>', content_type: 'text/html' },
  { kind: 'status', status: 503, body: { detail: 'Unavailable.' }, when: 'after' },
];

/** What can happen to a webhook on its way. */
const WEBHOOK_FAULTS = [
  { kind: 'lost' },
  { kind: 'lost' },
  { kind: 'doubled' },
  { kind: 'delayed', ms: 700 },
  { kind: 'reordered' },
  { kind: 'before_answer' },
  { kind: 'forged' },
  { kind: 'tampered', set: { settled_amount: '0.001', is_sandbox: false } },
  { kind: 'other_session' },
] as const;

export interface Rule {
  readonly match: Readonly<Record<string, unknown>>;
  readonly fault: Readonly<Record<string, unknown>>;
}

/** A rule for the nth charge call, and for the nth webhook, of about a third of them. */
export function planFaults(charges: number, random: Random): Rule[] {
  const rules: Rule[] = [];
  for (let nth = 1; nth <= charges * 2; nth += 1) {
    if (random.chance(0.35)) rules.push({ match: { ...CREATE, nth }, fault: random.pick(CHARGE_FAULTS) });
    if (random.chance(0.4)) rules.push({ match: { webhook: true, nth }, fault: random.pick(WEBHOOK_FAULTS) });
  }
  return rules;
}
