import { Injectable } from '@nestjs/common';

import { Answer } from '../../http/answer.ts';
import { Problem } from '../../problems/problem.ts';
import type { CartCredentials } from '../cart-access.ts';
import { CartReader } from '../cart-reader.ts';
import { statusLink, type PayResult } from './cart-payment.ts';
import type { PaymentStatusAnswer, PaymentStatusView } from './payment-status.response.ts';
import { PaymentStatus } from './payment-status.ts';
import { isSettledStatus } from './shopper-status.ts';

/** What a shopper is answered about the payment of a cart. */
@Injectable()
export class PaidAnswer {
  constructor(
    private readonly carts: CartReader,
    private readonly status: PaymentStatus,
  ) {}

  /** @throws Problem `not_found` */
  async now(access: CartCredentials): Promise<PaymentStatusAnswer> {
    return { payment: await this.status.of(await this.carts.read(access)) };
  }

  /**
   * After a try to pay: 201 when it is known what became of it, 202 while it is not.
   *
   * @throws Problem `store_unavailable`, outcome `unknown`, when an earlier payment with the same key cannot be read
   */
  async afterPaying(paid: PayResult, access: CartCredentials): Promise<Answer<PaymentStatusAnswer>> {
    const payment = await this.#statusAfter(paid, access);
    return new Answer(
      { payment },
      {
        status: isSettledStatus(payment.status) ? 201 : 202,
        headers: {
          location: statusLink(access.cartId),
          'idempotent-replayed': paid.kind === 'replay' ? 'true' : undefined,
        },
      },
    );
  }

  async #statusAfter(paid: PayResult, access: CartCredentials): Promise<PaymentStatusView> {
    try {
      const cart = await this.carts.read(access);
      return paid.kind === 'replay' ? await this.status.ofPayment(cart, paid.paymentId) : await this.status.of(cart);
    } catch (error) {
      if (error instanceof Problem && error.code !== 'store_unavailable') throw error;
      // M4: after a charge a store that fails is no reason to tell the shopper anything but that it is being checked.
      if (paid.kind === 'tried') return this.status.unpersisted(paid.cart);
      throw new Problem('store_unavailable', { outcome: 'unknown', retryAfterSeconds: 2, cause: error });
    }
  }
}
