import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { auditFactsOfRow } from '../reading/audit-facts.ts';
import { noteForAudit } from '../../audit/key-use.ts';
import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { MoneyError } from '../../money/money-error.ts';
import { Money } from '../../money/money.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import { findKey, linkKey, takeKey, type IdempotencyClaim } from '../attempts/idempotency-keys.ts';
import { balancesOf } from '../balances.ts';
import { asOperationId, type OperationId, type PaymentId } from '../identifiers.ts';
import { lockAttempts, moneyOf, writeTimeline } from '../payment-rows.ts';
import { problemPayment } from '../reading/to-payment-response.ts';
import { isOpen } from '../states/attempt-state.ts';
import { ApprovalRules } from './approval-rules.ts';
import type { OperationRequest } from './operation.request.ts';
import { insertOperation, refundedBy, updateOperation, type LockedOperation } from '../operations/operation-rows.ts';
import {
  ALLOWED_IN,
  allowedOperations,
  refusalOf,
  reversalOf,
  type OperationContext,
  type OperationRefusal,
} from '../operations/operation-rules.ts';
import { isExternal, type OperationKind } from '../operations/operation-states.ts';
import type { OperationToSend } from './send-operation.ts';
import { SettleOperation, type LockedOperations } from '../operations/settle-operation.ts';

export interface OperationCommand {
  readonly idempotency: IdempotencyClaim;
  readonly paymentId: PaymentId;
  readonly request: OperationRequest;
  /** The caller's `extra` as JSON text, letter by letter. */
  readonly extra: string | undefined;
  /** Id of the service key, for its limit. */
  readonly keyId: string;
}

export type ClaimedOperation =
  | { readonly kind: 'claimed'; readonly operation: OperationToSend }
  /** M83: it waits for another key. */
  | { readonly kind: 'awaiting_approval'; readonly operationId: OperationId }
  /** An earlier request with the same key: as it is now (M9). */
  | { readonly kind: 'replay'; readonly operationId: OperationId };

/** M80: the first durable write of an operation: key, row with its `Tracking-Key`, held amount and timeline, in one transaction. */
@Injectable()
export class ClaimOperation {
  constructor(
    private readonly database: Database,
    protected readonly settleOperation: SettleOperation,
    private readonly approvals: ApprovalRules,
    private readonly settings: Settings,
  ) {}

  /**
   * The payment is locked while its balance is read and held, so that two operations at once never exceed it.
   *
   * @throws Problem `operation_not_allowed`, `amount_exceeds_balance`, `balance_changed`, `refund_limit_exceeded`,
   * `validation_failed`, `idempotency_key_reused`, `idempotency_in_flight`, each with outcome `none` unless an earlier
   * request with this key says otherwise; `store_unavailable`
   */
  async claim(command: OperationCommand): Promise<ClaimedOperation> {
    return this.database.inTransaction((tx) => this.#claim(tx, command));
  }

  /** The payment as it stays until the operation is written: nobody else changes what is left of it meanwhile. */
  protected async balance(tx: Tx, paymentId: PaymentId): Promise<LockedOperations> {
    return this.settleOperation.lock(tx, paymentId);
  }

  async #claim(tx: Tx, command: OperationCommand): Promise<ClaimedOperation> {
    const { idempotency, paymentId } = command;
    const locked = await this.balance(tx, paymentId);
    noteForAudit({ before: auditFactsOfRow(locked.payment) });
    const operationId = asOperationId(randomUUID());
    if (!(await takeKey(tx, idempotency, { paymentId, operationId }))) {
      const replay = await this.#earlier(tx, command, locked);
      if (replay !== undefined) return replay;
      await linkKey(tx, idempotency, { paymentId, operationId });
    }
    const attemptOpen = (await lockAttempts(tx, paymentId)).some(({ state }) => isOpen(state));
    const planned = plan({ ...locked, attemptOpen }, command.request);
    const awaitsApproval = await this.#awaitsApproval(tx, command, planned);
    const { kind, amount } = planned;
    const { request, extra } = command;
    const { destination } = request;
    await insertOperation(tx, {
      id: operationId,
      paymentId,
      kind,
      reversal: request.operation === 'reverse',
      amount,
      destination: kind === 'refund' ? (destination ?? 'pg') : undefined,
      reason: request.reason,
      extra,
      requestedBy: idempotency.caller,
      dueInMs: awaitsApproval ? this.settings.durations.operationApproval : leaseMs(this.settings),
      awaitsApproval,
    });
    await this.settleOperation.claimed(tx, paymentId);
    await writeTimeline(tx, paymentId, 'operation_claimed', {
      operation: kind,
      operation_id: operationId,
      ...(request.operation === 'reverse' ? { asked_for: 'reverse' } : {}),
      ...(amount === undefined ? {} : { amount: amount.toString() }),
      ...(request.reason === undefined ? {} : { reason: request.reason }),
      requested_by: idempotency.caller,
      to: awaitsApproval ? 'awaiting_approval' : 'sending',
    });
    if (awaitsApproval) return { kind: 'awaiting_approval', operationId };
    const { payment } = locked;
    return {
      kind: 'claimed',
      operation: {
        id: operationId,
        paymentId,
        kind,
        orderNo: payment.order_no,
        sessionId: payment.session_id ?? '',
        amount,
        destination,
        extra,
        repeated: false,
      },
    };
  }

