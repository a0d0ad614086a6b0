import { Injectable } from '@nestjs/common';

import { Database } from '../database/database.ts';
import type { AttemptRow, PaymentRow } from '../database/schema.ts';
import { asPaymentId, parsePaymentId } from '../payments/identifiers.ts';
import { recordLink } from '../payments/payment-repository.ts';
import { PaymentList, type PaymentListQuery } from '../payments/reading/payment-list.ts';
import { PaymentsReader } from '../payments/reading/payments-reader.ts';
import { RefreshPayment } from '../payments/settlement/refresh-payment.ts';
import { Problem } from '../problems/problem.ts';
import { addressesIn } from './link-addresses.ts';
import {
  toLinkAnswer,
  toLinkView,
  type PaymentLinkAnswer,
  type PaymentLinkListAnswer,
} from './payment-link.response.ts';

export interface FoundLink {
  readonly payment: PaymentRow;
  readonly newest: AttemptRow | undefined;
}

/** Reads payment links for callers. */
@Injectable()
export class LinksReader {
  constructor(
    private readonly payments: PaymentsReader,
    private readonly lists: PaymentList,
    private readonly refreshPayment: RefreshPayment,
    private readonly database: Database,
  ) {}

  /** @throws Problem `not_found` where no payment link has this id */
  async find(id: string): Promise<FoundLink> {
    const paymentId = parsePaymentId(id);
    const found = paymentId === undefined ? undefined : await this.payments.find(paymentId);
    if (found === undefined || found.payment.origin !== 'link') {
      throw new Problem('not_found', { detail: 'There is no such payment link.', outcome: 'none' });
    }
    return found;
  }

  /** As it is now. Where the answer to its creation was lost, Ottu is asked for its address once its session is known. */
  async answer(id: string): Promise<PaymentLinkAnswer> {
    const found = await this.find(id);
    const { session_id: sessionId, link } = found.payment;
    if (sessionId === null || link?.url !== undefined) return toLinkAnswer(found.payment, found.newest);
    const retrieved = await this.refreshPayment.retrieve(sessionId);
    if (retrieved.kind !== 'answered') return toLinkAnswer(found.payment, found.newest);
    await this.refreshPayment.recordHandedOut(asPaymentId(id), sessionId, retrieved.document);
    await this.database.query((db) => recordLink(db, id, addressesIn(retrieved.document)));
    const { payment, newest } = await this.find(id);
    return toLinkAnswer(payment, newest);
  }

  /** What Ottu shows now is settled first; its silence changes nothing. */
  async lookedAt(id: string): Promise<FoundLink> {
    const found = await this.find(id);
    const { session_id: sessionId } = found.payment;
    if (sessionId === null) return found;
    await this.refreshPayment.tryRefresh(asPaymentId(id), sessionId);
    return this.find(id);
  }

  async list(query: PaymentListQuery): Promise<PaymentLinkListAnswer> {
    const { links, next_cursor } = await this.lists.links(query);
    return { payment_links: links.map(toLinkView), next_cursor };
  }
}
