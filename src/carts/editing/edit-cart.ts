import { setTimeout as sleep } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';

import { newCartToken, sealCartToken, unsealCartToken } from '../../access/cart-token.ts';
import { CatalogError } from '../../catalog/catalog-error.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database, type Tx } from '../../database/database.ts';
import { Problem } from '../../problems/problem.ts';
import {
  cartNotFound,
  authorizeAndLockCart,
  authorizeCart,
  acceptsFormerToken,
  type CartCredentials,
} from '../cart-access.ts';
import {
  toStoredContent,
  contentOf,
  isPricedAlike,
  isSameContent,
  type CartContent,
  type CartPrice,
} from '../cart-content.ts';
import { assertVersion, assertOpen } from '../cart-preconditions.ts';
import { replaceSession } from '../cart-transactions.ts';
import type { TagCondition } from '../entity-tag.ts';
import { CartSignals } from '../signals.ts';
import { CartWrites } from './cart-writes.ts';
import { PriceCart } from './price-cart.ts';

/** Of several edits at the same time one succeeds in each round, so this many of them succeed. */
const MAX_TRIES = 20;
const MAX_PAUSE_MS = 40;

export interface CartEdit {
  /** May throw a Problem. Called again, with the newest content, when another edit came first. */
  readonly apply: (content: CartContent) => CartContent;
  /** Where the content can't be sold: returns another one that perhaps can, or throws the Problem for the caller. */
  readonly unavailable: (error: CatalogError, content: CartContent) => CartContent;
}

export interface EditedCart {
  readonly cart: CartRow;
  /** Only when the cart was bound to another customer, or the answer that carried it was lost (M58). */
  readonly newToken?: string;
}

interface Draft {
  readonly content: CartContent;
  readonly price: CartPrice;
}

/**
 * Changes a cart without calling Ottu: the cart's row says when the sync is due. The catalog is asked for the price
 * while no lock is held. Where the cart has another version by then, the edit is applied again to that version, so that
 * none of several edits is lost.
 */
@Injectable()
export class EditCart {
  constructor(
    private readonly database: Database,
    private readonly pricing: PriceCart,
    private readonly writes: CartWrites,
    private readonly signals: CartSignals,
  ) {}

  /**
   * @param ifMatch when given, only the version that it names is changed.
   * @returns the cart as it is now, of the same version if there was nothing to change.
   * @throws Problem `not_found`, `cart_frozen`, `cart_closed`, `cart_changed`, `cart_busy`, those of `PriceCart` and those
   * of the edit; the cart is then unchanged and the outcome is `none`.
   */
  async execute(credentials: CartCredentials, edit: CartEdit, ifMatch?: TagCondition): Promise<EditedCart> {
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      const cart = await this.database.query((db) => authorizeCart(db, credentials));
      const lost = lostToken(cart, credentials);
      // To give the token again changes nothing, so a cart that is being paid, or paid, gives it too (M58).
      if (lost === undefined) assertOpen(cart);
      assertVersion(cart, ifMatch);
      const content = toStoredContent(edit.apply(contentOf(cart)));
      if (isSameContent(content, contentOf(cart))) return toEditedCart(cart, lost);
      assertOpen(cart);
      const draft = await this.#price(cart, content, edit);
      const edited = await this.#write(credentials, cart, draft);
      if (edited !== undefined) return edited;
      await sleep(Math.random() * MAX_PAUSE_MS);
    }
    throw new Problem('cart_busy', { retryAfterSeconds: 1, outcome: 'none' });
  }

  async #price(cart: CartRow, content: CartContent, edit: CartEdit): Promise<Draft> {
    const next = { ...cart, version: cart.version + 1 };
    try {
      return { content, price: await this.pricing.price(next, content) };
    } catch (error) {
      // What no price depends on can be changed although there is none: before anybody pays the shop is asked again (M55).
      if (isPricedAlike(content, contentOf(cart))) {
        return { content, price: { quote: cart.quote, totalMinor: cart.total_minor } };
      }
      if (!(error instanceof CatalogError)) throw error;
      const other = edit.unavailable(error, content);
      try {
        return { content: other, price: await this.pricing.price(next, other) };
      } catch (second) {
        throw second instanceof CatalogError ? edit.unavailable(second, other) : second;
      }
    }
  }

  /** @returns nothing when the cart is no longer the one that was priced. */
  async #write(credentials: CartCredentials, cart: CartRow, draft: Draft): Promise<EditedCart | undefined> {
    const { content, price } = draft;
    const customer = content.customer_sub;
    if (customer !== null && customer !== cart.customer_sub) {
      return this.database.inTransaction((tx) => this.#rebind(tx, credentials, cart.version, draft));
    }
    // Whose token was replaced in between finds another version.
    const edited = await this.database.query((db) => this.writes.update(db, cart, content, price));
    return edited && toEditedCart(edited, lostToken(edited, credentials));
  }

  /**
   * M58: the holder of the former token may not go on with the cart of another customer. Nor may the session be paid
   * on: at Ottu it has the id of the former customer.
   */
  async #rebind(
    tx: Tx,
    credentials: CartCredentials,
    pricedVersion: number,
    { content, price }: Draft,
  ): Promise<EditedCart | undefined> {
    const cart = await authorizeAndLockCart(tx, credentials);
    assertOpen(cart);
    if (cart.version !== pricedVersion) return undefined;
    const { signingIn } = credentials;
    const { token, sha256 } = newCartToken();
    const sealed = signingIn === undefined ? null : sealCartToken(signingIn.token, token);
    await this.signals.endStreams(tx, cart.id);
    await replaceSession(tx, cart);
    const bound = await this.writes.update(tx, cart, content, price, { sha256, sealed });
    return bound && toEditedCart(bound, token);
  }
}

/** M58: the cart's token, for a caller who has only the former one; undefined for every other caller. */
function lostToken(cart: CartRow, credentials: CartCredentials): string | undefined {
  if (!acceptsFormerToken(cart, credentials) || credentials.signingIn === undefined) return undefined;
  const token = unsealCartToken(credentials.signingIn.token, cart.next_token_sealed ?? '');
  if (token === undefined) throw cartNotFound();
  return token;
}

function toEditedCart(cart: CartRow, newToken: string | undefined): EditedCart {
  return newToken === undefined ? { cart } : { cart, newToken };
}
