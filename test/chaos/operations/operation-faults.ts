import type { Fault } from '../../../sandbox/simulator.ts';
import { OPERATION } from '../../support/ottu.ts';
import type { Rule } from '../faults.ts';
import type { Random } from '../random.ts';

/** What can happen to the call of an operation, to its answer, and to the operation itself. */
const OPERATION_FAULTS: readonly Fault[] = [
  { kind: 'answer_lost' },
  { kind: 'answer_lost' },
  { kind: 'reset_before' },
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
  { kind: 'operation', outcome: 'queued' },
  { kind: 'operation', outcome: 'queued' },
  { kind: 'operation', outcome: 'queued_then_rejected' },
  { kind: 'operation', outcome: 'refused' },
  { kind: 'operation', outcome: 'answered_failed' },
  { kind: 'operation', outcome: 'lost_and_done_later' },
  { kind: 'operation', outcome: 'lost_and_done_later' },
];

/** What can happen to an operation event on its way. */
const EVENT_FAULTS = [
  { kind: 'lost' },
  { kind: 'lost' },
  { kind: 'doubled' },
  { kind: 'delayed', ms: 700 },
  { kind: 'reordered' },
  { kind: 'before_answer' },
  { kind: 'forged' },
  { kind: 'other_session' },
] as const;

/** A rule for the nth call of each kind, and for the nth operation event. */
export function planOperationFaults(sales: number, random: Random): Rule[] {
  const rules: Rule[] = [];
  for (let nth = 1; nth <= sales * 3; nth += 1) {
    for (const operation of ['refund', 'capture', 'void']) {
      if (random.chance(0.4)) {
        rules.push({ match: { ...OPERATION, operation, nth }, fault: random.pick(OPERATION_FAULTS) });
      }
    }
    if (random.chance(0.4)) {
      rules.push({ match: { webhook: true, event: 'operation', nth }, fault: random.pick(EVENT_FAULTS) });
    }
  }
  return rules;
}
