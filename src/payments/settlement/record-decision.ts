import type { Tx } from '../../database/database.ts';
import type { FactRow, PaymentRow } from '../../database/schema.ts';
import type { DecidedState } from '../../database/states.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { decisionOf, wasSeen } from '../facts/decision.ts';
import { storeDecision } from '../payment-repository.ts';
import { factsOf, moneyOf } from '../payment-rows.ts';
import { isSuccess } from '../states/payment-state.ts';
import type { ReviewDecision } from './settlement-input.ts';

/**
 * M27: the decision has seen every fact that is stored by now, and what it makes of the payment is kept in its row. What was
 * received is what Ottu's success says was settled, or else its amount; where Ottu has named no success, what was asked.
 *
 * @returns the payment with what was decided.
 */
export async function recordDecision(
  tx: Tx,
  payment: PaymentRow,
  { verdict, shown }: ReviewDecision,
): Promise<PaymentRow> {
  const facts = await factsOf(tx, payment.id);
  const success = successOf(payment, facts);
  const state: DecidedState = verdict === 'reject' ? 'canceled' : (shown ?? success?.state ?? 'paid');
  const received = verdict === 'reject' ? undefined : receivedOf(payment, success?.facts ?? []);
  const columns = {
    decided_state: state,
    decided_through: facts.at(-1)?.id ?? '0',
    received_minor: received?.minor.toString() ?? null,
    received_currency: received?.currency ?? null,
  };
  await storeDecision(tx, payment.id, columns);
  return { ...payment, ...columns };
}

interface NamedSuccess {
  readonly state: Exclude<DecidedState, 'canceled'>;
  /** Newest first. */
  readonly facts: readonly FactRow[];
}

/** What an earlier decision has seen was given back, or is counted already, unless nothing else is known. */
function successOf(payment: PaymentRow, facts: readonly FactRow[]): NamedSuccess | undefined {
  const earlier = decisionOf(payment);
  const all = facts.filter(({ state }) => isSuccess(state)).toReversed();
  const fresh = earlier === undefined ? all : all.filter((fact) => !wasSeen(earlier, fact));
  const successes = fresh.length > 0 ? fresh : all;
  const state = successes[0]?.state;
  return state !== undefined && isSuccess(state) ? { state, facts: successes } : undefined;
}

function receivedOf(payment: PaymentRow, successes: readonly FactRow[]): Money | undefined {
  if (successes.length === 0) return moneyOf(payment.amount_minor, payment.currency_code);
  const settled = successes.find(({ settled_amount: amount }) => amount !== null);
  const fact = settled ?? successes.find(({ amount }) => amount !== null);
  return fact && moneyIn(fact.settled_amount ?? fact.amount, fact.currency_code ?? payment.currency_code);
}

/** Nothing where Ottu named an amount that its currency cannot hold. */
function moneyIn(amount: string | null, currency: string): Money | undefined {
  if (amount === null || !isCurrencyCode(currency)) return undefined;
  try {
    return Money.fromProvider(amount, currency);
  } catch {
    return undefined;
  }
}
