import { Injectable } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import { Database } from '../database/database.ts';
import type { StoredLink } from '../database/stored-link.ts';
import { writeJson } from '../json/write-json.ts';
import type { Money } from '../money/money.ts';
import { CheckoutApi } from '../ottu/checkout-api.ts';
import { mapPointers } from '../ottu/errors/refusal-body.ts';
import type { ClaimGate } from '../payments/attempts/attempt-claim.ts';
import { findKey, type IdempotencyClaim } from '../payments/attempts/idempotency-keys.ts';
import { asOrderNo } from '../payments/identifiers.ts';
import { recordLink } from '../payments/payment-repository.ts';
import { defaultWebhookUrl, newOrderNo } from '../payments/request/ottu-defaults.ts';
import { Problem } from '../problems/problem.ts';
import { CreateTransaction } from '../transactions/create/create-transaction.ts';
import { announcesCreation } from '../transactions/request/nested-members.dto.ts';
import { addressesIn } from './link-addresses.ts';

/** Everything about a link that is written before Ottu hears of it, and what is sent then. */
export interface LinkToMake {
  readonly idempotency: IdempotencyClaim;
  readonly orderNo: string | undefined;
  readonly merchantReference: string | undefined;
  readonly amount: Money;
  readonly pgCodes: readonly string[];
  /** By our names of members. */
  readonly customer: Readonly<Record<string, unknown>>;
  readonly snapshot: Readonly<Record<string, unknown>>;
  readonly link: StoredLink;
  /** What else goes to Ottu, by its names. */
  readonly members: Readonly<Record<string, unknown>>;
  /** What it takes besides its key, where it is for a cycle (M82). */
  readonly gate?: ClaimGate | undefined;
}

export interface MadeLink {
  readonly paymentId: string;
  readonly replayed: boolean;
}

const TYPE = 'payment_request';

/** Ottu's names of what a caller gives of the customer, and where it stands in the body. */
const toBody = mapPointers({
  '/customer_id': '/customer/id',
  '/customer_email': '/customer/email',
  '/customer_phone': '/customer/phone',
  '/customer_phone_2': '/customer/phone_2',
  '/customer_first_name': '/customer/first_name',
  '/customer_last_name': '/customer/last_name',
  '/customer_birthdate': '/customer/birthdate',
});

/**
 * Makes a link by which somebody pays on Ottu's page: a transaction of the type `payment_request`, created as every other
 * that a payer is to pay. Claim, call, settlement and what a lost answer means are `CreateTransaction`'s.
 */
@Injectable()
export class MakeLink {
  constructor(
    private readonly create: CreateTransaction,
    private readonly checkout: CheckoutApi,
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /**
   * The link that an earlier request with this key has made; nothing where the key is free, or where the one protocol of
   * creates has to say what became of it. Asked before the request is priced.
   */
  async madeBefore(idempotency: IdempotencyClaim): Promise<MadeLink | undefined> {
    return this.database.query(async (db) => {
      const key = await findKey(db, idempotency);
      if (key === undefined || key.body_sha256 !== idempotency.bodySha256) return undefined;
      const write = await db
        .selectFrom('transaction_writes')
        .select('state')
        .where('id', '=', key.write_id)
        .executeTakeFirst();
      return write?.state === 'done' ? { paymentId: key.payment_id, replayed: true } : undefined;
    });
  }

  /** @throws Problem of `CreateTransaction`, with pointers into the body of the caller */
  async execute(wanted: LinkToMake): Promise<MadeLink> {
    const { idempotency, amount, link, pgCodes, merchantReference, snapshot, gate } = wanted;
    const webhookUrl = defaultWebhookUrl(this.settings);
    const orderNo = wanted.orderNo ?? newOrderNo(this.settings.orderNoPrefix);
    const { customer } = wanted;
    const id = customer['id'];
    const { paymentId, replayed = false } = await this.create
      .execute({
        caller: idempotency.caller,
        idempotency,
        gate,
        origin: 'link',
        orderNo: asOrderNo(orderNo),
        transactionType: TYPE,
        paymentType: 'one_off',
        pgCodes,
        customerId: typeof id === 'string' ? id : undefined,
        merchantReference,
        amount,
        webhookUrl,
        foreignWebhook: false,
        agreement: undefined,
        paymentLink: true,
        link,
        snapshot,
        prepare: (claimed) => {
          const text = writeJson(this.#body(wanted, claimed, webhookUrl));
          return (deadline) => this.checkout.create(text, deadline, { group: 'checkout' });
        },
        keep: async (tx, payment, document) => recordLink(tx, payment, addressesIn(document)),
        outcomeIfLost: announcesCreation(link.notifications) ? 'unknown' : 'none',
      })
      .catch((error: unknown) => {
        throw inBody(error);
      });
    if (paymentId === undefined) throw new Problem('store_unavailable', { outcome: 'none', retryAfterSeconds: 5 });
    return { paymentId, replayed };
  }

  #body({ amount, pgCodes, customer: own, link, members }: LinkToMake, orderNo: string, webhookUrl: string) {
    const given = Object.entries(own).filter(([, value]) => value !== undefined);
    const customer: Readonly<Record<string, unknown>> = {
      ...this.settings.ottu.defaults.customer,
      ...Object.fromEntries(given),
    };
    return {
      type: TYPE,
      payment_type: 'one_off',
      amount: amount.toString(),
      currency_code: amount.currency,
      pg_codes: pgCodes,
      order_no: orderNo,
      customer_id: own['id'],
      customer_email: customer['email'],
      customer_phone: customer['phone'],
      customer_phone_2: customer['phone_2'],
      customer_first_name: customer['first_name'],
      customer_last_name: customer['last_name'],
      customer_birthdate: customer['birthdate'],
      ...members,
      notifications: link.notifications,
      expiration_time: link.expiration_time,
      due_datetime: link.due_datetime,
      attachment_upload_url: link.attachment_upload_url,
      shortify_checkout_url: true,
      webhook_url: webhookUrl,
    };
  }
}

function inBody(error: unknown): unknown {
  if (!(error instanceof Problem) || error.options.errors === undefined) return error;
  const errors = error.options.errors.map(({ pointer, message }) => ({ pointer: toBody(pointer), message }));
  return new Problem(error.code, { ...error.options, errors });
}
