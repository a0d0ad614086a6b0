import { NOT_FOUND, page, redirect } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call, Handler } from '../http/call.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { inquiryEvent } from '../payments/event.ts';
import { paySession } from '../payments/pay-session.ts';
import type { PayerAction } from '../payments/pay-session.ts';
import { returnUrl, returnUrlAfter, summaryUrl } from '../payments/return-url.ts';
import { expireIfDue } from '../transactions/expiry.ts';
import { notify } from '../transactions/notify.ts';
import { isOpen } from '../transactions/states.ts';
import { checkoutUrl } from '../transactions/checkout-answer.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import { paymentNotice, paymentNotices, receiverOf } from '../webhooks/payment-notices.ts';
import type { Notice } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';
import { checkoutPage } from './checkout-page.ts';
import { challengePage, summaryPage, unknownPage } from './small-pages.ts';

type PageHandler = (call: Call, transaction: Transaction) => Answer | Promise<Answer>;

/** Pages need no key: who has the link may pay. The session is in the path or in the query. */
const withSession =
  (handler: PageHandler): Handler =>
  (call) => {
    const id = call.params['session_id'] ?? call.query.get('session_id') ?? '';
    const transaction = call.world.transactions.find(id);
    return transaction === undefined ? page(404, unknownPage()) : handler(call, transaction);
  };

/** GET /b/checkout/redirect/start/: opening the link makes a created transaction pending (F10.2). */
export const openCheckout: Handler = withSession((call, transaction) => {
  expireIfDue(call.world, transaction);
  if (!isOpen(transaction.state)) return page(200, summaryPage(transaction));
  if (transaction.state === 'created') transaction.state = 'pending';
  return page(200, checkoutPage(transaction, call.query.get('pg_code') ?? undefined));
});

/** POST /b/checkout/pay/{session_id}/: the form of that page. */
export const submitCheckout: Handler = withSession(async (call, transaction) => {
  const read = await readBody(call);
  if (!read.ok) return read.answer;
  return afterAttempt(call, transaction, actionOf(read.body));
});

function actionOf(form: JsonObject): PayerAction {
  const pgCode = textOf(form, 'pg_code');
  const chosen = pgCode === undefined ? {} : { pgCode };
  if (form['action'] === 'cancel') return { ...chosen, outcome: 'canceled' };
  const typed = (name: string): string => textOf(form, name) ?? '';
  return {
    ...chosen,
    card: { number: typed('number'), expiry: typed('expiry'), cvv: typed('cvv') },
    saveCard: form['save_card'] === 'true',
  };
}

/** A failed attempt shows the page again while the transaction is open; everything else leaves. */
async function afterAttempt(call: Call, transaction: Transaction, action: PayerAction): Promise<Answer> {
  const { world } = call;
  const result = paySession(world, transaction, action);
  if (!result.ok) return redirect(summaryUrl(transaction, world.baseUrl));
  const { attempt } = result;
  const notices = paymentNotices(world, transaction, attempt, 'page');
  if (attempt.result === 'failed' && isOpen(transaction.state)) {
    return { ...redirect(checkoutUrl(transaction, world.baseUrl)), webhooks: notices };
  }
  return leave(world, transaction, attempt, notices);
}

/** The payer waits until the merchant has taken the event, since that decides where to (F11.9). */
async function leave(
  world: World,
  transaction: Transaction,
  attempt: Attempt,
  notices: readonly Notice[],
): Promise<Answer> {
  const deliveries = await world.webhooks.deliver(notices);
  return redirect(returnUrlAfter(transaction, attempt, deliveries, world.baseUrl));
}

export const showSummary: Handler = withSession((_, transaction) => page(200, summaryPage(transaction)));

/** GET /b/checkout/3ds/{session_id}/: the bank's question; POST answers it. */
export const showChallenge: Handler = withSession((_, transaction) =>
  page(200, transaction.attempts.at(-1)?.result === 'pending' ? challengePage(transaction) : summaryPage(transaction)),
);

export const answerChallenge: Handler = withSession(async (call, transaction) => {
  const read = await readBody(call);
  if (!read.ok) return read.answer;
  const outcome = read.body['action'] === 'confirm' ? 'success' : 'declined';
  const { world } = call;
  const result = paySession(world, transaction, { outcome });
  if (!result.ok) return redirect(summaryUrl(transaction, world.baseUrl));
  return leave(world, transaction, result.attempt, paymentNotices(world, transaction, result.attempt, 'page'));
});

/** GET /b/checkout/cancel/{session_id}/, the SDK's `cancel_url`: ends the transaction and tells it (F2.7). */
export const cancelCheckout: Handler = withSession((call, transaction) => {
  const { world } = call;
  const back = redirect(returnUrl(transaction, transaction.attempts.at(-1), world.baseUrl));
  if (!isOpen(transaction.state)) return back;
  transaction.state = 'canceled';
  notify(world, transaction, 'canceled');
  const to = receiverOf(world, transaction);
  if (to === undefined) return back;
  const event = inquiryEvent(world, transaction);
  return { ...back, webhooks: [paymentNotice(transaction, event, 'page', to)] };
});

/** GET /b/{code}: where a short link leads. */
export const followShortLink: Handler = (call) => {
  const target = call.world.shortLinks.resolve(call.params['code'] ?? '');
  return target === undefined ? NOT_FOUND : redirect(target);
};
