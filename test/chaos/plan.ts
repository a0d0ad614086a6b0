import type { Outcome } from '../../sandbox/simulator.ts';
import type { Random } from './random.ts';

/** One intent of a merchant: what is sent, always with the same bytes and the same key, until its end is known. */
export interface Intent {
  readonly number: number;
  readonly key: string;
  readonly body: string;
  /** Sent twice at the same moment, to different replicas where there are two. */
  readonly twin: boolean;
  readonly outcome: Outcome;
}

const OUTCOMES: readonly Outcome[] = [
  ...Array<Outcome>(14).fill('success'),
  ...Array<Outcome>(3).fill('declined'),
  'cannot_execute',
  'authorized',
  'field_error',
];

/** The intents of a run. What the network does to them is the schedule's business, not theirs. */
export function planIntents(count: number, random: Random): Intent[] {
  return Array.from({ length: count }, (_none, index) => {
    const outcome = random.pick(OUTCOMES);
    const instrument = {
      instrument_type: 'apple_pay',
      payload: {
        paymentData: {
          version: 'EC_v1',
          data: `sim-${outcome}`,
          signature: 's',
          header: { publicKeyHash: 'h', transactionId: 't' },
        },
        paymentMethod: { displayName: 'Visa', network: 'Visa', type: 'debit' },
        transactionIdentifier: `t${index}`,
      },
    };
    const amount = `${random.below(90) + 10}.000`;
    return {
      number: index,
      key: `intent-${index}`,
      body: JSON.stringify({ amount, currency_code: 'KWD', pg_codes: ['credit-card'], payment_instrument: instrument }),
      twin: random.chance(0.25),
      outcome,
    };
  });
}
