import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { JsonDocument } from '../../json/json-document.ts';
import type { JsonText } from '../../json/json-text.ts';
import type { Money } from '../../money/money.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import { OttuProblems } from '../answers/ottu-problems.ts';
import { Redactor } from '../answers/redactor.ts';
import type { OperationId, PaymentId } from '../identifiers.ts';
import { readOperationReply, type OperationReading } from '../operations/read-operation-reply.ts';
import { isExternal, type OperationKind } from '../operations/operation-states.ts';
import { SettleOperation, type OperationChange } from '../operations/settle-operation.ts';

/** One operation that may be sent now: its row is `sending`. */
export interface OperationToSend {
  readonly id: OperationId;
  readonly paymentId: PaymentId;
  readonly kind: OperationKind;
  readonly orderNo: string;
  readonly sessionId: string;
  readonly amount: Money | undefined;
  readonly destination: 'pg' | 'wallet' | undefined;
  /** JSON text. */
  readonly extra: string | undefined;
  /** It was sent before, with the same `Tracking-Key` (M80). */
  readonly repeated: boolean;
}

/** What sending it came to, as far as its caller's answer depends on it. */
export type SendOutcome =
  | { readonly kind: 'settled' }
  /** Ottu was called, and what became of it could not be stored yet; the lease's end leads to a look. */
  | { readonly kind: 'unstored' }
  /** Ottu has done nothing, and the same key may ask again (M5, M5a). */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** M2, M80: sends one operation, once, and settles what Ottu answers. No transaction is open and no lock held meanwhile. */
@Injectable()
export class SendOperation {
  readonly #logger = new Logger('Operations');

  constructor(
    protected readonly operations: OperationsApi,
    private readonly settleOperation: SettleOperation,
    private readonly problems: OttuProblems,
    private readonly settings: Settings,
  ) {}

  /** Never throws: it may have been done. */
  async execute(operation: OperationToSend, dueInMs?: number): Promise<SendOutcome> {
    let reply: OttuReply;
    try {
      reply = await this.call(operation);
    } catch (error) {
      const notSent = error instanceof TransportFault && !error.sent;
      // What was sent before may have been done, whatever became of this try.
      if (notSent && !operation.repeated) return this.#refused(operation, 'not_sent', this.problems.ofFault(error));
      if (!(error instanceof TransportFault)) this.#reportFault(operation, error);
      const reason = error instanceof TransportFault ? error.reason : 'fault';
      return this.#store(operation, { state: 'unknown', event: 'operation_lost', details: { reason }, dueInMs });
    }
    try {
      return await this.#settle(operation, reply, dueInMs);
    } catch (error) {
      this.#reportFault(operation, error);
      return this.#store(operation, {
        state: 'unknown',
        event: 'operation_lost',
        details: { reason: 'fault' },
        dueInMs,
      });
    }
  }

  /** One request to Ottu. Its `Tracking-Key` is the operation's id, at every try the same (M80). */
  protected async call({ id, kind, sessionId, amount, destination, extra }: OperationToSend): Promise<OttuReply> {
    const { chargeTimeoutMs } = this.settings.ottu;
    return this.operations.operate(
      {
        operation: kind,
        sessionId,
        // Always named: what Ottu would take for all that is left may be another amount by then.
        amount: kind === 'refund' || kind === 'capture' ? amount?.toString() : undefined,
        destination,
        extra: extra === undefined ? undefined : textOf(extra),
      },
      {
        trackingKey: isExternal(kind) ? id : undefined,
        deadline: new Deadline(chargeTimeoutMs, this.settings.durations.chargeStart),
      },
    );
  }

  async #settle(operation: OperationToSend, reply: OttuReply, dueInMs: number | undefined): Promise<SendOutcome> {
    const keys = this.settings.ottu.webhookKeys.map((key) => key.reveal());
    const reading = readOperationReply(reply, operation, keys);
    if (reading.state === 'not_processed' && !operation.repeated) {
      return this.#refused(operation, reading.name, this.problems.ofReply(reply), reply.status);
    }
    return this.#store(operation, { ...changeOf(operation, reading, reply.status, this.#redactor()), dueInMs });
  }

  async #refused(operation: OperationToSend, name: string, problem: Problem, status?: number): Promise<SendOutcome> {
    const details = { read_as: name, ...(status === undefined ? {} : { status }) };
    const stored = await this.#store(operation, { state: 'not_processed', event: 'operation_answered', details });
    if (stored.kind !== 'settled') return stored;
    return { kind: 'refused', problem: await this.#withoutTokens(operation, problem) };
  }

  /** M70: a refusal may quote the token of the card that paid. Where that cannot be looked for, its words stay away. */
  async #withoutTokens({ paymentId }: OperationToSend, { code, options }: Problem): Promise<Problem> {
    try {
      const tokens = await this.settleOperation.inTransaction((tx) => this.settleOperation.tokensOf(tx, paymentId));
      return new Problem(code, tokens.data(options));
    } catch {
      const { detail: _words, errors: _more, ...rest } = options;
      return new Problem(code, rest);
    }
  }

  async #store({ paymentId, id }: OperationToSend, change: OperationChange): Promise<SendOutcome> {
    try {
      await this.settleOperation.settle(paymentId, id, change);
      return { kind: 'settled' };
    } catch (error) {
      this.#logger.error(
        { err: error, payment_id: paymentId, operation_id: id },
        'What became of an operation could not be stored; it is looked up when its lease has ended',
      );
      return { kind: 'unstored' };
    }
  }

  #redactor(): Redactor {
    return new Redactor({}, knownSecrets(this.settings.ottu));
  }

  #reportFault({ paymentId, id }: OperationToSend, error: unknown): void {
    this.#logger.error(
      { err: error, payment_id: paymentId, operation_id: id },
      'An operation ended in a fault of this service; what became of it is looked up',
    );
  }
}

function changeOf(
  { repeated, kind }: OperationToSend,
  reading: OperationReading,
  status: number,
  redactor: Redactor,
): OperationChange {
  // F8.4: a refusal of the repeat is no word on the first one, which may have been done.
  const refusedAgain =
    repeated && isExternal(kind) && reading.state === 'rejected' && reading.childSessionId === undefined;
  return {
    // What was sent before may have been done, although this try was turned away.
    state: reading.state === 'not_processed' || refusedAgain ? 'unknown' : reading.state,
    ...(refusedAgain ? { refusedAgain } : {}),
    event: 'operation_answered',
    details: { status, read_as: reading.name },
    childSessionId: reading.childSessionId,
    referenceNumber: reading.referenceNumber,
    message: redactor.optional(reading.message),
  };
}

function textOf(json: string): JsonText | undefined {
  return JsonDocument.parse(Buffer.from(json, 'utf8')).source('');
}
