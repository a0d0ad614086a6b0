import { randomInt } from 'node:crypto';
import { agreedBy, agreementIdOf } from '../cards/agreements.ts';
import { cardAnswer } from '../cards/cards.ts';
import type { Card } from '../cards/cards.ts';
import { outcomeOfCard } from '../cards/test-cards.ts';
import type { TypedCard } from '../cards/test-cards.ts';
import type { Gateway } from '../gateways/gateways.ts';
import { expireIfDue } from '../transactions/expiry.ts';
import { isOpen } from '../transactions/states.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { watchAttempt } from '../inquiry/automatic.ts';
import { learn } from '../inquiry/learn.ts';
import { orderedOutcome } from './sandbox-gateway.ts';
import { settleAttempt, startAttempt } from './settle.ts';
import type { AttemptOutcome } from './outcomes.ts';

/** What a payer does with an existing session. */
export interface PayerAction {
  readonly outcome?: AttemptOutcome;
  /** Decides the outcome when none is given. */
  readonly card?: TypedCard;
  readonly pgCode?: string;
  /** The payer ticked "save card". */
  readonly saveCard?: boolean;
  /** The gateway's late answer to the last attempt, which may revive `failed` and `expired`. */
  readonly late?: boolean;
}

export type PayerResult =
  { readonly ok: true; readonly attempt: Attempt } | { readonly ok: false; readonly error: string };

const REVIVING: ReadonlySet<AttemptOutcome> = new Set<AttemptOutcome>([
  'success',
  'authorized',
  'cod',
  'error_but_paid',
]);

/** One attempt of a payer, or the end of one that is pending (F10.4). */
export function paySession(world: World, transaction: Transaction, action: PayerAction): PayerResult {
  if (action.late !== true) expireIfDue(world, transaction);
  const revivable = action.late === true && (transaction.state === 'failed' || transaction.state === 'expired');
  if (!isOpen(transaction.state) && !revivable) {
    return refused(`The transaction is ${transaction.state} and can't be paid.`);
  }
  const gateway = chooseGateway(transaction, action.pgCode);
  if (gateway === undefined) return refused('The transaction has no such payment gateway.');
  const last = transaction.attempts.at(-1);
  const open = last !== undefined && (last.result === 'pending' || action.late === true) ? last : undefined;
  const typed = action.card === undefined ? undefined : outcomeOfCard(gateway.pgName, action.card, world.clock.now());
  const outcome = action.outcome ?? orderedOutcome(gateway, transaction.echo) ?? typed?.outcome ?? 'success';
  if (revivable && !REVIVING.has(outcome)) {
    return refused(`The transaction is ${transaction.state}: only a late success changes it.`);
  }
  const attempt = open ?? startAttempt(world, transaction, gateway, action.card === undefined ? 'hosted' : 'card');
  // What the gateway has decided already is not for the payer to change.
  if (!attempt.moneyMoved || !learn(world, transaction, attempt)) settleAttempt(world, transaction, attempt, outcome);
  watchAttempt(world, transaction, attempt);
  if (typed !== undefined && action.outcome === undefined) attempt.message = typed.message;
  if (attempt.result === 'success') keepCard(world, transaction, attempt, action, typed?.brand ?? 'VISA');
  return { ok: true, attempt };
}

const refused = (error: string): PayerResult => ({ ok: false, error });

function chooseGateway(transaction: Transaction, pgCode: string | undefined): Gateway | undefined {
  if (pgCode !== undefined) return transaction.gateways.find((gateway) => gateway.code === pgCode);
  return transaction.gateways.find((gateway) => gateway.redirect) ?? transaction.gateways[0];
}

/** By switch the list of cards knows a new one so much later, in simulated milliseconds. */
const LISTED_AFTER = 60 * 1000;

/** Cards are saved on request, and always with automatic debits and `save_card` (F13.1); an agreement moves to the new card. */
function keepCard(world: World, transaction: Transaction, attempt: Attempt, action: PayerAction, brand: string): void {
  const { customerId, paymentType } = transaction;
  const wanted = paymentType !== 'one_off' || action.saveCard === true;
  if (!wanted || customerId === undefined || !attempt.gateway.tokenizable) return;
  const agreement = agreementIdOf(transaction.echo);
  if (agreement !== undefined) {
    for (const card of world.cards.ofCustomer(customerId)) {
      card.agreements = card.agreements.filter((id) => id !== agreement);
    }
    world.agreements.begin(customerId, agreement, agreedBy(transaction));
  }
  const card: Card = {
    ...newCard(attempt.gateway, customerId, brand, action.card, agreement),
    ...(world.switches.card_listing === 'late' && { listedFrom: world.clock.now() + LISTED_AFTER }),
  };
  world.cards.save(card);
  attempt.token = cardAnswer(card, world.clock.now());
}

function newCard(
  gateway: Gateway,
  customerId: string,
  brand: string,
  typed: TypedCard | undefined,
  agreement: string | undefined,
): Card {
  const [month = '01', year = '39'] = (typed?.expiry ?? '01/39').split('/').map((part) => part.trim().slice(-2));
  return {
    // 16 digits that look like a card number and are none, as Ottu's own tokens do.
    token: `9${String(randomInt(1e9)).padStart(9, '0')}${String(randomInt(1e6)).padStart(6, '0')}`,
    customer_id: customerId,
    brand,
    name_on_card: 'TEST CARD',
    number: `**** ${(typed?.number ?? '4508750015741019').replaceAll(/\D/g, '').slice(-4)}`,
    expiry_month: month,
    expiry_year: year,
    cvv_required: false,
    pg_code: gateway.code,
    pg_name: gateway.pgName,
    sandbox: gateway.sandbox,
    agreements: agreement === undefined ? [] : [agreement],
  };
}
