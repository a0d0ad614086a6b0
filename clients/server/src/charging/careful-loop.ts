import type { Problem, ProblemCode } from '../types.ts';
import type { Reading } from './reading.ts';
import type { Result, Waiting, WaitsFor } from './result.ts';

/** These tell of another request: that of the key with its own bytes, or that of the order number. */
const ABOUT_ANOTHER: ReadonlySet<ProblemCode> = new Set(['idempotency_key_reused', 'order_no_taken']);

/** The service asks for later by these, where it has done nothing. */
const LATER: ReadonlySet<number> = new Set([429, 503]);

const WITHIN_MS = 90_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** One intent: the same key and the same bytes at every try. */
export interface CarefulRequest<Answer> {
  readonly key: string;
  /** One try. Never rejects: what gets no answer is a reading too. */
  readonly send: (signal: AbortSignal) => Promise<Reading<Answer>>;
  /** Milliseconds after which a try counts as lost; longer than the service's own deadline for a charge, which is 60 s. */
  readonly timeoutMs: number;
}

/** What time is, here and in tests. */
export interface Clock {
  readonly now: () => number;
  /** Ends early when it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** What is known of an intent before a try. */
interface Known {
  /** An earlier try may have charged: a refusal that names no payment is then about the later request alone. */
  readonly mayHaveCharged: boolean;
  /** Handed back before: not news any more. */
  readonly waitsFor?: WaitsFor;
}

/**
 * Sends until the outcome is known, or until nobody waits any more. What is sent is always the same, and the service answers a
 * repetition with the payment as it is by then, so that no repetition charges a second time (docs/api.md, "After a lost
 * answer").
 */
export async function sendCarefully<Answer>(
  request: CarefulRequest<Answer>,
  known: Known,
  waiting: Waiting,
  clock: Clock,
): Promise<Result<Answer>> {
  const { key, send, timeoutMs } = request;
  const { within = WITHIN_MS, signal } = waiting;
  const until = clock.now() + within;
  let { mayHaveCharged } = known;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const reading = await send(endOf(Math.min(timeoutMs, until - clock.now()), signal));
    if (reading.kind === 'final') return { ...reading.answer, key, outcome: 'final' };
    if (reading.kind === 'none') return { ...reading.answer, key, outcome: 'none', mayRepeat: false };
    if (reading.kind === 'problem') {
      const verdict = verdictOn(reading.problem, mayHaveCharged);
      if (verdict === 'conflict') return { key, outcome: 'conflict', problem: reading.problem };
      if (verdict === 'none') return noneOf(key, reading);
    }
    mayHaveCharged ||= isDoubt(reading);
    const wait = Math.max(pause * (0.5 + clock.random() / 2), retryAfter(reading));
    const isNews = reading.kind === 'open' && reading.waitsFor !== 'answer' && reading.waitsFor !== known.waitsFor;
    if (isNews || isAborted(signal) || clock.now() + wait > until) {
      return handBack(request, { reading, mayHaveCharged }, clock);
    }
    await clock.sleep(wait, signal);
    if (isAborted(signal)) return handBack(request, { reading, mayHaveCharged }, clock);
  }
}

function verdictOn(problem: Problem, mayHaveCharged: boolean): 'conflict' | 'none' | 'again' {
  const { code, outcome, payment, status } = problem;
  if (ABOUT_ANOTHER.has(code)) return 'conflict';
  if (outcome !== 'none' || LATER.has(status)) return 'again';
  // A `none` beside a payment is about the key; without one it is about the last request alone.
  return payment !== undefined || !mayHaveCharged ? 'none' : 'again';
}

function isDoubt<Answer>(reading: Reading<Answer>): boolean {
  switch (reading.kind) {
    case 'lost':
      return reading.sent;
    case 'problem':
      return reading.problem.outcome !== 'none';
    case 'open':
      return true;
    case 'final':
    case 'none':
      return false;
  }
}

/** Where no try can have charged, whoever asks hears so. */
function handBack<Answer>(
  request: CarefulRequest<Answer>,
  last: { readonly reading: Reading<Answer>; readonly mayHaveCharged: boolean },
  clock: Clock,
): Result<Answer> {
  if (last.mayHaveCharged) return unknownOf(request, last, clock);
  if (last.reading.kind === 'problem') return noneOf(request.key, last.reading);
  return { key: request.key, outcome: 'none', mayRepeat: true } as Result<Answer>;
}

function noneOf<Answer>(
  key: string,
  { problem, retryAfterMs }: Extract<Reading<Answer>, { kind: 'problem' }>,
): Result<Answer> {
  const mayRepeat = problem.status === 401 || problem.status === 403 || problem.status === 429 || problem.status >= 500;
  const later = retryAfterMs === undefined ? {} : { retryAfterMs };
  // TypeScript does not see that nothing of an answer is a part of any answer.
  return { key, outcome: 'none', problem, mayRepeat, ...later } as Result<Answer>;
}

function unknownOf<Answer>(
  request: CarefulRequest<Answer>,
  { reading, mayHaveCharged }: { readonly reading: Reading<Answer>; readonly mayHaveCharged: boolean },
  clock: Clock,
): Result<Answer> {
  const waitsFor = reading.kind === 'open' ? reading.waitsFor : 'answer';
  return {
    ...(reading.kind === 'open' ? reading.answer : {}),
    ...(reading.kind === 'problem' ? { problem: reading.problem } : {}),
    key: request.key,
    outcome: 'unknown',
    waitsFor,
    resume: async (waiting: Waiting = {}) => sendCarefully(request, { mayHaveCharged, waitsFor }, waiting, clock),
  } as Result<Answer>;
}

function retryAfter<Answer>(reading: Reading<Answer>): number {
  return (reading.kind === 'problem' || reading.kind === 'lost' ? reading.retryAfterMs : undefined) ?? 0;
}

/** As it is at this moment: TypeScript would take it for what it was at the last look. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}

function endOf(ms: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(ms)));
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}
