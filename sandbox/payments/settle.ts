import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import type { Gateway } from '../gateways/gateways.ts';
import type { JsonObject } from '../json.ts';
import type { LedgerKind } from '../record/ledger.ts';
import { mayMove, stateAfter } from '../transactions/states.ts';
import type { AttemptResult, State } from '../transactions/states.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import type { Outcome } from './outcomes.ts';

/** Outcomes that are an attempt. The others are refused before anything is stored. */
export type AttemptOutcome = Exclude<Outcome, 'field_error' | 'detail_error' | 'locked' | 'conflict' | 'hosted'>;

interface Effect {
  readonly result: AttemptResult;
  /** Where it differs from what the result makes of the transaction. */
  readonly state?: State;
  readonly message: string;
}

const EFFECTS: Readonly<Record<AttemptOutcome, Effect>> = {
  success: { result: 'success', message: 'successful payment' },
  authorized: { result: 'success', state: 'authorized', message: 'successful payment' },
  declined: { result: 'failed', message: 'Declined by the issuer' },
  failed: { result: 'failed', state: 'failed', message: 'Declined by the issuer' },
  cannot_execute: { result: 'failed', message: 'The payment could not be executed' },
  compensation_failures: { result: 'failed', message: 'The payment could not be executed' },
  canceled: { result: 'canceled', message: 'Canceled by the payer' },
  pending: { result: 'pending', message: 'The gateway has not decided yet' },
  error: { result: 'error', state: 'attempted', message: 'Unknown Error' },
  error_but_paid: { result: 'error', state: 'paid', message: 'Unknown Error' },
  cod: { result: 'cod', message: 'Cash on delivery' },
  three_ds_iframe: { result: 'pending', message: '3DS authentication is needed' },
  three_ds_redirect: { result: 'pending', message: '3DS authentication is needed' },
};

/** Starts an attempt on this gateway. */
export function startAttempt(
  world: World,
  transaction: Transaction,
  gateway: Gateway,
  method: string,
  token?: JsonObject,
): Attempt {
  const attempt: Attempt = {
    referenceNumber: world.newReference(),
    gateway,
    method,
    startedAt: world.clock.now(),
    result: 'pending',
    message: '',
    token,
    pgParams: {},
  };
  transaction.attempts.push(attempt);
  return attempt;
}

/** Ends an attempt and moves the transaction; writes the ledger where money moved. */
export function settleAttempt(world: World, transaction: Transaction, attempt: Attempt, outcome: AttemptOutcome): void {
  const effect = EFFECTS[outcome];
  transaction.operation = outcome === 'authorized' ? 'authorize' : attempt.gateway.operation;
  const rules = { operation: transaction.operation, attempts: world.switches.attempts };
  const next = effect.state ?? stateAfter(effect.result, transaction.state, rules);
  if (!mayMove(transaction.state, next)) {
    throw new Error(`A transaction can't move from ${transaction.state} to ${next}.`);
  }
  attempt.result = effect.result;
  attempt.message = effect.message;
  attempt.pgParams = gatewayParams(attempt, next);
  transaction.state = next;
  if (next === 'paid' || next === 'authorized' || next === 'cod') transaction.settledPgCode = attempt.gateway.code;
  if (next === 'paid') enter(world, transaction, attempt, 'charge');
  if (next === 'authorized') enter(world, transaction, attempt, 'authorization');
  // The wallet was debited and giving it back failed: money is gone although nothing was paid.
  if (outcome === 'compensation_failures') enter(world, transaction, attempt, 'uncompensated_debit');
}

function enter(world: World, transaction: Transaction, attempt: Attempt, kind: LedgerKind): void {
  if (transaction.amountMinor === 0n) return;
  world.ledger.add({
    order_no: transaction.orderNo ?? null,
    session_id: transaction.sessionId,
    amount: formatAmount(transaction.amountMinor, exponentOf(transaction.currency)),
    currency: transaction.currency,
    at: new Date(world.clock.now()).toISOString(),
    kind,
    reference_number: attempt.referenceNumber,
    pg_code: attempt.gateway.code,
  });
}

function gatewayParams(attempt: Attempt, state: State): JsonObject {
  const id = attempt.referenceNumber.slice(-6);
  if (state === 'paid' || state === 'authorized') {
    return {
      auth_code: `A${id.slice(-5)}`,
      transaction_id: `T${id}`,
      result: state === 'paid' ? 'CAPTURED' : 'APPROVED',
    };
  }
  if (state === 'attempted' || state === 'failed') {
    return { transaction_id: `T${id}`, result: 'DECLINED', pg_message: attempt.message };
  }
  return {};
}
