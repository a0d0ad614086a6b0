import { createHash } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { Caller } from '../access/caller.ts';
import { Settings } from '../config/settings.ts';
import { CheckoutApi } from '../ottu/checkout-api.ts';
import { Deadline } from '../ottu/transport/deadline.ts';
import type { OttuReply } from '../ottu/transport/http-sender.ts';
import { NothingTaken } from '../payments/transaction-writes/transaction-writes.ts';
import type { CreateCommand } from '../transactions/create/create-claim.ts';
import { idempotencyOf, newTransaction } from '../transactions/create/create-requested.ts';
import { CreateTransaction } from '../transactions/create/create-transaction.ts';
import { CreateTransactionRequest } from '../transactions/request/create-transaction.request.ts';
import type { PassedResponse } from '../transactions/transaction.response.ts';
import { openForm, RECEIVE_MS } from './form/open-form.ts';
import type { StreamedForm } from './form/streamed-form.ts';
import { TransactionForm } from './transaction-form.ts';

/** A create with a file: claimed and ended as every create is, while the file is streamed. */
@Injectable()
export class CreateWithAttachment {
  constructor(
    @Inject(CreateTransaction) private readonly create: CreateTransaction,
    @Inject(CheckoutApi) private readonly checkout: CheckoutApi,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  /** @throws Problem of the form, of the claim, of Ottu's refusal, and where it is not known whether Ottu created it */
  async execute(caller: Caller, key: string | undefined, request: FastifyRequest): Promise<PassedResponse> {
    const rules = new TransactionForm(CreateTransactionRequest);
    const form = await openForm(request, rules);
    try {
      const command = this.#command(caller, key, rules, form);
      return await this.create.execute(command);
    } finally {
      form.close();
    }
  }

  #command(
    caller: Caller,
    key: string | undefined,
    { request }: TransactionForm<CreateTransactionRequest>,
    form: StreamedForm,
  ): CreateCommand {
    const payment = newTransaction(request, this.settings);
    return {
      ...payment,
      caller: caller.name,
      idempotency: key === undefined ? undefined : idempotencyOf(caller, key, { sha256: digestOf(form) }),
      prepare: (orderNo) => {
        const body = form.bodyWith({ order_no: orderNo, webhook_url: payment.webhookUrl });
        return () => this.#stream(form, body);
      },
      // A form has no notifications, so Ottu sends no link.
      outcomeIfLost: 'none',
    };
  }

  async #stream(form: StreamedForm, body: ReturnType<StreamedForm['bodyWith']>): Promise<OttuReply> {
    const deadline = new Deadline(RECEIVE_MS + this.settings.ottu.timeoutMs);
    try {
      return await this.checkout.createFromForm({ contentType: form.contentType, body }, deadline);
    } catch (error) {
      // Ottu never got the form's end, so it created nothing, and the same key may be used for a better file.
      throw form.refusal === undefined ? error : new NothingTaken(form.refusal, error);
    }
  }
}

/** What M8 compares: the fields, and of the file, which has not come in yet, its name and its first kilobytes. */
function digestOf(form: StreamedForm): string {
  const fields = JSON.stringify([...form.fields, ['attachment', form.fileName]]);
  return createHash('sha256').update(fields).update('\0').update(form.sample).digest('hex');
}
