import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { Background } from '../../background/background.ts';
import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { Tx } from '../../database/database.ts';
import { json } from '../../database/schema.ts';
import { afterCommit } from '../../database/transaction-context.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import { CART_WORK } from '../lifecycle/plan-cart.ts';
import { CartSignals } from '../signals.ts';
import type { CartContent } from './cart-content.ts';
import type { CartPrice } from './price-cart.ts';

export interface NewCart {
  readonly id: string;
  readonly tokenSha256: string;
  readonly currencyCode: CurrencyCode;
}

/** What is kept of a token that takes the place of another one. */
export interface NextToken {
  readonly sha256: string;
  /** For whoever has the one before. */
  readonly sealed: string | null;
}

/** How versions of carts get into the database, each with its quote, and what is set going by them. */
@Injectable()
export class CartWrites {
  constructor(
    private readonly settings: Settings,
    private readonly signals: CartSignals,
    private readonly background: Background,
  ) {}

  async insert(tx: Tx, cart: NewCart, content: CartContent, price: CartPrice): Promise<CartRow> {
    const { id, tokenSha256: token_sha256, currencyCode: currency_code } = cart;
    const row = await tx
      .insertInto('carts')
      .values({ id, token_sha256, currency_code, ...this.#columns(content, price), ...this.#times() })
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.#afterEdit(tx, row);
    return row;
  }

  /** The next version of a cart that is locked; its token is another one from now on if one is given. */
  async update(tx: Tx, cart: CartRow, content: CartContent, price: CartPrice, token?: NextToken): Promise<CartRow> {
    const row = await tx
      .updateTable('carts')
      .set({
        ...this.#columns(content, price),
        ...this.#times(),
        ...(token !== undefined && {
          token_sha256: token.sha256,
          former_token_sha256: cart.token_sha256,
          next_token_sealed: token.sealed,
        }),
        version: cart.version + 1,
        updated_at: sql<Date>`now()`,
      })
      .where('id', '=', cart.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.#afterEdit(tx, row);
    return row;
  }

  /** Once the transaction is committed, whatever follows carts looks at this one. */
  nudge(): void {
    afterCommit(() => this.background.wake(CART_WORK, this.settings.waits.cartQuiet));
  }

  /** Every quote is kept with the version that it priced. */
  async #afterEdit(tx: Tx, { id, version, quote, total_minor }: CartRow): Promise<void> {
    if (quote !== null) {
      const values = { cart_id: id, version, quote: json(quote), total_minor };
      await tx.insertInto('cart_quotes').values(values).execute();
    }
    await this.signals.changed(tx, id);
    this.nudge();
  }

  #columns(content: CartContent, price: CartPrice) {
    return {
      items: json(content.items),
      language: content.language,
      customer: jsonOrNull(content.customer),
      billing_address: jsonOrNull(content.billing_address),
      shipping_address: jsonOrNull(content.shipping_address),
      extra: jsonOrNull(content.extra),
      redirect_url: content.redirect_url,
      customer_sub: content.customer_sub,
      quote: jsonOrNull(price.quote),
      total_minor: price.totalMinor,
    };
  }

  /** A cart that is used lives on, and its transaction follows it as soon as it has come to rest. */
  #times() {
    const { cartExpiry, cartQuiet } = this.settings.waits;
    return { expires_at: fromNow(cartExpiry), sync_at: fromNow(cartQuiet) };
  }
}

function fromNow(waitMs: number): RawBuilder<Date> {
  return sql<Date>`now() + ${`${waitMs} milliseconds`}::interval`;
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : json(value);
}
