import { startContestant, type Contestant, type Name } from '../harness/contestants.ts';
import type { Done, Job } from '../harness/load.ts';
import { figure } from '../harness/side-by-side.ts';
import type { Stage } from '../harness/stage.ts';
import { median, sum } from '../harness/statistics.ts';
import type { Result, Workload } from '../harness/workload.ts';
import { JSON_HEADERS, sessionOf } from './requests.ts';

const UPSTREAM_MS = 50;
const PER_SECOND = 200;
const PATH = '/v1/payment-transactions';
const CONTESTANTS: readonly Name[] = ['ottu-bff', 'fastify-undici', 'nest-express-axios'];
const DIRECT = 'the upstream itself';
/** Fewer have no p99 worth its name. */
const LEAST_SECONDS = 2;

export const addedLatency: Workload = {
  name: 'j',
  title: `latency added at ${PER_SECOND} requests a second over an upstream of ${UPSTREAM_MS} ms`,
  quick: true,
  run,
};

async function run(stage: Stage): Promise<Result> {
  const upstream = await stage.startUpstream(UPSTREAM_MS);
  const contestants: Contestant[] = [];
  const entrants: { readonly name: string; readonly job: Job; readonly rounds: Done[] }[] = [];
  const enter = async (name: string, url: string, path: string): Promise<void> => {
    const seconds = Math.max(LEAST_SECONDS, stage.seconds);
    const request = { method: 'GET', status: 200, path, headers: JSON_HEADERS } as const;
    const job = { ...request, url, connections: stage.connections, forMs: seconds * 1_000, perSecond: PER_SECOND };
    await stage.send({ ...job, forMs: stage.warmUpMs });
    entrants.push({ name, job, rounds: [] });
  };
  try {
    for (const name of CONTESTANTS) {
      const contestant = await startContestant(name, { upstream, databaseUrl: await stage.database(`j_${name}`) });
      contestants.push(contestant);
      const session = await sessionOf(contestant.url, PATH);
      if (entrants.length === 0) await enter(DIRECT, upstream, `/b/checkout/v1/pymt-txn/${session}/`);
      await enter(name, contestant.url, `${PATH}/${session}`);
    }
    for (let round = 0; round < stage.rounds; round += 1) {
      for (const { job, rounds } of entrants) rounds.push(await stage.send(job));
    }
  } finally {
    for (const contestant of contestants) await contestant.stop();
  }
  const direct = entrants[0]?.rounds ?? [];
  // Of the same round, in which the machine was as busy.
  const added = (rounds: readonly Done[], of: 'p50' | 'p99'): number[] =>
    rounds.map((each, round) => each[of] - (direct[round]?.[of] ?? 0));
  const ours = entrants.find(({ name }) => name === 'ottu-bff')?.rounds ?? [];
  const rows = entrants.map(({ name, rounds }) => ({
    name,
    figures: [
      figure(added(rounds, 'p50'), 2),
      figure(added(rounds, 'p99'), 2),
      ...(['p50', 'p99'] as const).map((of) =>
        figure(
          rounds.map((each) => each[of]),
          2,
        ),
      ),
    ],
  }));
  return {
    name: addedLatency.name,
    title: addedLatency.title,
    notes: [
      'A retrieve by pass-through; each request begins at its time, whether the ones before are answered or not. Added is the difference to the upstream itself in the same round.',
    ],
    table: { columns: ['p50 added, ms', 'p99 added, ms', 'p50, ms', 'p99, ms'], rows },
    bars: {
      unit: 'p50 added, ms',
      of: entrants.slice(1).map(({ name, rounds }) => ({ name, value: median(added(rounds, 'p50')) })),
    },
    verdicts: [
      { target: 'p50 beyond the upstream itself', value: median(added(ours, 'p50')), limit: 1, unit: 'ms' },
      { target: 'p99 beyond the upstream itself', value: median(added(ours, 'p99')), limit: 5, unit: 'ms' },
    ],
    failed: sum(entrants.flatMap(({ rounds }) => rounds.map(({ failed }) => failed))),
  };
}
