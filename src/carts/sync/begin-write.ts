import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import { json } from '../../database/schema.ts';
import type { Money } from '../../money/money.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { insertPayment } from '../../payments/new-payment.ts';
import { GatewayDirectory } from '../../payments/gateways/gateway-directory.ts';
import { newOrderNo } from '../../payments/order-no.ts';
import { writeTimeline } from '../../payments/payment-rows.ts';
import { ourWebhookUrl } from '../../payments/request/our-members.ts';
import { beginWrite, writeLeaseUntil } from '../../payments/writes/transaction-writes.ts';
import { purchaseOf } from './cart-purchase.ts';
import { changeBody, createBody, REFRESH_BODY } from './ottu-members.ts';
import { amountOf, type LockedStanding } from './read-standing.ts';

/** The right to make one call that writes a cart's transaction, and what is sent then. */
export interface CartWrite {
  readonly kind: 'create' | 'patch' | 'refresh';
  readonly paymentId: PaymentId;
  readonly writeId: string;
  /** Absent where the write creates it. */
  readonly sessionId: string | undefined;
  readonly body: string;
  readonly amount: Money;
  readonly version: number;
  /** What was bought in this version (M50). */
  readonly purchase: Readonly<Record<string, unknown>>;
  /** The row of the amount that is asked for. */
  readonly amountId: string | undefined;
}

/** The durable write before Ottu's transaction is written, under the cart's lock: one of them at a time (M52). */
@Injectable()
export class BeginWrite {
  constructor(
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /** Makes the payment that follows the cart from now on (M1). */
  async create(tx: Tx, { row }: LockedStanding): Promise<CartWrite> {
    const paymentId = asPaymentId(randomUUID());
    const orderNo = newOrderNo(this.settings.orderNoPrefix);
    const amount = amountOf(row);
    const purchase = purchaseOf(row);
    const { mode } = this.settings.ottu;
    const pgCodes = this.#gatewaysFor(amount);
    const webhookUrl = ourWebhookUrl(this.settings);
    await insertPayment(
      tx,
      paymentId,
      {
        origin: 'cart',
        orderNo,
        transactionType: 'e_commerce',
        paymentType: 'one_off',
        pgCodes,
        customerId: row.customer_sub ?? undefined,
        amount,
        webhookUrl,
        foreignWebhook: false,
        agreement: undefined,
        paymentLink: false,
        snapshot: purchase,
        cart: { id: row.id, version: row.version },
      },
      { caller: row.id, mode, state: 'unknown' },
    );
    await tx.insertInto('cart_transactions').values({ payment_id: paymentId, cart_id: row.id }).execute();
    await tx.updateTable('carts').set({ payment_id: paymentId }).where('id', '=', row.id).execute();
    const writeId = await beginWrite(tx, { paymentId, kind: 'create' }, this.settings);
    await writeTimeline(tx, paymentId, 'creating', {
      origin: 'cart',
      cart_version: row.version,
      amount: amount.toString(),
      currency_code: amount.currency,
    });
    const body = createBody(row, amount, { orderNo, pgCodes, webhookUrl });
    const { version } = row;
    return {
      kind: 'create',
      paymentId,
      writeId,
      sessionId: undefined,
      body,
      amount,
      version,
      purchase,
      amountId: undefined,
    };
  }

  async change(tx: Tx, { row, payment }: LockedStanding, kind: 'patch' | 'refresh'): Promise<CartWrite> {
    if (payment === undefined || payment.session_id === null) throw new Error('a transaction without a session');
    const amount = amountOf(row);
    const purchase = purchaseOf(row);
    const writeId = await beginWrite(tx, { paymentId: payment.id, kind: 'update' }, this.settings);
    const write = {
      kind,
      paymentId: asPaymentId(payment.id),
      writeId,
      sessionId: payment.session_id,
      amount,
      version: row.version,
      purchase,
    };
    if (kind === 'refresh') return { ...write, body: REFRESH_BODY, amountId: undefined };
    const amountId = await this.#ask(tx, payment.id, write);
    await writeTimeline(tx, payment.id, 'changing', {
      kind: 'update',
      cart_version: row.version,
      amount: amount.toString(),
      currency_code: amount.currency,
    });
    return { ...write, body: changeBody(row, amount), amountId };
  }

  /** Of the gateways that shoppers are offered, those that take the currency as far as Ottu has said. */
  #gatewaysFor({ currency }: Money): readonly string[] {
    return this.settings.ottu.pgCodes.filter(
      (code) => this.gateways.known('e_commerce', code)?.currencies?.includes(currency) !== false,
    );
  }

  /** M50: until Ottu has shown one of them, both this amount and the one before are possible. */
  async #ask(
    tx: Tx,
    paymentId: string,
    { amount, version, purchase }: Pick<CartWrite, 'amount' | 'version' | 'purchase'>,
  ): Promise<string> {
    const { id } = await tx
      .insertInto('payment_amounts')
      .values({
        payment_id: paymentId,
        amount_minor: amount.minor.toString(),
        currency_code: amount.currency,
        refutable_from: writeLeaseUntil(this.settings),
        cart_version: version,
        purchase: json(purchase),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }
}
