import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import type { Shopper } from '../../access/customer-jwt.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { Network } from '../../http/network.ts';
import { Problem } from '../../problems/problem.ts';
import { assertSameCustomer, authorizeAndLockCart, authorizeCart, type CartCredentials } from '../cart-access.ts';
import { whyUnpayable } from '../cart-content.ts';
import { assertBeginsNoAgreement, assertOpen, assertVersion } from '../cart-preconditions.ts';
import { completeCart } from '../cart-repository.ts';
import { replaceSession } from '../cart-transactions.ts';
import { ConfirmPrice, priceChanged } from '../editing/confirm-price.ts';
import type { TagCondition } from '../entity-tag.ts';
import { EnsureSynced } from '../sync/ensure-synced.ts';
import { AnnounceCompletion } from './announce-completion.ts';

/** One request to complete a cart that costs nothing. */
export interface Completion {
  readonly credentials: CartCredentials;
  readonly shopper: Shopper | undefined;
  readonly network: Network;
  readonly key: string;
  readonly ifMatch: TagCondition;
}

export interface CompletedCart {
  readonly cart: CartRow;
  /** By an earlier request with the same key (M9). */
  readonly replayed: boolean;
}

/**
 * M57: closes a cart whose total is zero, and tells the merchant. Nothing is charged by it; what could be paid for an
 * earlier total is closed before it (M54).
 */
@Injectable()
export class CompleteCart {
  constructor(
    private readonly database: Database,
    private readonly price: ConfirmPrice,
    private readonly ensureSynced: EnsureSynced,
    private readonly announce: AnnounceCompletion,
    private readonly settings: Settings,
  ) {}

  /**
   * M55: the shop is asked once more what the cart costs.
   *
   * @throws Problem `not_found`, `customer_jwt_missing`, `forbidden` where the shop has no free orders, `cart_frozen`,
   * `cart_closed`, `cart_changed`, `price_changed`, `cart_empty`, `payment_needed`, `agreement_needs_page`, and those of `ConfirmPrice` and
   * `EnsureSynced`
   */
  async execute(request: Completion): Promise<CompletedCart> {
    const cart = await this.database.query((db) => authorizeCart(db, request.credentials));
    assertSameCustomer(cart, request.shopper);
    const keySha256 = createHash('sha256').update(request.key).digest('hex');
    if (cart.completed_key_sha256 === keySha256) return { cart, replayed: true };
    if (!this.settings.storefront.freeOrders) {
      throw new Problem('forbidden', { detail: 'This shop completes no cart without a payment.', outcome: 'none' });
    }
    try {
      assertOpen(cart);
      assertVersion(cart, request.ifMatch);
      assertBeginsNoAgreement(cart);
      await this.#confirmPrice(cart);
      assertFree(cart);
      await this.ensureSynced.closeFree(cart.id, request.network);
      return await this.database.inTransaction((tx) => this.#complete(tx, request, keySha256));
    } catch (error) {
      // A twin of this request may have been faster, and what is found then is what that one has done.
      const later = await this.database.query((db) => authorizeCart(db, request.credentials));
      if (later.completed_key_sha256 === keySha256) return { cart: later, replayed: true };
      throw error;
    }
  }

  async #confirmPrice(cart: CartRow): Promise<void> {
    const repriced = await this.price.reprice(cart);
    switch (repriced.kind) {
      case 'same':
        return;
      case 'changed':
        throw priceChanged(repriced.cart);
      case 'moved':
        throw new Problem('cart_changed', { outcome: 'none' });
    }
  }

  /** The version is the one that was priced, and a session for it there never was: none is made at a total of zero. */
  async #complete(tx: Tx, request: Completion, keySha256: string): Promise<CompletedCart> {
    const cart = await authorizeAndLockCart(tx, request.credentials);
    assertSameCustomer(cart, request.shopper);
    if (cart.completed_key_sha256 === keySha256) return { cart, replayed: true };
    assertOpen(cart);
    assertVersion(cart, request.ifMatch);
    assertFree(cart);
    if (await hasPayableSession(tx, cart.id)) {
      throw new Problem('checkout_unavailable', {
        detail: 'A page on which the cart could be paid is being closed. This request charged nothing; ask again.',
        outcome: 'none',
        retryAfterSeconds: 5,
      });
    }
    await replaceSession(tx, cart);
    const completed = await completeCart(tx, cart.id, keySha256);
    await this.announce.completed(tx, completed);
    return { cart: completed, replayed: false };
  }
}

function assertFree(cart: CartRow): void {
  switch (whyUnpayable(cart)) {
    case 'free':
      return;
    case 'empty':
      throw new Problem('cart_empty', { outcome: 'none' });
    case undefined:
      throw new Problem('payment_needed', { outcome: 'none' });
  }
}

/** M54: whether a payer may have a session of the cart that could still be paid. */
async function hasPayableSession(tx: Tx, cartId: string): Promise<boolean> {
  const sessions = await tx
    .selectFrom('cart_transactions')
    .innerJoin('payments', 'payments.id', 'cart_transactions.payment_id')
    .select('payments.id')
    .where('cart_transactions.cart_id', '=', cartId)
    .where('closed_at', 'is', null)
    .where('handed_out_at', 'is not', null)
    .execute();
  return sessions.length > 0;
}
