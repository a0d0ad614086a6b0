import type { Repeat } from './call-policy.ts';
import { TransportFault, type FaultReason } from './transport-fault.ts';

const MAX_TRIES = 3;
const FIRST_WAIT_MS = 200;

/** An answer, as far as the decision needs it. */
export interface TriedReply {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

export interface Tried {
  readonly outcome: TriedReply | TransportFault;
  /** Tries made so far, this one included. */
  readonly tries: number;
  readonly repeat: Repeat;
  /** Milliseconds within which another try may still begin. */
  readonly startRemainingMs: number;
  /** From 0 up to 1. */
  readonly random: number;
  /** Milliseconds of the wall clock, for a `Retry-After` that is a date. */
  readonly now: number;
}

export type RetryDecision = { readonly retryAfterMs: number } | 'stop';

/**
 * Whether and when a call is tried again: three tries in all; full jitter over at most 200 ms, then
 * 400 ms; never sooner than `Retry-After` asks; never when the time is over by then.
 */
export function decideRetry(tried: Tried): RetryDecision {
  if (tried.tries >= MAX_TRIES || !mayRepeat(tried)) return 'stop';
  const jitter = tried.random * FIRST_WAIT_MS * 2 ** (tried.tries - 1);
  const asked = tried.outcome instanceof TransportFault ? 0 : (retryAfterMs(tried.outcome.retryAfter, tried.now) ?? 0);
  // On top of what Ottu asked for, so that calls that got the same second do not all come back in it.
  const wait = asked + jitter;
  return wait < tried.startRemainingMs ? { retryAfterMs: wait } : 'stop';
}

function mayRepeat({ outcome, repeat }: Tried): boolean {
  switch (repeat) {
    case 'always':
      return outcome instanceof TransportFault
        ? isConnectionFault(outcome.reason)
        : [429, 502, 503, 504].includes(outcome.status);
    case 'unsent':
      return outcome instanceof TransportFault && !outcome.sent && isConnectionFault(outcome.reason);
    case 'never':
      return false;
  }
}

/** A full queue and an open breaker are no faults of the connection: trying again is what they are there to stop. */
function isConnectionFault(reason: FaultReason): boolean {
  switch (reason) {
    case 'unreachable':
    case 'connection_lost':
      return true;
    case 'too_late':
    case 'budget_used_up':
    case 'queue_full':
    case 'breaker_open':
    case 'no_credentials':
    case 'deadline':
    case 'body_failed':
    case 'answer_too_large':
    case 'canceled':
    case 'shutting_down':
      return false;
  }
}

const DEFAULT_SECONDS = 5;
const WEEKDAY = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** Both forms of `Retry-After` (RFC 9110): whole seconds, or a date. Nothing for anything else. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  if (!WEEKDAY.test(text)) return undefined;
  // The oldest of the three forms of a date names no zone; all three are GMT.
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** How long the caller is to wait, in whole seconds; five where Ottu's header is missing or cannot be read. */
export function retryAfterSeconds(header: string | undefined, now = Date.now()): number {
  const wait = retryAfterMs(header, now);
  return wait === undefined ? DEFAULT_SECONDS : Math.ceil(wait / 1000);
}
