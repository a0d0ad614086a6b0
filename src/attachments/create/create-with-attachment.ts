import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../access/caller.ts';
import { Settings } from '../../config/settings.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import type { PassedAnswer } from '../../transactions/answers/passed-answer.ts';
import { CreateClaim } from '../../transactions/create/create-claim.ts';
import type { CreateClaimed, CreateCommand } from '../../transactions/create/create-command.ts';
import { CreateEnd } from '../../transactions/create/create-end.ts';
import { idempotencyOf } from '../../transactions/create/create-requested.ts';
import { newTransaction } from '../../transactions/create/new-transaction.ts';
import { ReplayCreate } from '../../transactions/create/replay-create.ts';
import type { StreamedForm } from '../form/streamed-form.ts';
import { openForm, RECEIVE_MS } from '../form/open-form.ts';
import { TransactionForm } from './transaction-form.ts';

/** A create with a file: claimed and ended as every create is, while the file is streamed. */
@Injectable()
export class CreateWithAttachment {
  constructor(
    @Inject(CreateClaim) private readonly claim: CreateClaim,
    @Inject(CreateEnd) private readonly end: CreateEnd,
    @Inject(ReplayCreate) private readonly replay: ReplayCreate,
    @Inject(CheckoutApi) private readonly checkout: CheckoutApi,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  /** @throws Problem of the form, of `CreateClaim`, of Ottu's refusal, and where it is not known whether Ottu created it */
  async execute(caller: Caller, key: string | undefined, request: FastifyRequest): Promise<PassedAnswer> {
    const rules = new TransactionForm();
    const form = await openForm(request, rules);
    try {
      const command = this.#command(caller, key, rules, form);
      const claimed = await this.claim.claim(command);
      if (claimed.kind === 'earlier') return await this.replay.execute(claimed);
      return await this.#call(command, claimed, form);
    } finally {
      form.close();
    }
  }

  #command(caller: Caller, key: string | undefined, { request }: TransactionForm, form: StreamedForm): CreateCommand {
    return {
      ...newTransaction(request, this.settings),
      caller: caller.name,
      idempotency: key === undefined ? undefined : idempotencyOf(caller, key, { sha256: digestOf(form) }),
      bodyFor: () => {
        throw new Error('a form is streamed, and has no text');
      },
      // A form has no notifications, so nobody is sent a link.
      outcomeIfLost: 'none',
    };
  }

  async #call(command: CreateCommand, claimed: CreateClaimed, form: StreamedForm): Promise<PassedAnswer> {
    return this.end.answered(command, claimed, await this.#send(command, claimed, form));
  }

  async #send(command: CreateCommand, claimed: CreateClaimed, form: StreamedForm): Promise<OttuReply> {
    let body: ReturnType<StreamedForm['body']>;
    try {
      body = form.body(missing(form, { order_no: claimed.orderNo, webhook_url: command.webhookUrl }));
    } catch (error) {
      throw await this.end.notSent(claimed, error);
    }
    const deadline = new Deadline(RECEIVE_MS + this.settings.ottu.timeoutMs);
    try {
      return await this.checkout.createFromForm({ contentType: form.contentType, body }, deadline);
    } catch (error) {
      if (form.refusal !== undefined) throw await this.#brokenOff(claimed, error, form.refusal);
      const sent = !(error instanceof TransportFault) || error.sent;
      throw sent ? await this.end.lost(command, claimed, error) : await this.end.notSent(claimed, error);
    }
  }

  /** Ottu never got the form's end, so it created nothing, and the same key may be used for a better file. */
  async #brokenOff(claimed: CreateClaimed, fault: unknown, { code, options }: Problem): Promise<Problem> {
    const { options: told } = await this.end.notSent(claimed, fault);
    const { outcome, payment } = told;
    return new Problem(code, { ...options, ...(outcome && { outcome }), ...(payment && { payment }) });
  }
}

/** Members that this service puts in where the caller gave none. */
function missing(form: StreamedForm, ours: Readonly<Record<string, string | undefined>>): [string, string][] {
  const given = new Set(form.fields.map(([name]) => name));
  return Object.entries(ours).flatMap(([name, value]): [string, string][] =>
    given.has(name) || value === undefined ? [] : [[name, value]],
  );
}

/** What M8 compares: the fields, and of the file, which has not come in yet, its name and its first kilobytes. */
function digestOf(form: StreamedForm): string {
  const fields = JSON.stringify([...form.fields, ['attachment', form.fileName]]);
  return createHash('sha256').update(fields).update('\0').update(form.sample).digest('hex');
}
