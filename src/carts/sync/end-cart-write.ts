import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import { json } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { Money } from '../../money/money.ts';
import { isForeign } from '../../payments/facts/foreign.ts';
import { readFact } from '../../payments/facts/read-fact.ts';
import { parseSessionId } from '../../payments/identifiers.ts';
import { lockPayment } from '../../payments/payment-rows.ts';
import type { Learn, Learnt } from '../../payments/settlement/learnt.ts';
import { orLost } from '../../payments/settlement/or-lost.ts';
import { PersistentSettle } from '../../payments/settlement/persistent-settle.ts';
import { endWrite, isUnsettled, type WriteEnd } from '../../payments/writes/transaction-writes.ts';
import type { CartWrite } from './begin-write.ts';
import { beginDoubt } from './read-standing.ts';

/** How a write of a cart's transaction ends: each way is settled. */
@Injectable()
export class EndCartWrite {
  constructor(
    private readonly database: Database,
    private readonly settle: PersistentSettle,
    private readonly settings: Settings,
  ) {}

  /** @returns whether Ottu's answer shows the amount that was asked for; else the write is as good as lost (M52). */
  async answered(write: CartWrite, document: JsonDocument): Promise<boolean> {
    const said = readFact(document, write.kind === 'create' ? 'create' : 'retrieve');
    const shows = write.kind === 'refresh' || showsAmount(said.amount, said.currencyCode, write.amount);
    const sessionId = parseSessionId(said.sessionId);
    if (!shows || (write.kind === 'create' && sessionId === undefined)) {
      await this.lost(write);
      return false;
    }
    const learn: Learn = (locked) => {
      const checked = locked.check(said);
      const foreign = checked.mismatches.some((mismatch) => isForeign(mismatch, said));
      return {
        event: write.kind === 'create' ? 'created' : 'changed',
        details: { cart_version: write.version },
        fact: { said, checked },
        ...(write.kind === 'create' && locked.mayAdoptSession && !foreign ? { adoptSession: sessionId } : {}),
      };
    };
    const lost: Learnt = { event: write.kind === 'create' ? 'answer_lost' : 'change_lost' };
    const learnt = await this.#store(write, orLost(learn, lost), async (tx, read) => {
      if (read === lost || (write.kind === 'create' && read.adoptSession === undefined)) {
        await endWrite(tx, write.writeId, { state: 'lost' });
        if (write.kind === 'patch') await beginDoubt(tx, write.paymentId);
        return;
      }
      if (write.kind !== 'refresh') await this.#shown(tx, write);
      await endWrite(tx, write.writeId, { state: 'done' });
    });
    if (learnt === undefined || learnt === lost) return false;
    return write.kind !== 'create' || learnt.adoptSession !== undefined;
  }

  async refused(write: CartWrite, status: number): Promise<void> {
    const learn: Learn = () => ({
      event: write.kind === 'create' ? 'ottu_refused' : 'change_refused',
      details: { status },
      ...(write.kind === 'create' ? { standing: 'rejected' as const } : {}),
    });
    await this.#store(write, learn, (tx) => this.#undone(tx, write, 'refused'));
  }

  /** Nobody knows what Ottu's transaction shows now. Of a create nobody outside can know, so nobody can pay it. */
  async lost(write: CartWrite): Promise<void> {
    const learn: Learn = () => ({
      event: write.kind === 'create' ? 'answer_lost' : 'change_lost',
      ...(write.kind === 'create' ? { standing: 'not_processed' as const } : {}),
    });
    await this.#store(write, learn, async (tx) => {
      await endWrite(tx, write.writeId, { state: 'lost' });
      if (write.kind === 'patch') await beginDoubt(tx, write.paymentId);
    });
  }

  /** M5: Ottu has heard nothing. What it has never heard of is forgotten. */
  async notSent(write: CartWrite): Promise<void> {
    if (write.kind === 'create') {
      await this.database.inTransaction(async (tx) => {
        // The cart before its payment, as everywhere: the deletion reaches for the cart by itself (M53).
        await lockPayment(tx, write.paymentId);
        await tx.deleteFrom('payments').where('id', '=', write.paymentId).where('session_id', 'is', null).execute();
      });
      return;
    }
    await this.#store(
      write,
      () => ({ event: 'change_not_sent' }),
      (tx) => this.#undone(tx, write, 'not_sent'),
    );
  }

  /** M50: the version that Ottu shows, and what whoever fulfils it is told. M52: half of the way out of a doubt. */
  async #shown(tx: Tx, { paymentId, version, purchase }: CartWrite): Promise<void> {
    await tx
      .updateTable('cart_transactions')
      .set({
        shown_version: version,
        rewritten_at: sql<Date | null>`case when doubt_since is null then null else now() end`,
      })
      .where('payment_id', '=', paymentId)
      .execute();
    await tx
      .updateTable('payments')
      .set({ snapshot: json(purchase) })
      .where('id', '=', paymentId)
      .execute();
  }

  async #undone(tx: Tx, { amountId, writeId }: CartWrite, end: WriteEnd): Promise<void> {
    await endWrite(tx, writeId, { state: end });
    if (amountId === undefined) return;
    await tx
      .updateTable('payment_amounts')
      .set({ refuted_at: sql<Date>`now()` })
      .where('id', '=', amountId)
      .where('acknowledged_at', 'is', null)
      .execute();
  }

  async #store(
    { paymentId, sessionId, writeId }: CartWrite,
    learn: Learn,
    alongside: (tx: Tx, learnt: Learnt) => Promise<void>,
  ): Promise<Learnt | undefined> {
    const stillOpen = (tx: Tx): Promise<boolean> => isUnsettled(tx, writeId);
    const settlement = { paymentId, namedSession: sessionId, learn, alongside, stillOpen };
    return this.settle.settleOrKeepTrying(settlement, this.settings.waits.leaseGrace);
  }
}

function showsAmount(text: string | undefined, currency: string | undefined, asked: Money): boolean {
  if (text === undefined || (currency !== undefined && currency !== asked.currency)) return false;
  try {
    return Money.fromProvider(text, asked.currency).equals(asked);
  } catch {
    return false;
  }
}
