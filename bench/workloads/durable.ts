import type { Counts } from '../harness/round-trips.ts';
import { sideBySide, times, type Medians } from '../harness/side-by-side.ts';
import type { Verdict } from '../harness/workload.ts';
import { CHARGE, JSON_HEADERS, TRANSACTION } from './requests.ts';

const CONTESTANTS = ['ottu-bff', 'fastify-two-commits', 'fastify-undici', 'nest-express-axios'] as const;
const NOTES = ['Only the first two keep anything; `fastify-undici` and NestJS pass on and forget.'];

export const create = sideBySide({
  name: 'b',
  title: 'create by pass-through, durable',
  // A charge goes the same way, and further.
  quick: false,
  notes: NOTES,
  contestants: CONTESTANTS,
  atHalfRate: ['ottu-bff', 'fastify-two-commits'],
  prepare: async () => ({
    method: 'POST',
    status: 201,
    path: '/v1/payment-transactions',
    headers: { ...JSON_HEADERS, 'idempotency-key': 'create-{n}' },
    body: JSON.stringify({ ...TRANSACTION, order_no: 'TXN-{n}' }),
  }),
  targets,
});

export const charge = sideBySide({
  name: 'c',
  title: 'one-step charge, durable',
  notes: NOTES,
  contestants: CONTESTANTS,
  atHalfRate: ['ottu-bff', 'fastify-two-commits'],
  prepare: async () => ({
    method: 'POST',
    status: 201,
    path: '/v1/buy-now',
    headers: { ...JSON_HEADERS, 'idempotency-key': 'charge-{n}' },
    body: JSON.stringify(CHARGE),
  }),
  targets: (medians, counts) => [
    ...targets(medians, counts),
    {
      target: 'resident memory under charges',
      value: medians['ottu-bff']?.residentMb ?? Number.NaN,
      limit: 250,
      unit: 'MB',
    },
  ],
});

function targets(of: Medians, { roundTrips }: Counts): readonly Verdict[] {
  const ours = of['ottu-bff'];
  const commits = of['fastify-two-commits'];
  return [
    { target: 'round trips to the database', value: roundTrips, limit: 8, unit: '' },
    ...times('processor, beside Fastify with two commits', ours?.microseconds, commits?.microseconds, 3),
    ...times(
      'processor, beside NestJS on Express with axios',
      ours?.microseconds,
      of['nest-express-axios']?.microseconds,
      2.5,
    ),
    ...times('p99 at half the peak rate, beside Fastify with two commits', ours?.p99AtHalf, commits?.p99AtHalf, 1.5),
  ];
}
