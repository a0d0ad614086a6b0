import { Problem, type RetryAdvice } from '../../problems/problem.ts';
import type { PaymentView } from './payment.response.ts';
import { isSuccess } from '../states/payment-state.ts';

/**
 * What the words of issuers and of Ottu say of another try, the first row that fits (F13.2, F16.4, F16.7). There is no list
 * of these words anywhere: what fits no row may be good another day.
 */
const WORDS: readonly (readonly [RegExp, RetryAdvice['advice']])[] = [
  [/cardholder initiated|\bCIT\b/i, 'payer'],
  // Nobody has looked at the card.
  [
    /(?:authentication|3[- ]?d[- ]?s\d?|access control) (?:server|service|system)|unable to authenticate issuer/i,
    'later',
  ],
  [/system (?:error|malfunction)|try (?:again )?later \(/i, 'later'],
  [/do not (?:retry|re-?attempt|re-?submit|try again)|fraud/i, 'never'],
  [/revo(?:ked|cation)|stop (?:payment|recurring|all)|agreement .*(?:cancel|amount)/i, 'never'],
  [/agreement\b.*\bexpired?\b/i, 'payer'],
  // What the card may not do at this shop, no other card of his may.
  [/not (?:permitted|allowed|supported)\b.*\b(?:terminal|acquirer|merchant)/i, 'never'],
  [/transaction (?:is |was )?not (?:permitted|allowed)|not (?:permitted|allowed) (?:to|for) (?:the )?card/i, 'payer'],
  [/\bstolen\b|\blost card|card\b.*\b(?:reported|is|was|been) (?:as )?lost|pick[ -]?up|captur?e card/i, 'new_card'],
  [/(?:closed|blocked|restricted|inactive|deactivated|suspended) (?:card|account)/i, 'new_card'],
  [/(?:card|account)\b.*\b(?:closed|blocked|restricted|inactive|deactivated|suspended)\b/i, 'new_card'],
  [/authentication|3[- ]?d[- ]?s|3d secure|security code|cvv|pin\b/i, 'payer'],
  // Sessions and requests expire, too.
  [/expired?[ _-]?card|\bcard\b[^.;]*\bexpired?\b|(?:^|[:;,(-])\s*expired\b|expir(?:y|ation) date/i, 'new_card'],
  [/invalid (?:card|token|account)|no such (?:card|account|issuer)/i, 'new_card'],
];

/**
 * Whether a charge that came to nothing is worth another try; nothing where it succeeded or is not settled.
 *
 * @param pauseMs how long after the charge a card that may be good later is tried again.
 * @param chargedAt when its newest attempt began: an order number may be used again long after its payment was made (M41).
 */
export function retryAdvice(
  payment: PaymentView,
  pauseMs: number,
  chargedAt = new Date(payment.updated_at),
): RetryAdvice | undefined {
  if (payment.outcome !== 'final' || isSuccess(payment.state)) return undefined;
  return payment.retry ?? adviceFor(payment.message, chargedAt, pauseMs);
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
