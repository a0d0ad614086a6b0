import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import { json } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { readFact } from '../../payments/facts/read-fact.ts';
import { asPaymentId } from '../../payments/identifiers.ts';
import { lockPayment } from '../../payments/payment-rows.ts';
import type { Learn, Learnt } from '../../payments/settlement/learnt.ts';
import { orLost } from '../../payments/settlement/or-lost.ts';
import { PersistentSettle } from '../../payments/settlement/persistent-settle.ts';
import { changedPurchase } from '../request/purchase.ts';
import { LearnFromRetrieve } from '../retrieve/learn-from-retrieve.ts';
import { endWrite, isUnsettled, type WriteEnd } from '../../payments/writes/transaction-writes.ts';
import type { ChangeClaimed, ChangeCommand } from './change-command.ts';

/** How a change ends. Sessions that are not ours leave nothing behind. */
@Injectable()
export class ChangeEnd {
  constructor(
    private readonly settle: PersistentSettle,
    private readonly retrieve: LearnFromRetrieve,
    private readonly settings: Settings,
  ) {}

  /** M61: the new amount counts only if this answer shows it. A store that fails is tried on: Ottu has made the change. */
  async changed(command: ChangeCommand, claimed: ChangeClaimed | undefined, document: JsonDocument): Promise<void> {
    const said = readFact(document, 'retrieve');
    const learn: Learn = (locked) => ({
      event: 'changed',
      fact: { said, checked: locked.check(said) },
      handedOut: true,
    });
    await this.#store(claimed, 'done', learn, async (tx, paymentId) => {
      await rememberOrder(tx, paymentId, command);
      // What a readable answer does not show was not done; without an amount in it nothing is decided.
      if (said.amount !== undefined) await deny(tx, claimed?.amountId);
    });
  }

  async refused(claimed: ChangeClaimed | undefined, reply: OttuReply): Promise<void> {
    const learn: Learn = () => ({ event: 'change_refused', details: { status: reply.status } });
    await this.#store(claimed, 'refused', learn, (tx) => deny(tx, claimed?.amountId));
  }

  async notSent(claimed: ChangeClaimed | undefined): Promise<void> {
    await this.#store(
      claimed,
      'not_sent',
      () => ({ event: 'change_not_sent' }),
      (tx) => deny(tx, claimed?.amountId),
    );
  }

  /** Both amounts are possible from now on; Ottu is asked at once, behind the caller's back, which of them it shows. */
  async lost({ sessionId }: ChangeCommand, claimed: ChangeClaimed | undefined): Promise<void> {
    if (claimed === undefined) return;
    await this.#store(
      claimed,
      'lost',
      () => ({ event: 'change_lost' }),
      async () => undefined,
    );
    this.retrieve.retrieveInBackground(claimed.paymentId, sessionId);
  }

  async #store(
    claimed: ChangeClaimed | undefined,
    end: WriteEnd,
    learn: Learn,
    more: (tx: Tx, paymentId: string) => Promise<void>,
  ): Promise<void> {
    if (claimed === undefined) return;
    const { paymentId, writeId } = claimed;
    const lost: Learnt = { event: 'change_lost' };
    const alongside = async (tx: Tx, learnt: Learnt): Promise<void> => {
      if (learnt !== lost) await more(tx, paymentId);
      await endWrite(tx, writeId, { state: learnt === lost ? 'lost' : end });
    };
    const stillOpen = (tx: Tx): Promise<boolean> => isUnsettled(tx, writeId);
    const settlement = { paymentId: asPaymentId(paymentId), learn: orLost(learn, lost), alongside, stillOpen };
    await this.settle.settleOrKeepTrying(settlement, this.settings.waits.leaseGrace);
  }
}

/** The order as it is now, for whoever fulfils it (M50), and the gateways that may settle it (M45). */
async function rememberOrder(tx: Tx, paymentId: string, { kind, body }: ChangeCommand): Promise<void> {
  const { snapshot } = await lockPayment(tx, paymentId);
  await tx
    .updateTable('payments')
    .set({
      snapshot: json(changedPurchase(snapshot, body.dto, kind)),
      ...(body.dto.pg_codes === undefined ? {} : { pg_codes: json(body.dto.pg_codes) }),
    })
    .where('id', '=', paymentId)
    .execute();
}

async function deny(tx: Tx, amountId: string | undefined): Promise<void> {
  if (amountId === undefined) return;
  await tx
    .updateTable('payment_amounts')
    .set({ refuted_at: sql<Date>`now()` })
    .where('id', '=', amountId)
    .where('acknowledged_at', 'is', null)
    .execute();
}
