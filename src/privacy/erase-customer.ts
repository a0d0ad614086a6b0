import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { eraseCart } from '../carts/cart-repository.ts';
import { Database, type Tx } from '../database/database.ts';
import { Outbox } from '../merchant-events/outbox.ts';
import { chargeableAgreements, eraseAgreements } from '../payments/agreements/agreement-rows.ts';
import type { PaymentId } from '../payments/identifiers.ts';
import { erasePayment } from '../payments/payment-repository.ts';
import { lockPayment, writeTimeline } from '../payments/payment-rows.ts';
import { Problem } from '../problems/problem.ts';
import type { ErasedCounts, ErasureAnswer } from './erasure.response.ts';

/** Payments and carts that one request takes, each in a database transaction of its own. */
const MOST = 250;

/**
 * Takes a customer out of every row (docs/privacy.md). What is erased is marked, and triggers of the database strip the rows
 * that belong to it, now and at each later write. Payments go first, each with its cart: whoever breaks off in between finds the
 * rest when asked again, since what is left still names the customer.
 */
@Injectable()
export class EraseCustomer {
  readonly #logger = new Logger('Privacy');

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param requestedBy name of the operator's service key.
   * @throws Problem `agreements_open`: the customer may still be charged; nothing was erased.
   */
  async execute(customerId: string, requestedBy: string): Promise<ErasureAnswer> {
    await this.database.inTransaction((tx) => assertNotChargeable(tx, customerId));
    const erased = noneErased();
    const paymentIds = await this.#paymentsOf(customerId);
    for (const id of paymentIds.slice(0, MOST)) {
      await this.database
        .inTransaction((tx) => this.#payment(tx, id, requestedBy))
        .then((counts) => add(erased, counts));
    }
    const cartIds = await this.#cartsOf(customerId);
    for (const id of cartIds.slice(0, MOST)) {
      const isNew = await this.database.inTransaction((tx) => eraseCart(tx, id));
      add(erased, { carts: Number(isNew) });
    }
    const complete = paymentIds.length <= MOST && cartIds.length <= MOST;
    if (complete) add(erased, await this.database.inTransaction((tx) => this.#rest(tx, customerId)));
    this.#logger.log({ caller: requestedBy, count: erased.payments }, 'A customer was erased');
    return { erased, complete };
  }

  /** One payment, a guest's, with its cart. Nothing where there is no such payment. */
  async onePayment(id: PaymentId, requestedBy: string): Promise<ErasureAnswer | undefined> {
    const erased = noneErased();
    const found = await this.database.query((db) =>
      db.selectFrom('payments').select('erased_at').where('id', '=', id).executeTakeFirst(),
    );
    if (found === undefined) return undefined;
    if (found.erased_at === null) {
      add(erased, await this.database.inTransaction((tx) => this.#payment(tx, id, requestedBy)));
    }
    return { erased, complete: true };
  }

  async #payment(tx: Tx, id: string, requestedBy: string): Promise<Partial<ErasedCounts>> {
    const payment = await lockPayment(tx, id);
    const isCartNew = payment.cart_id !== null && (await eraseCart(tx, payment.cart_id));
    await erasePayment(tx, id);
    await writeTimeline(tx, id, 'erased', { requested_by: requestedBy });
    const { rows } = await sql<{ merchant_events: number; webhook_events: number }>`
      select (select count(*)::integer from merchant_events where payment_id = ${id}) as merchant_events,
        (select count(*)::integer from webhook_inbox
          where payment_id = ${id} or order_no = ${payment.order_no}) as webhook_events`.execute(tx);
    return { payments: 1, carts: Number(isCartNew), ...rows[0] };
  }

  /** Once no payment names the customer any more. */
  async #rest(tx: Tx, customerId: string): Promise<Partial<ErasedCounts>> {
    // A payment that was under way may have begun one meanwhile.
    await assertNotChargeable(tx, customerId);
    const agreements = await eraseAgreements(tx, customerId);
    return { agreements, merchant_events: await this.outbox.eraseOfCarts(tx, customerId) };
  }

  /** One more than is taken, where there are more. */
  async #paymentsOf(customerId: string): Promise<readonly string[]> {
    const { rows } = await this.database.query((db) =>
      sql<{ id: string }>`
        select id from payments where customer_id = ${customerId}
        union
        select payments.id from payments join carts on carts.id = payments.cart_id
          where carts.customer_sub = ${customerId} and payments.erased_at is null
        order by id limit ${MOST + 1}`.execute(db),
    );
    return rows.map(({ id }) => id);
  }

  async #cartsOf(customerId: string): Promise<readonly string[]> {
    const rows = await this.database.query((db) =>
      db
        .selectFrom('carts')
        .select('id')
        .where('customer_sub', '=', customerId)
        .orderBy('id')
        .limit(MOST + 1)
        .execute(),
    );
    return rows.map(({ id }) => id);
  }
}

/** @throws Problem `agreements_open` */
async function assertNotChargeable(tx: Tx, customerId: string): Promise<void> {
  const agreements = await chargeableAgreements(tx, customerId);
  if (agreements.length === 0) return;
  throw new Problem('agreements_open', {
    detail: 'The customer may still be charged by these agreements. Cancel them, then send the request again.',
    agreements,
  });
}

function noneErased(): ErasedCounts {
  return { payments: 0, carts: 0, agreements: 0, merchant_events: 0, webhook_events: 0 };
}

function add(erased: ErasedCounts, more: Partial<ErasedCounts>): void {
  for (const [kind, count] of Object.entries(more)) erased[kind as keyof ErasedCounts] += count;
}
