import { Injectable } from '@nestjs/common';

import { auditFactsOf, auditFactsOfOperation } from '../reading/audit-facts.ts';
import { noteForAudit } from '../../audit/key-use.ts';
import { Database } from '../../database/database.ts';
import type { OperationRow } from '../../database/schema.ts';
import { Answer } from '../../http/answer.ts';
import { Problem } from '../../problems/problem.ts';
import type { OperationId, PaymentId } from '../identifiers.ts';
import { PaymentsReader } from '../reading/payments-reader.ts';
import { toPaymentResponse } from '../reading/to-payment-response.ts';
import { isOpen } from '../states/attempt-state.ts';
import {
  toOperationView,
  type OperationAnswer,
  type OperationLinks,
  type OperationListAnswer,
} from '../operations/operation.response.ts';
import { allowedOperations } from '../operations/operation-rules.ts';
import { isHeld } from '../operations/operation-states.ts';

/** Reads operations for callers; never changes one. */
@Injectable()
export class OperationsReader {
  constructor(
    private readonly database: Database,
    private readonly payments: PaymentsReader,
  ) {}

  async has(paymentId: PaymentId): Promise<boolean> {
    return (await this.payments.find(paymentId)) !== undefined;
  }

  /** 201 when the operation is settled, 202 while it is not. */
  async answer(
    paymentId: PaymentId,
    operationId: OperationId,
    { replayed = false }: { readonly replayed?: boolean } = {},
  ): Promise<Answer<OperationAnswer>> {
    const found = await this.payments.find(paymentId);
    const row = (await this.#rows(paymentId)).find(({ id }) => id === operationId);
    if (found === undefined || row === undefined) throw new Problem('not_found', { outcome: 'unknown' });
    const { payment, links } = toPaymentResponse(found.payment, found.newest);
    noteForAudit({
      ids: { operation_id: row.id },
      after: { ...auditFactsOf(payment), ...auditFactsOfOperation(row, found.payment) },
    });
    const body = {
      operation: toOperationView(row, found.payment.currency_code),
      payment,
      links: linksOf(links, paymentId),
    };
    return new Answer(body, {
      status: isHeld(row.state) ? 202 : 201,
      headers: { location: body.links.operations, 'idempotent-replayed': replayed ? 'true' : undefined },
    });
  }

  async list(paymentId: PaymentId): Promise<OperationListAnswer | undefined> {
    const found = await this.payments.find(paymentId);
    if (found === undefined) return undefined;
    const operations = await this.#rows(paymentId);
    const { payment, links } = toPaymentResponse(found.payment, found.newest);
    const attemptOpen = found.attempts.some(({ state }) => isOpen(state));
    return {
      operations: operations.map((row) => toOperationView(row, found.payment.currency_code)),
      allowed: allowedOperations({ payment: found.payment, operations, attemptOpen }),
      payment,
      links: linksOf(links, paymentId),
    };
  }

  async #rows(paymentId: PaymentId): Promise<OperationRow[]> {
    return this.database.query((db) =>
      db
        .selectFrom('payment_operations')
        .selectAll()
        .where('payment_id', '=', paymentId)
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    );
  }
}

function linksOf({ self, timeline }: Omit<OperationLinks, 'operations'>, paymentId: PaymentId): OperationLinks {
  return { self, timeline, operations: `/v1/payments/${paymentId}/operations` };
}