  /** @returns nothing where the key's operation came to nothing and it may ask again (M5a). */
  async #earlier(
    tx: Tx,
    { idempotency }: OperationCommand,
    { payment, operations }: LockedOperations,
  ): Promise<ClaimedOperation | undefined> {
    const key = await findKey(tx, idempotency);
    const operation = operations.find(({ id }) => id === key?.operation_id);
    if (key === undefined || operation === undefined) {
      throw new Error('an idempotency key has no operation; both are written together');
    }
    const operationId = asOperationId(operation.id);
    const about: ProblemOptions = {
      payment: problemPayment(payment, undefined),
      outcome: outcomeOf(operation),
    };
    if (key.body_sha256 !== idempotency.bodySha256) throw new Problem('idempotency_key_reused', about);
    if (operation.state === 'not_processed') return undefined;
    if (operation.state === 'sending') {
      if (!operation.is_due) throw new Problem('idempotency_in_flight', { ...about, retryAfterSeconds: 2 });
      // M3: nobody can hear its answer any more.
      await updateOperation(tx, operation.id, { state: 'unknown', dueInMs: 0 });
    }
    return { kind: 'replay', operationId };
  }

  async #awaitsApproval(tx: Tx, { idempotency, keyId }: OperationCommand, { kind, amount }: Planned): Promise<boolean> {
    if (kind !== 'refund' || amount === undefined) return false;
    const { caller } = idempotency;
    const limit = this.approvals.limitOf(keyId, amount.currency);
    if (limit !== undefined) {
      // Two refunds of one caller, on two payments, are counted one after the other.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`refunds of ${caller}`}, 0))`.execute(tx);
      const { refundDay: withinMs } = this.settings.durations;
      const refunded = await refundedBy(tx, { caller, currency: amount.currency, withinMs });
      this.approvals.assertWithin(limit, amount, Money.fromMinor(refunded, amount.currency));
    }
    return this.approvals.needsApproval(amount);
  }
}

/** How long a call may be under way until nobody can hear its answer any more (M3). Milliseconds. */
export function leaseMs({ ottu, durations }: Settings): number {
  return ottu.chargeTimeoutMs + durations.leaseGrace;
}

interface Planned {
  readonly kind: OperationKind;
  readonly amount: Money | undefined;
}

