import { setTimeout as sleep } from 'node:timers/promises';

import { residentMemory } from '../resident-memory.ts';
import { isThere, startContestant, type Contestant, type Name } from './contestants.ts';
import type { Job } from './load.ts';
import { startOurs } from './our-service.ts';
import { processorMs } from './processor-time.ts';
import { numbered, type Requests } from './requests.ts';
import { startCounter, type Counter, type Counts } from './round-trips.ts';
import type { Stage } from './stage.ts';
import { median, sum } from './statistics.ts';
import type { Figure, Result, Verdict, Workload } from './workload.ts';

/** The same requests to each of several, in turn. */
export interface SideBySide {
  readonly name: string;
  readonly title: string;
  readonly notes?: readonly string[];
  readonly contestants: readonly Name[];
  /** Makes what the requests are about, and says what they are. */
  prepare(contestant: { readonly name: Name; readonly url: string }): Promise<Requests>;
  /** Whether `--quick` runs it; yes when absent. */
  readonly quick?: boolean;
  /** At half of whose own rate to look at the delay, too. */
  readonly atHalfRate?: readonly Name[];
  /** Of the medians of those that ran. */
  targets(medians: Medians, counts: Counts): readonly Verdict[];
}

export type Medians = Readonly<Partial<Record<Name, Readonly<Round>>>>;

export interface Round {
  /** Requests. */
  readonly perSecond: number;
  /** Of the processor, for one request. */
  readonly microseconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** At half of the peak rate; 0 where that was not asked for. */
  readonly p99AtHalf: number;
  readonly residentMb: number;
  readonly failed: number;
}

interface Entrant {
  readonly contestant: Contestant;
  readonly job: Job;
  readonly rounds: Round[];
}

/** So many requests are looked at, one after the other, to say what one asks of the database. */
const LOOKS = 15;
/** Nothing goes through a database that is at rest for so long. */
const QUIET_MS = 40;
const COLUMNS = [
  'µs of processor a request',
  'requests a second',
  'p50, ms',
  'p99, ms',
  'p99 at half its rate, ms',
  'resident, MB',
  'statements',
  'round trips',
];

export function sideBySide(options: SideBySide): Workload {
  return {
    name: options.name,
    title: options.title,
    quick: options.quick ?? true,
    run: (stage) => run(options, stage),
    profile: (_, { url }) => options.prepare({ name: 'ottu-bff', url }),
  };
}

async function run(options: SideBySide, stage: Stage): Promise<Result> {
  const entrants: Entrant[] = [];
  try {
    for (const name of options.contestants.filter(isThere)) entrants.push(await enter(name, options, stage));
    for (let round = 0; round < stage.rounds; round += 1) {
      for (const { contestant, job, rounds } of entrants) rounds.push(await measure(contestant, job, stage));
    }
    const halved = entrants.filter(({ contestant }) => options.atHalfRate?.includes(contestant.name) === true);
    for (let round = 0; round < stage.rounds; round += 1) {
      for (const entrant of halved) await measureAtHalfRate(entrant, round, stage);
    }
  } finally {
    for (const { contestant } of entrants) await contestant.stop();
  }
  const counts = await countsOf(options, stage);
  const medians: Medians = Object.fromEntries(
    entrants.map(({ contestant, rounds }) => [contestant.name, medianOf(rounds)]),
  );
  return {
    name: options.name,
    title: options.title,
    notes: options.notes ?? [],
    table: {
      columns: COLUMNS,
      rows: entrants.map(({ contestant: { name }, rounds }) => ({
        name,
        figures: [...figuresOf(rounds), ...(name === 'ottu-bff' ? countFigures(counts) : [null, null])],
      })),
    },
    bars: {
      unit: 'µs of processor a request',
      of: Object.entries(medians).map(([name, { microseconds }]) => ({ name, value: microseconds })),
    },
    verdicts: options.targets(medians, counts),
    failed: sum(entrants.flatMap(({ rounds }) => rounds.map((round) => round.failed))),
  };
}

async function enter(name: Name, options: SideBySide, stage: Stage): Promise<Entrant> {
  const databaseUrl = await stage.database(`${options.name}_${name}`);
  const contestant = await startContestant(name, { upstream: stage.upstream, databaseUrl });
  const requests = await options.prepare(contestant);
  const job = { connections: stage.connections, ...requests, url: contestant.url, forMs: stage.seconds * 1_000 };
  await stage.send({ ...job, forMs: stage.warmUpMs });
  return { contestant, job, rounds: [] };
}

