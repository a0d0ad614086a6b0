import { noteForAudit } from '../../audit/key-use.ts';
import { isSuccess } from '../../payments/states/payment-state.ts';
import { Injectable } from '@nestjs/common';

import type { Tx } from '../../database/database.ts';
import type { JsonBody } from '../../http/json-body.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { OttuProblems } from '../../payments/answers/ottu-problems.ts';
import { meaningOf } from '../../payments/answers/reply-meaning.ts';
import { readFact } from '../../payments/facts/provider-fact.ts';
import { recordPurchase } from '../../payments/payment-repository.ts';
import { lockPayment } from '../../payments/payment-rows.ts';
import type { SessionId } from '../../payments/identifiers.ts';
import { isOutdated } from '../../payments/requested-amounts.ts';
import type { Interpret } from '../../payments/settlement/settlement-input.ts';
import { TransactionWrites, type WriteInput } from '../../payments/transaction-writes/transaction-writes.ts';
import { ottuText, changedPurchase } from '../request/purchase.ts';
import { SettleRetrieved } from '../retrieve-transaction.ts';
import type { PassedResponse } from '../transaction.response.ts';
import type { ChangeTransactionRequest } from '../request/change-transaction.request.ts';
import { ChangeClaim, type ClaimedChange, type ChangeCommand, type ChangeKind } from './change-claim.ts';

/** What may stand in the audit of Ottu's word. */
const AMOUNT = /^\d{1,15}(\.\d{1,4})?$/;

const LOST: WriteInput = { event: 'change_lost', ending: { state: 'lost' } };

/** PATCH and PUT of a transaction. It never charges (M61). Sessions that are not ours leave nothing behind. */
@Injectable()
export class ChangeTransaction {
  constructor(
    private readonly claim: ChangeClaim,
    private readonly writes: TransactionWrites,
    private readonly checkout: CheckoutApi,
    private readonly settleRetrieved: SettleRetrieved,
    private readonly problems: OttuProblems,
  ) {}

  /** The change that a JSON body asks for. @throws Problem as `execute` does */
  async ofBody(
    kind: ChangeKind,
    sessionId: SessionId,
    { dto, document }: JsonBody<ChangeTransactionRequest>,
  ): Promise<PassedResponse> {
    return this.execute({
      kind,
      sessionId,
      request: dto,
      members: Object.keys(document.value as object),
      prepare: (additions) => {
        const text = ottuText(document, additions);
        // A server says what the transaction should become: the same may be said again.
        return (deadline) =>
          kind === 'update'
            ? this.checkout.update(sessionId, text, deadline, { repeat: true })
            : this.checkout.replace(sessionId, text, deadline, { repeat: true });
      },
    });
  }

  /** @throws Problem of `ChangeClaim`, of Ottu's refusal, and where it is not known whether Ottu made the change */
  async execute(command: ChangeCommand): Promise<PassedResponse> {
    const claimed = await this.claim.claim(command);
    return this.writes.send<PassedResponse>(() => command.prepare(claimed?.additions ?? {}), {
      answered: (reply) => this.#answered(command, claimed, reply),
      lost: async (cause) => {
        await this.#lost(command, claimed);
        throw this.problems.ofFault(cause);
      },
      notSent: async (cause, refusal) => {
        await this.#complete(claimed, { event: 'change_not_sent', ending: { state: 'not_sent' } });
        throw refusal ?? this.problems.ofFault(cause);
      },
    });
  }

  async #answered(
    command: ChangeCommand,
    claimed: ClaimedChange | undefined,
    reply: OttuReply,
  ): Promise<PassedResponse> {
    // Behind a 429 there may be an earlier try whose answer was lost.
    const meaning = reply.status === 429 ? 'unclear' : meaningOf(reply);
    const document = meaning === 'done' ? jsonObjectOf(reply) : undefined;
    if (document === undefined) {
      await (meaning === 'refused' ? this.#refused(claimed, reply) : this.#lost(command, claimed));
      throw this.problems.ofReply(reply);
    }
    await this.#changed(command, claimed, document);
    return {
      status: reply.status,
      body: reply.body,
      sessionId: command.sessionId,
      paymentId: claimed?.write.paymentId,
    };
  }

  /** M61: the new amount counts only if this answer shows it. A store that fails is tried on: Ottu has made the change. */
  async #changed(command: ChangeCommand, claimed: ClaimedChange | undefined, document: JsonDocument): Promise<void> {
    if (claimed === undefined) return;
    const reported = readFact(document, 'retrieve');
    if (AMOUNT.test(reported.amount ?? '')) noteForAudit({ after: { amount: reported.amount } });
    const interpret: Interpret<WriteInput> = (locked) => ({
      event: 'changed',
      written: true,
      fact: { reported, checked: locked.check(reported) },
      handedOut: true,
      ending: { state: 'done' },
      // What a readable answer does not show was not done; without an amount in it nothing is decided.
      amountRejected: reported.amount !== undefined,
    });
    const alongside = async (tx: Tx, input: WriteInput): Promise<void> => {
      if (input !== LOST) await rememberOrder(tx, claimed.write, command);
    };
    await this.writes.complete(claimed.write, { interpret, lost: LOST, alongside });
  }

  async #refused(claimed: ClaimedChange | undefined, { status }: OttuReply): Promise<void> {
    await this.#complete(claimed, { event: 'change_refused', details: { status }, ending: { state: 'refused' } });
  }

  /** Both amounts are possible from now on; Ottu is asked at once, behind the caller's back, which of them it shows. */
  async #lost({ sessionId }: ChangeCommand, claimed: ClaimedChange | undefined): Promise<void> {
    if (claimed === undefined) return;
    await this.#complete(claimed, LOST);
    this.settleRetrieved.retrieveInBackground(claimed.write.paymentId, sessionId);
  }

  async #complete(claimed: ClaimedChange | undefined, input: WriteInput): Promise<void> {
    if (claimed !== undefined) await this.writes.complete(claimed.write, { interpret: () => input, lost: LOST });
  }
}

/** The order as it is now, for its fulfilment (M50), and the gateways that may settle it (M45). */
async function rememberOrder(
  tx: Tx,
  { paymentId, requestedAmountId }: ClaimedChange['write'],
  { kind, request }: ChangeCommand,
): Promise<void> {
  // An answer that comes late never brings back what a newer change has replaced.
  if (requestedAmountId !== undefined && (await isOutdated(tx, paymentId, requestedAmountId))) return;
  const { snapshot, state } = await lockPayment(tx, paymentId);
  // What is paid is the order that was paid.
  if (isSuccess(state)) return;
  await recordPurchase(tx, paymentId, changedPurchase(snapshot, request, kind), request.pg_codes);
}
