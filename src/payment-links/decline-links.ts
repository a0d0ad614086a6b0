import { createHash } from 'node:crypto';

import { Injectable, type OnModuleInit } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import type { PaymentRow } from '../database/schema.ts';
import { asPaymentId } from '../payments/identifiers.ts';
import {
  PaymentLinkPort,
  type DeclinedCharge,
  type OfferedLink,
  type PaymentLinkHooks,
} from '../payments/auto-debits/payment-link-port.ts';
import { PaymentsReader } from '../payments/reading/payments-reader.ts';
import { selfLink } from '../payments/reading/to-payment-response.ts';
import { LinksReader } from './links-reader.ts';
import { MakeLink } from './make-link.ts';
import { toLinkView } from './payment-link.response.ts';

/** Links for cycles that were declined without their payers (M82). */
@Injectable()
export class DeclineLinks implements PaymentLinkHooks, OnModuleInit {
  constructor(
    private readonly port: PaymentLinkPort,
    private readonly make: MakeLink,
    private readonly reader: LinksReader,
    private readonly payments: PaymentsReader,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.port.provide(this);
  }

  async offer(declined: DeclinedCharge): Promise<OfferedLink> {
    const { paymentId: chargeId, caller, amount, customerId, snapshot, extra, gate } = declined;
    // The charge itself names it: whoever asks again, and however often, gets the one link of this charge.
    const idempotency = {
      caller,
      method: 'POST',
      path: `${selfLink(chargeId)}/payment-link`,
      key: 'on_decline',
      bodySha256: createHash('sha256').update(chargeId).digest('hex'),
    };
    const { pgCodes } = this.settings.ottu;
    const made =
      (await this.make.madeBefore(idempotency)) ??
      (await this.make.execute({
        idempotency,
        orderNo: undefined,
        merchantReference: undefined,
        amount,
        pgCodes: pgCodes.length > 0 ? pgCodes : declined.pgCodes,
        customer: { id: customerId },
        snapshot,
        link: {},
        members: { extra },
        gate,
      }));
    await this.reader.answer(made.paymentId);
    const { payment } = await this.reader.find(made.paymentId);
    return offered(payment);
  }

  async find(paymentId: string): Promise<OfferedLink | undefined> {
    const found = await this.payments.find(asPaymentId(paymentId));
    return found?.payment.origin === 'link' ? offered(found.payment) : undefined;
  }
}

function offered(payment: PaymentRow): OfferedLink {
  const { id, url, short_url, state, open, expires_at } = toLinkView(payment);
  return { id, url, ...(short_url === undefined ? {} : { short_url }), state, open, expires_at };
}