/** @throws Problem where it cannot be done */
function plan(context: OperationContext & LockedOperations, request: OperationRequest): Planned {
  const { payment } = context;
  const kind = request.operation === 'reverse' ? reversalOf(context) : request.operation;
  assertMembers(request, kind);
  const refusal = refusalOf(kind, context);
  if (refusal !== undefined) throw notAllowed(kind, refusal, context);
  const { capturable, refundable } = balancesOf(payment);
  if (request.expected_refundable !== undefined) {
    const expected = read(request.expected_refundable, payment, '/expected_refundable');
    if (!expected.equals(refundable)) throw new Problem('balance_changed', aboutBalance(payment));
  }
  switch (kind) {
    case 'refund':
      return { kind, amount: within(request.amount, refundable, payment) };
    case 'capture':
      return { kind, amount: within(request.amount, capturable, payment) };
    case 'void':
      return { kind, amount: moneyOf(payment.amount_minor, payment.currency_code) };
    case 'cancel':
    case 'expire':
    case 'delete':
      return { kind, amount: undefined };
  }
}

/** @throws Problem unless it is above zero and within what is left */
function within(text: string | undefined, left: Money, payment: PaymentRow): Money {
  const amount = text === undefined ? left : read(text, payment, '/amount');
  if (text !== undefined && amount.isZero()) throw invalid('/amount', 'must be above zero');
  if (amount.isZero() || amount.compare(left) > 0) throw new Problem('amount_exceeds_balance', aboutBalance(payment));
  return amount;
}

function assertMembers({ amount, destination, extra, operation }: OperationRequest, kind: OperationKind): void {
  if (amount !== undefined && kind !== 'refund' && kind !== 'capture') {
    throw invalid(
      '/amount',
      operation === 'reverse' ? 'is not taken here: the whole payment is voided' : 'is only for a refund or a capture',
    );
  }
  if (destination !== undefined && kind !== 'refund') throw invalid('/destination', 'is only for a refund');
  if (extra !== undefined && !isExternal(kind)) throw invalid('/extra', 'is only for a refund, capture or void');
}

function read(text: string, { currency_code: currency }: PaymentRow, pointer: string): Money {
  try {
    return Money.parse(text, currency);
  } catch (error) {
    if (error instanceof MoneyError) throw invalid(pointer, error.message);
    throw error;
  }
}

function invalid(pointer: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ pointer, message }], outcome: 'none' });
}

function aboutBalance(payment: PaymentRow): ProblemOptions {
  const { capturable, refundable } = balancesOf(payment);
  return {
    outcome: 'none',
    payment: problemPayment(payment, undefined),
    balance: { refundable_amount: refundable.toString(), capturable_amount: capturable.toString() },
  };
}

/** Says which states allow it, and what is possible now. */
export function notAllowed(kind: OperationKind, refusal: OperationRefusal, context: OperationContext): Problem {
  const allowed = allowedOperations(context);
  const states = ALLOWED_IN[kind].join(', ');
  const now = allowed.length === 0 ? 'Nothing can be done to it now.' : `Now it allows: ${allowed.join(', ')}.`;
  return new Problem('operation_not_allowed', {
    ...aboutBalance(context.payment),
    detail: `${sentenceOf(kind, refusal, context.payment)} A ${kind} is for payments that are ${states}. ${now}`,
    allowed,
  });
}

function sentenceOf(kind: OperationKind, refusal: OperationRefusal, { state }: PaymentRow): string {
  switch (refusal) {
    case 'no_session':
      return 'The payment is not known to have a transaction at Ottu.';
    case 'state':
      return `The payment is ${state}.`;
    case 'captured':
      return 'Something of the payment was captured, so it is refunded and not voided.';
    case 'nothing_captured':
      return 'Nothing of the payment was captured yet, so there is nothing to give back.';
    case 'voided':
      return 'The payment was voided.';
    case 'deleted':
      return 'The transaction was deleted at Ottu.';
    case 'attempt_open':
      return 'Somebody may be paying it at this moment.';
    case 'in_flight':
      return `Another operation on the payment, which a ${kind} would contradict, is not settled yet.`;
  }
}

/** What may be concluded about the operation that a key was used for. */
export function outcomeOf({ state }: LockedOperation): 'none' | 'unknown' | 'final' {
  switch (state) {
    case 'awaiting_approval':
    case 'sending':
    case 'unknown':
    case 'queued':
      return 'unknown';
    case 'not_processed':
      return 'none';
    case 'refused':
    case 'rejected':
    case 'succeeded':
      return 'final';
  }
}
