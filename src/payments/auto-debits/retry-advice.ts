import { Problem, type RetryAdvice } from '../../problems/problem.ts';
import type { PaymentView } from '../reading/payment.response.ts';
import { isSuccess } from '../states/payment-state.ts';

/**
 * What the words of issuers and of Ottu say of another try, the first row that fits (F13.2, F16.4, F16.7). There is no list
 * of these words anywhere: what fits no row may be good another day.
 */
const WORDS: readonly (readonly [RegExp, RetryAdvice['advice']])[] = [
  [/cardholder initiated|\bCIT\b/i, 'payer'],
  [/revo(?:ked|cation)|stop (?:payment|recurring|all)|agreement .*(?:cancel|amount)/i, 'never'],
  [/stolen|lost card|pick[ -]?up|captur?e card|fraud/i, 'never'],
  [/authentication|3[- ]?d[- ]?s|3d secure|security code|cvv|pin\b/i, 'payer'],
  [/expire|invalid (?:card|token|account)|no such (?:card|account|issuer)|closed account|restricted card/i, 'new_card'],
];

/**
 * Whether a charge that came to nothing is worth another try; nothing where it succeeded or is not settled.
 *
 * @param pauseMs how long after the charge a card that may be good later is tried again.
 */
export function retryAdvice(payment: PaymentView, pauseMs: number): RetryAdvice | undefined {
  if (payment.outcome !== 'final' || isSuccess(payment.state)) return undefined;
  return adviceFor(payment.message, new Date(payment.created_at), pauseMs);
}

/**
 * The same for what Ottu refused as wrong before anything was done: nothing where its words do not say what to do, since the
 * request may be at fault.
 */
export function withAdvice(error: unknown): unknown {
  if (!(error instanceof Problem) || error.code !== 'ottu_rejected') return error;
  const advice = adviceOf(error.options.detail);
  return advice === undefined ? error : new Problem(error.code, { ...error.options, retry: { advice } });
}

function adviceOf(words: string | null | undefined): RetryAdvice['advice'] | undefined {
  return WORDS.find(([pattern]) => pattern.test(words ?? ''))?.[1];
}

function adviceFor(message: string | null, at: Date, pauseMs: number): RetryAdvice {
  const advice = adviceOf(message) ?? 'later';
  return advice === 'later' ? { advice, after: new Date(at.getTime() + pauseMs).toISOString() } : { advice };
}