async function measure({ pid }: Contestant, job: Job, stage: Stage): Promise<Round> {
  const before = processorMs(pid);
  const { count, failed, seconds, p50, p99 } = await stage.send(job);
  const microseconds = ((processorMs(pid) - before) * 1_000) / count;
  return { perSecond: count / seconds, microseconds, p50, p99, p99AtHalf: 0, failed, residentMb: residentMemory(pid) };
}

async function measureAtHalfRate({ job, rounds }: Entrant, round: number, stage: Stage): Promise<void> {
  const perSecond = median(rounds.map((each) => each.perSecond)) / 2;
  const { p99, failed } = await stage.send({ ...job, perSecond });
  const before = rounds[round];
  if (before !== undefined) rounds[round] = { ...before, p99AtHalf: p99, failed: before.failed + failed };
}

/** What one request makes this service ask of its database before its answer: the median of several. */
async function countsOf(options: SideBySide, stage: Stage): Promise<Counts> {
  const counter = await startCounter(await stage.database(`${options.name}_counted`));
  const ours = await startOurs({ upstream: stage.upstream, databaseUrl: counter.url });
  try {
    const requests = await options.prepare({ name: 'ottu-bff', url: ours.url });
    await stage.send({ ...requests, url: ours.url, connections: 1, forMs: 500 });
    const looks: Counts[] = [];
    for (let look = 0; look < LOOKS; look += 1) {
      // What the request before has set going in the background does not belong to the next.
      await quiet(counter);
      looks.push(await countOne(counter, ours.url, numbered(requests, Date.now() * 1_000 + look)));
    }
    return {
      statements: median(looks.map(({ statements }) => statements)),
      roundTrips: median(looks.map(({ roundTrips }) => roundTrips)),
    };
  } finally {
    await ours.stop();
    await counter.close();
  }
}

/** Sent from this process, which counts too: it looks as soon as the answer is there. */
async function countOne(
  counter: Counter,
  url: string,
  { method, status, path, headers, body }: Requests,
): Promise<Counts> {
  const before = counter.read();
  const answer = await fetch(`${url}${path}`, { method, headers, body: body ?? null });
  const after = counter.read();
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
  return {
    statements: after.statements - before.statements,
    roundTrips: after.roundTrips - before.roundTrips,
  };
}

async function quiet(counter: Counter): Promise<void> {
  for (let before = -1; before !== counter.read().roundTrips;) {
    before = counter.read().roundTrips;
    await sleep(QUIET_MS);
  }
}

function medianOf(rounds: readonly Round[]): Round {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  return {
    perSecond: of(({ perSecond }) => perSecond),
    microseconds: of(({ microseconds }) => microseconds),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    p99AtHalf: of(({ p99AtHalf }) => p99AtHalf),
    residentMb: of(({ residentMb }) => residentMb),
    failed: of(({ failed }) => failed),
  };
}

function figuresOf(rounds: readonly Round[]): (Figure | null)[] {
  const of = (pick: (round: Round) => number, digits = 0): Figure => figure(rounds.map(pick), digits);
  const half = of(({ p99AtHalf }) => p99AtHalf, 2);
  return [
    of(({ microseconds }) => microseconds),
    of(({ perSecond }) => perSecond),
    of(({ p50 }) => p50, 2),
    of(({ p99 }) => p99, 2),
    half.value === 0 ? null : half,
    of(({ residentMb }) => residentMb),
  ];
}

function countFigures({ statements, roundTrips }: Counts): Figure[] {
  return [
    { value: statements, digits: 0 },
    { value: roundTrips, digits: 0 },
  ];
}

/** Of the rounds of one contestant. */
export function figure(values: readonly number[], digits: number): Figure {
  return { value: median(values), low: Math.min(...values), high: Math.max(...values), digits };
}

/** How many times as much the first is; nothing to say where one of them did not run. */
export function times(
  target: string,
  ours: number | undefined,
  theirs: number | undefined,
  limit: number,
): readonly Verdict[] {
  return ours === undefined || theirs === undefined ? [] : [{ target, value: ours / theirs, limit, unit: '×' }];
}
