import type { components } from './api-types.ts';
import { callCart, type Context } from './context.ts';
import type { Intent } from './kept.ts';
import { Problem, Unreachable, type ProblemCode } from './problem.ts';
import { randomKey } from './random-key.ts';
import { sleep } from './timing.ts';
import type { Challenge, Means, PaymentStatus } from './types.ts';

/** Why the shopper stays where he is. This payment charged nothing. */
export type Trouble =
  /** The cart or its price is another now: check out again and show it. */
  | 'changed'
  /** The bank or Ottu did not take it. */
  | 'refused'
  | 'too_many'
  /** It was not solved. */
  | 'challenge'
  /** The cart is somebody's who is not, or no longer, signed in here. */
  | 'signed_out'
  | 'card_gone'
  | 'card_unusable'
  | 'nothing_charged';

/** What is not clearly said to be nothing is followed, never paid again. */
export type PayResult =
  | { readonly outcome: 'follow'; readonly payment?: PaymentStatus }
  | { readonly outcome: 'none'; readonly trouble: Trouble; readonly problem: Problem }
  /** The payment page of this cart is open somewhere, and may be paid there at this moment. Nothing is charged beside it. */
  | { readonly outcome: 'unknown'; readonly trouble: 'page_open'; readonly problem: Problem };

export interface PayOptions {
  readonly challenge?: Challenge | undefined;
}

const FOLLOW: PayResult = { outcome: 'follow' };

const TROUBLES: Partial<Record<ProblemCode, Trouble>> = {
  price_changed: 'changed',
  cart_changed: 'changed',
  payment_refused: 'refused',
  too_many_attempts: 'too_many',
  challenge_required: 'challenge',
  customer_jwt_missing: 'signed_out',
  customer_jwt_invalid: 'signed_out',
  card_not_found: 'card_gone',
  card_not_usable: 'card_unusable',
};

/** Refused because of another payment, of which the status tells. */
const FOLLOWED: ReadonlySet<ProblemCode> = new Set(['cart_frozen', 'cart_closed', 'idempotency_in_flight']);

type PayBody = components['schemas']['PayCartRequest'];

/** Begins a payment of the version of a cart that the shopper has seen. */
export function pay(context: Context, id: string, etag: string, means: Means, options: PayOptions): Promise<PayResult> {
  const card = 'cardId' in means;
  const body: PayBody = card
    ? { card_id: means.cardId }
    : // What is sent again has to be the same, whatever becomes of the object.
      { wallet: means.wallet, payload: JSON.parse(JSON.stringify(means.payload)) as Record<string, unknown> };
  const before = context.kept.order(id)?.intent;
  if (card && before?.cardId === means.cardId && before.etag === etag) {
    return send(context, id, before, body, options, 1);
  }
  const kind = card ? 'card' : 'wallet';
  return begin(context, id, { kind, etag, ...(card && { cardId: means.cardId }) }, body, options);
}

/** Orders a cart that costs nothing. */
export function complete(context: Context, id: string, etag: string): Promise<PayResult> {
  return begin(context, id, { kind: 'free', etag }, undefined, {});
}

/**
 * Goes on with a payment that was begun before the page was loaded, and of which no answer came: sends it once more with its
 * key, which charges nothing twice, where it is known and not long ago; the rest is followed.
 *
 * @returns nothing where there is none
 */
export async function resume(context: Context, id: string, options: PayOptions): Promise<PayResult | undefined> {
  const intent = context.kept.order(id)?.intent;
  if (intent === undefined) return undefined;
  const { kind, cardId, at } = intent;
  if (kind === 'wallet' || Date.now() - at > context.timing.repeatMs) return FOLLOW;
  return send(context, id, intent, cardId === undefined ? undefined : { card_id: cardId }, options, 1);
}

function begin(
  context: Context,
  id: string,
  what: Omit<Intent, 'key' | 'at'>,
  body: PayBody | undefined,
  options: PayOptions,
): Promise<PayResult> {
  const intent: Intent = { ...what, key: randomKey(), at: Date.now() };
  // Before anything is sent: a page that is loaded again must know that something may be on its way.
  context.kept.keepIntent(id, intent);
  return send(context, id, intent, body, options, 0);
}

async function send(...sent: Parameters<typeof sendUntilAnswered>): Promise<PayResult> {
  const [{ sending }, , { key }] = sent;
  sending.add(key);
  try {
    return await sendUntilAnswered(...sent);
  } finally {
    sending.delete(key);
  }
}

/**
 * One key for one intent: sent again with it, it is the same payment and not a second one. The solution of a challenge is not
 * part of what is the same, so it may come with a later request.
 *
 * @param lostBefore how many requests with this key got no answer
 */
async function sendUntilAnswered(
  context: Context,
  id: string,
  intent: Intent,
  body: PayBody | undefined,
  { challenge = context.challenge }: PayOptions,
  lostBefore: number,
): Promise<PayResult> {
  const { kept, timing } = context;
  const until = Date.now() + timing.patienceMs;
  let lost = lostBefore;
  let solution: string | undefined;
  for (;;) {
    try {
      const payment = await sendOnce(context, id, intent, body, solution);
      kept.dropIntent(id, intent.key);
      return payment === undefined ? FOLLOW : { outcome: 'follow', payment };
    } catch (error) {
      if (isLost(error)) {
        lost += 1;
        if (Date.now() >= until) return FOLLOW;
        await sleep(Math.max(timing.pauseMs, error instanceof Problem ? error.retryAfter * 1000 : 0));
        continue;
      }
      if (!(error instanceof Problem)) throw error;
      const trouble = troubleOf(error);
      if (trouble === 'challenge' && challenge !== undefined) {
        solution = await challenge(solution !== undefined);
        if (solution !== undefined) continue;
      }
      // Of what was sent before, and of which no answer came, only a refusal of the payment itself says anything: the rest is
      // about the request that got it, and the first may still be on its way.
      const pageOpen = lost === 0 && error.code === 'payer_is_paying';
      const decided = trouble === 'refused' || (lost === 0 && error.outcome === 'none');
      if (decided || pageOpen) kept.dropIntent(id, intent.key);
      if (pageOpen) return { outcome: 'unknown', trouble: 'page_open', problem: error };
      return decided && trouble !== undefined ? { outcome: 'none', trouble, problem: error } : FOLLOW;
    }
  }
}

async function sendOnce(
  context: Context,
  id: string,
  { key, etag }: Intent,
  body: PayBody | undefined,
  solution: string | undefined,
): Promise<PaymentStatus | undefined> {
  const { api } = context;
  const params = { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': etag } };
  if (body === undefined) {
    await callCart(context, id, ({ signedIn: headers }) => api.POST('/v1/carts/{id}/complete', { params, headers }));
    return undefined;
  }
  const solved = { ...body, ...(solution !== undefined && { challenge_token: solution }) };
  const answer = await callCart(context, id, ({ signedIn: headers }) =>
    api.POST('/v1/carts/{id}/payments', { params, headers, body: solved }),
  );
  return answer.body.payment;
}

/** Nobody can say what became of it, and the same key again may tell. One that is under way is followed. */
function isLost(error: unknown): error is Unreachable | Problem {
  if (error instanceof Unreachable) return true;
  return error instanceof Problem && error.outcome === 'unknown' && error.status >= 500;
}

/** Nothing where there is something to follow. */
function troubleOf({ code, outcome }: Problem): Trouble | undefined {
  return FOLLOWED.has(code) ? undefined : (TROUBLES[code] ?? (outcome === 'none' ? 'nothing_charged' : undefined));
}
