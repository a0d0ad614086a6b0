import { isForeign } from '../facts/foreign.ts';
import { keptMessage } from '../facts/kept-words.ts';
import { type ProviderFact, readFact } from '../facts/provider-fact.ts';
import { parseSessionId } from '../identifiers.ts';
import { flatPgParams } from '../reading/flat-pg-params.ts';
import type { SettlementInput, LockedPayment } from '../settlement/settlement-input.ts';
import { isSuccess } from '../states/payment-state.ts';
import { textMember, type ChargeReply } from './charge-reply.ts';
import type { Redactor } from './redactor.ts';
import { refusalOf } from './refusal.ts';
import { readByTable, type ReplyReading } from './reply-table.ts';

/** Members of `pg_params` that name and number a payment, by Ottu's names: evidence, which no payer blanks by what he sent. */
const FIXED_PARAMS: ReadonlySet<string> = new Set([
  'card_number',
  'card_type',
  'card_issuer',
  'card_holder',
  'cardholder_email',
  'card_expiry_month',
  'card_expiry_year',
  'full_card_expiry',
  'card_expiry',
  'auth_code',
  'transaction_id',
  'payment_id',
  'ref',
  'track_id',
  'receipt_no',
  'transaction_no',
  'rrn',
  'order_id',
  'result',
  'decision',
  'post_date',
  'dcc_payer_amount',
  'dcc_payer_currency',
  'dcc_payer_exchange_rate',
]);

/** The call that a reply answers. */
export interface AnsweredCall {
  readonly attemptId: string;
  readonly source: 'one_step' | 'native';
  readonly redactor: Redactor;
}

/** The session that a reply names, though nothing of it is proved. */
export function namedSession(reply: ChargeReply): string | undefined {
  return parseSessionId(textMember(reply, 'session_id'));
}

/**
 * M11: what the reply to an attempt's own call teaches about the payment, as it is under the lock.
 *
 * @param shown the transaction's state by a retrieve that was made and settled after this reply, where one was.
 */
export function interpretChargeReply(
  reply: ChargeReply,
  { attemptId, source, redactor }: AnsweredCall,
  shown?: string,
): (locked: LockedPayment) => SettlementInput & { readonly reading: ReplyReading } {
  return (locked) => {
    const reported =
      reply.document === undefined ? undefined : redactedFact(reply, readFact(reply.document, source), redactor);
    const checked = reported === undefined ? undefined : locked.check(reported);
    const onSession = source === 'native';
    const reading = readByTable(reply, {
      identityGood: checked?.matches === true,
      again: !onSession && locked.attempts.length > 1,
      onSession,
    });
    // Ottu shows money that has moved, or may yet: that goes before what its answer says.
    const overruled = reading.retrieveFirst && shown !== undefined && (shown === 'pending' || isSuccess(shown));
    const foreign = checked?.mismatches.some((mismatch) => isForeign(mismatch, reported)) === true;
    const keepsSession = locked.mayAdoptSession && !foreign && isSuccessStatus(reply);
    return {
      reading,
      event: 'ottu_answered',
      details: {
        status: reply.status,
        read_as: reading.name,
        ...(shown === undefined ? {} : { shown }),
        signature: reply.signatureGood ? 'good' : 'not verified',
      },
      fact: reading.fact && reported !== undefined ? factOf(reported, reading, locked) : undefined,
      verdict: overruled ? undefined : verdictOf(reply, reading, redactor, source),
      attempt: {
        id: attemptId,
        state: overruled ? 'unknown' : reading.attempt,
        // What is not signed proves nothing later on either (M23).
        referenceNumber: reply.signatureGood || reading.actionRequired ? reported?.referenceNumber : undefined,
        result: reported?.result,
        actionRequired: reading.actionRequired ? actionRequiredOf(reply) : undefined,
        claimAgain: reading.claimAgain,
        refusal: reading.refused ? refusalOf(reply, (text) => redactor.text(text)) : undefined,
      },
      adoptSession: keepsSession ? namedSession(reply) : undefined,
      reviewReasons: reading.reviewReasons,
      inquireOnce: reading.inquireOnce && !overruled,
    };
  };
}

/** What an answer says whose result is pending is never stronger than that, whichever state stands beside it. */
function factOf(
  reported: ProviderFact,
  { name }: ReplyReading,
  { check }: LockedPayment,
): NonNullable<SettlementInput['fact']> {
  const said = name === 'pending' ? { ...reported, state: 'pending' } : reported;
  return { reported: said, checked: check(said) };
}

/** Where Ottu has words of its own or of a gateway, which may quote what was sent. What names and numbers a payment is kept. */
function redactedFact(reply: ChargeReply, reported: ProviderFact, given: Redactor): ProviderFact {
  const { orderNo, sessionId, referenceNumber, pgParams } = reported;
  const numbers = Object.entries(flatPgParams(pgParams ?? null) ?? {}).filter(([name]) => FIXED_PARAMS.has(name));
  const redactor = given.sparing([orderNo, sessionId, referenceNumber, ...numbers.map(([, value]) => value)]);
  return {
    ...reported,
    // Before it is cut: half of a secret would not be found.
    message: keptMessage(redactor.optional(textMember(reply, 'message'))),
    pgParams: pgParams && redactedParams(pgParams, redactor),
  };
}

function redactedParams(params: Readonly<Record<string, unknown>>, redactor: Redactor): Record<string, unknown> {
  const members = Object.entries(params).map(([name, value]) => [
    redactor.text(name),
    FIXED_PARAMS.has(name) ? value : redactor.data(value),
  ]);
  return Object.fromEntries(members) as Record<string, unknown>;
}

function verdictOf(
  reply: ChargeReply,
  reading: ReplyReading,
  redactor: Redactor,
  source: 'one_step' | 'native',
): SettlementInput['verdict'] {
  if (reading.claimAgain) return undefined;
  if (reading.refused) {
    // A payload that Ottu does not take says nothing about a transaction that stands, which may be tried again.
    return source === 'native' ? undefined : { state: 'rejected', result: undefined, message: undefined };
  }
  if (reading.name !== 'could_not_execute') return undefined;
  return {
    // A session that stands may be paid by another attempt.
    state: source === 'native' ? 'attempted' : 'failed',
    result: 'failed',
    message: keptMessage(redactor.optional(textMember(reply, 'detail'))),
  };
}

/** What the front end needs for a challenge (F4.5): a page of Ottu's to go to, or HTML to show in a frame. */
type ActionRequired =
  { readonly type: 'redirect'; readonly url: string } | { readonly type: 'iframe'; readonly html: string };

/** Characters of a challenge that are kept for replays. A page that was cut would be another page: a longer one is left out. */
const MAX_HTML = 256 * 1024;
const MAX_URL = 16 * 1024;

/** Ottu names the kind `method`; its guide says `type`. A reply with neither page nor HTML asks for nothing we could pass on. */
function actionRequiredOf(reply: ChargeReply): ActionRequired | undefined {
  const html = textMember(reply, 'html');
  const url = textMember(reply, 'redirect_url');
  const kind = textMember(reply, 'method') ?? textMember(reply, 'type');
  if (html !== undefined && (kind === 'iframe' || url === undefined)) {
    return html.length > MAX_HTML ? undefined : { type: 'iframe', html };
  }
  return url === undefined || url.length > MAX_URL ? undefined : { type: 'redirect', url };
}

function isSuccessStatus({ status }: ChargeReply): boolean {
  return status >= 200 && status < 300;
}
