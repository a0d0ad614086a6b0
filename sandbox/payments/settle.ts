import type { Gateway } from '../gateways/gateways.ts';
import type { JsonObject } from '../json.ts';
import { notify } from '../transactions/notify.ts';
import { mayMove, stateAfter } from '../transactions/states.ts';
import type { AttemptResult, State } from '../transactions/states.ts';
import type { Attempt, GatewayWord, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { moveMoney } from './move-money.ts';
import type { AttemptOutcome } from './outcomes.ts';
import { orderedWord } from './sandbox-gateway.ts';

/** How long the gateway of a pending payment takes, in simulated milliseconds: before any gateway's first inquiry. */
export const GATEWAY_DECIDES_AFTER = 4 * 60 * 1000;

interface Effect {
  readonly result: AttemptResult;
  /** Where it differs from what the result makes of the transaction. */
  readonly state?: State;
  readonly message: string;
  /** What the gateway itself says, where that is not what was answered: at once, or after its time. */
  readonly gateway?: { readonly says: GatewayWord['says']; readonly when: 'now' | 'later' };
}

const DECLINED = { result: 'failed', message: 'Declined by the issuer' } as const;
const NOT_EXECUTED = { result: 'failed', message: 'The payment could not be executed' } as const;
const PENDING = { result: 'pending', message: 'The gateway has not decided yet' } as const;
const ERROR = { result: 'error', message: 'Unknown Error' } as const;
const CHALLENGE = { result: 'pending', message: '3DS authentication is needed' } as const;

const EFFECTS: Readonly<Record<AttemptOutcome, Effect>> = {
  success: { result: 'success', message: 'successful payment' },
  authorized: { result: 'success', state: 'authorized', message: 'successful payment' },
  declined: DECLINED,
  declined_then_paid: { ...DECLINED, gateway: { says: 'success', when: 'later' } },
  failed: { ...DECLINED, state: 'failed' },
  cannot_execute: NOT_EXECUTED,
  cannot_execute_then_paid: { ...NOT_EXECUTED, gateway: { says: 'success', when: 'now' } },
  compensation_failures: NOT_EXECUTED,
  canceled: { result: 'canceled', message: 'Canceled by the payer' },
  pending: { ...PENDING, gateway: { says: 'success', when: 'later' } },
  pending_then_declined: { ...PENDING, gateway: { says: 'declined', when: 'later' } },
  pending_forever: PENDING,
  error: { ...ERROR, state: 'attempted', gateway: { says: 'declined', when: 'now' } },
  error_then_paid: { ...ERROR, state: 'attempted', gateway: { says: 'success', when: 'now' } },
  error_but_paid: { ...ERROR, state: 'paid', gateway: { says: 'success', when: 'now' } },
  cod: { result: 'cod', message: 'Cash on delivery' },
  three_ds_iframe: CHALLENGE,
  three_ds_redirect: CHALLENGE,
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
    amountMinor: transaction.amountMinor,
    currency: transaction.currency,
    result: 'pending',
    message: '',
    token,
    pgParams: {},
    later: undefined,
    moneyMoved: false,
  };
  transaction.attempts.push(attempt);
  return attempt;
}

/** Ends an attempt and moves the transaction; writes the ledger where money moved. */
export function settleAttempt(
  world: World,
  transaction: Transaction,
  attempt: Attempt,
  outcome: AttemptOutcome,
  reason?: string,
): void {
  const effect = EFFECTS[outcome];
  transaction.operation = operationOf(transaction, attempt, outcome);
  const rules = { operation: transaction.operation, attempts: world.switches.attempts };
  const next = effect.state ?? stateAfter(effect.result, transaction.state, rules);
  if (!mayMove(transaction.state, next)) {
    throw new Error(`A transaction can't move from ${transaction.state} to ${next}.`);
  }
  attempt.result = effect.result;
  attempt.message = effect === DECLINED ? (reason ?? effect.message) : effect.message;
  attempt.pgParams = gatewayParams(attempt, next);
  transaction.state = next;
  if (next === 'paid' || next === 'authorized') notify(world, transaction, next);
  // F2.2: `failed` is told of an error, too.
  else if (effect.result === 'failed' || effect.result === 'error') notify(world, transaction, 'failed');
  if (next === 'paid' || next === 'authorized' || next === 'cod') {
    transaction.settledPgCode = attempt.gateway.code;
    if (transaction.customerId !== undefined) world.transactions.notePaid(transaction.customerId, attempt.gateway.code);
  }
  // The wallet was debited and giving it back failed: money is gone although nothing was paid.
  if (outcome === 'compensation_failures') moveMoney(world, transaction, attempt, 'uncompensated_debit');
  else if (next === 'paid') moveMoney(world, transaction, attempt, 'charge');
  else if (next === 'authorized') moveMoney(world, transaction, attempt, 'authorization');
  attempt.later = undefined;
  if (effect.gateway !== undefined) {
    plan(world, transaction, attempt, {
      ...effect.gateway,
      says: orderedWord(attempt, transaction) ?? effect.gateway.says,
    });
  }
}

/** Saving a card reserves no money: what succeeded is `paid`, with amount 0, on every gateway (F15.31). */
function operationOf(
  { paymentType }: Transaction,
  { gateway }: Attempt,
  outcome: AttemptOutcome,
): Transaction['operation'] {
  if (outcome === 'authorized') return 'authorize';
  return paymentType === 'save_card' ? 'purchase' : gateway.operation;
}

/** The gateway decides by itself, whether anyone asks or not, and so does the money. */
function plan(world: World, transaction: Transaction, attempt: Attempt, gateway: NonNullable<Effect['gateway']>): void {
  const at = world.clock.now() + (gateway.when === 'now' ? 0 : GATEWAY_DECIDES_AFTER);
  const word: GatewayWord = { says: gateway.says, at };
  attempt.later = word;
  const decide = (): void => {
    if (attempt.later !== word || word.says !== 'success') return;
    moveMoney(world, transaction, attempt, attempt.gateway.operation === 'authorize' ? 'authorization' : 'charge');
  };
  if (gateway.when === 'now') decide();
  else world.agenda.at(at, decide);
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
