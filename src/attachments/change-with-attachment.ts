import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { CheckoutApi } from '../ottu/checkout-api.ts';
import type { Deadline } from '../ottu/transport/deadline.ts';
import type { OttuReply } from '../ottu/transport/http-sender.ts';
import type { SessionId } from '../payments/identifiers.ts';
import { NothingTaken } from '../payments/transaction-writes/transaction-writes.ts';
import type { ChangeKind } from '../transactions/change/change-claim.ts';
import { ChangeTransaction } from '../transactions/change/change-transaction.ts';
import {
  ReplaceTransactionRequest,
  UpdateTransactionRequest,
} from '../transactions/request/change-transaction.request.ts';
import type { PassedResponse } from '../transactions/transaction.response.ts';
import { openForm } from './form/open-form.ts';
import type { StreamedForm } from './form/streamed-form.ts';
import { TransactionForm } from './transaction-form.ts';

const REQUESTS = { update: UpdateTransactionRequest, replace: ReplaceTransactionRequest } as const;

/** A PATCH or PUT with a file: claimed and ended as every change is (M61), while the file is streamed. */
@Injectable()
export class ChangeWithAttachment {
  constructor(
    @Inject(ChangeTransaction) private readonly change: ChangeTransaction,
    @Inject(CheckoutApi) private readonly checkout: CheckoutApi,
  ) {}

  /** @throws Problem of the form, and as `ChangeTransaction` */
  async execute(kind: ChangeKind, sessionId: SessionId, request: FastifyRequest): Promise<PassedResponse> {
    const rules = new TransactionForm<UpdateTransactionRequest | ReplaceTransactionRequest>(REQUESTS[kind]);
    const form = await openForm(request, rules);
    try {
      return await this.change.execute({
        kind,
        sessionId,
        request: rules.request,
        members: [...new Set(form.fields.map(([name]) => name)), rules.filePart],
        prepare: (additions) => {
          const body = form.bodyWith(additions);
          return (deadline) => this.#send(kind, sessionId, { form, body }, deadline);
        },
      });
    } finally {
      form.close();
    }
  }

  /**
   * The deadline is that of every change, and a caller who sends the file more slowly does not prolong it: the write's
   * lease ends by then, and another change may begin (M52).
   */
  async #send(
    kind: ChangeKind,
    sessionId: SessionId,
    { form, body }: { readonly form: StreamedForm; readonly body: ReturnType<StreamedForm['bodyWith']> },
    deadline: Deadline,
  ): Promise<OttuReply> {
    try {
      return await this.checkout.changeFromForm(kind, sessionId, { contentType: form.contentType, body }, deadline);
    } catch (error) {
      // Ottu never got the form's end, so it changed nothing.
      throw form.refusal === undefined ? error : new NothingTaken(form.refusal, error);
    }
  }
}
