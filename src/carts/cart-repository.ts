import { sql, type Kysely, type RawBuilder, type UpdateObject } from 'kysely';

import type { CartRow } from '../database/cart-tables.ts';
import { compiled, type ParameterOf } from '../database/compiled.ts';
import type { Tx } from '../database/database.ts';
import { run, send, type Statement } from '../database/send.ts';
import { json, type Schema } from '../database/schema.ts';
import type { CurrencyCode } from '../money/currency.ts';
import type { CartContent, CartPrice } from './cart-content.ts';
import { holds } from '../payments/schedule/hold.ts';
import { CART_TRANSITIONS, type CartTransitionName } from './cart-state.ts';
import { printFreezeOwner, REVIEW_OWNER, type FreezeOwner } from './freeze-owner.ts';
import { fromNow, interval } from '../database/interval.ts';

/*
 * The rows of carts, and of the quotes of their versions. Only these functions write `carts` and `cart_quotes`, apart from
 * the sweep that takes due carts (M30). The caller holds the cart's lock unless a function says otherwise, and signals the
 * change (`CartSignals`).
 */

/** The cart's row, locked until the transaction ends. Lock order everywhere: cart, payment, attempt (M53). */
export async function lockCart(tx: Tx, cartId: string): Promise<CartRow | undefined> {
  const [row] = await run(tx, lockingCart({ id: cartId }));
  return row;
}

interface OfCart {
  readonly id: string;
}

export const lockingCart = compiled<OfCart, CartRow>((db, value) =>
  db.selectFrom('carts').selectAll().where('id', '=', value('id')).forUpdate(),
);

/** Takes no lock. */
export const readingCart = compiled<OfCart, CartRow>((db, value) =>
  db.selectFrom('carts').selectAll().where('id', '=', value('id')),
);

/** Whether an attempt holds the cart, on its transaction or on one before; a detached one does not (M35). */
export async function hasOpenAttempt(tx: Tx, cartId: string): Promise<boolean> {
  const attempts = await tx
    .selectFrom('payment_attempts')
    .select(['state', 'detached_at'])
    .where('cart_id', '=', cartId)
    .execute();
  return attempts.some(holds);
}

// Versions

export interface NewCart {
  readonly id: string;
  readonly tokenSha256: string;
  readonly currencyCode: CurrencyCode;
}

export interface NextToken {
  readonly sha256: string;
  /** Sealed so that only the former token opens it (M58). */
  readonly sealed: string | null;
}

/** One version of a cart: what is in it, what that costs, and how long it lives on from now. */
export interface CartVersion {
  readonly content: CartContent;
  readonly price: CartPrice;
  readonly expiresInMs: number;
  /** After so long without another edit its transaction is brought in step (M51). */
  readonly syncInMs: number;
}

/** Writes it with the quote of its first version, in one statement. */
export async function insertCart(db: Kysely<Schema>, cart: NewCart, version: CartVersion): Promise<CartRow> {
  const { id, tokenSha256: token_sha256, currencyCode: currency_code } = cart;
  const [row] = await run(db, insertingCart({ token_sha256, currency_code, ...valuesOf(id, version) }));
  if (row === undefined) throw new Error('an insert has returned no row');
  return row;
}

interface NewCartValues extends VersionValues {
  readonly token_sha256: string;
  readonly currency_code: CurrencyCode;
}

const insertingCart = compiled<NewCartValues, CartRow>((db, value) => {
  const row = { id: value('id'), token_sha256: value('token_sha256'), currency_code: value('currency_code') };
  return db
    .with('written', (query) =>
      query
        .insertInto('carts')
        .values({ ...row, ...columnsOf(value) })
        .returningAll(),
    )
    .with('priced', (query) => query.insertInto('cart_quotes').columns(QUOTE_COLUMNS).expression(QUOTE_OF_WRITTEN))
    .selectFrom('written')
    .selectAll();
});

/**
 * Writes the next version of an open cart with its quote, in one statement: a caller who holds no lock loses
 * no edit by it.
 *
 * @param token takes the place of the cart's token, where it is given.
 * @returns nothing where the cart has another version by now, or is not open any more; then nothing is written.
 */
export async function insertNextVersion(
  db: Kysely<Schema>,
  cart: Pick<CartRow, 'id' | 'version' | 'token_sha256'>,
  version: CartVersion,
  token?: NextToken,
): Promise<CartRow | undefined> {
  const values = { ...valuesOf(cart.id, version), version: cart.version, next_version: cart.version + 1 };
  const tokens = token && {
    token_sha256: token.sha256,
    former_token_sha256: cart.token_sha256,
    next_token_sealed: token.sealed,
  };
  const statement = tokens === undefined ? insertingVersion(values) : insertingBoundVersion({ ...values, ...tokens });
  const [row] = await run(db, statement);
  return row;
}

interface NextVersionValues extends VersionValues {
  readonly version: number;
  readonly next_version: number;
}

type BoundVersionValues = NextVersionValues &
  Readonly<Record<'token_sha256' | 'former_token_sha256', string> & Record<'next_token_sealed', string | null>>;

const insertingVersion = compiled<NextVersionValues, CartRow>((db, value) => nextVersion(db, value, {}));

const insertingBoundVersion = compiled<BoundVersionValues, CartRow>((db, value) =>
  nextVersion(db, value, {
    token_sha256: value('token_sha256'),
    former_token_sha256: value('former_token_sha256'),
    next_token_sealed: value('next_token_sealed'),
  }),
);

function nextVersion(
  db: Kysely<Schema>,
  value: ParameterOf<NextVersionValues>,
  tokens: UpdateObject<Schema, 'carts'>,
): Statement<CartRow> {
  const columns = { ...columnsOf(value), ...tokens, version: value('next_version'), updated_at: sql<Date>`now()` };
  return db
    .with('written', (query) =>
      query
        .updateTable('carts')
        .set(columns)
        .where('id', '=', value('id'))
        .where('version', '=', value('version'))
        .where('state', '=', 'open')
        .returningAll(),
    )
    .with('priced', (query) => query.insertInto('cart_quotes').columns(QUOTE_COLUMNS).expression(QUOTE_OF_WRITTEN))
    .selectFrom('written')
    .selectAll();
}

const QUOTE_COLUMNS = ['cart_id', 'version', 'quote', 'total_minor'] as const;

/** Every quote is kept with the version that it priced, as the cart has it: a trigger may have taken a person out of it. */
const QUOTE_OF_WRITTEN = sql<never>`select id, version, quote, total_minor from written where quote is not null`;

interface VersionValues extends Pick<CartContent, 'language' | 'redirect_url' | 'merchant_reference' | 'customer_sub'> {
  readonly id: string;
  /** JSON. */
  readonly items: string;
  readonly customer: string | null;
  readonly billing_address: string | null;
  readonly shipping_address: string | null;
  readonly extra: string | null;
  readonly codes: string | null;
  readonly agreement: string | null;
  readonly quote: string | null;
  readonly total_minor: string;
  /** From now, as the text of an interval. */
  readonly expires_in: string;
  readonly sync_in: string;
}

function valuesOf(id: string, { content, price, expiresInMs, syncInMs }: CartVersion): VersionValues {
  return {
    id,
    items: json(content.items),
    language: content.language,
    customer: jsonOrNull(content.customer),
    billing_address: jsonOrNull(content.billing_address),
    shipping_address: jsonOrNull(content.shipping_address),
    extra: jsonOrNull(content.extra),
    codes: content.codes.length === 0 ? null : json(content.codes),
    redirect_url: content.redirect_url,
    merchant_reference: content.merchant_reference,
    agreement: jsonOrNull(content.agreement),
    customer_sub: content.customer_sub,
    quote: jsonOrNull(price.quote),
    total_minor: price.totalMinor,
    expires_in: `${expiresInMs} milliseconds`,
    sync_in: `${syncInMs} milliseconds`,
  };
}

function columnsOf(value: ParameterOf<VersionValues>) {
  return {
    items: value('items'),
    language: value('language'),
    customer: value('customer'),
    billing_address: value('billing_address'),
    shipping_address: value('shipping_address'),
    extra: value('extra'),
    codes: value('codes'),
    redirect_url: value('redirect_url'),
    merchant_reference: value('merchant_reference'),
    agreement: value('agreement'),
    customer_sub: value('customer_sub'),
    quote: value('quote'),
    total_minor: value('total_minor'),
    expires_at: sql<Date>`now() + ${value('expires_in')}::interval`,
    sync_at: sql<Date>`now() + ${value('sync_in')}::interval`,
  };
}

// States: each function is one transition of `CART_TRANSITIONS`, and changes nothing in a state that it does not start
// from.

/** How long a freeze lasts, in milliseconds. */
export interface FreezeTimes {
  /** Until it is looked at. */
  readonly lookAfter: number;
  /** Until it has ended, whatever is found then (M56a); absent where an attempt may hold the cart after it. */
  readonly atMost?: number;
}

/** @throws NoResultError unless the cart is open. */
export async function freezeCart(
  tx: Tx,
  cartId: string,
  owner: FreezeOwner,
  { lookAfter, atMost }: FreezeTimes,
): Promise<CartRow> {
  const columns = {
    frozen_by: printFreezeOwner(owner),
    freeze_looks: 0,
    frozen_until: fromNow(lookAfter),
    held_until: atMost === undefined ? null : fromNow(atMost),
  };
  return move(tx, cartId, 'freeze', columns).returningAll().executeTakeFirstOrThrow();
}

/**
 * M56: the same freeze, asked for again, by the name of this owner from now on: who is just ending the one before finds
 * that it is not held by that one any more. It prolongs nothing.
 */
export async function refreezeCart(tx: Tx, cartId: string, owner: FreezeOwner): Promise<CartRow> {
  return tx
    .updateTable('carts')
    .set({ frozen_by: printFreezeOwner(owner) })
    .where('id', '=', cartId)
    .where('state', '=', 'frozen')
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** @returns the open cart; nothing unless this owner held it. */
export async function unfreezeCart(tx: Tx, cartId: string, owner: FreezeOwner): Promise<CartRow | undefined> {
  return move(tx, cartId, 'unfreeze')
    .where('frozen_by', '=', printFreezeOwner(owner))
    .returningAll()
    .executeTakeFirst();
}

/** From any owner: the caller leaves a cart alone that is held for review. */
export async function reopenCart(tx: Tx, cartId: string): Promise<void> {
  await send(tx, move(tx, cartId, 'reopen'));
}

export async function holdCartForReview(tx: Tx, cartId: string): Promise<void> {
  const columns = { frozen_by: printFreezeOwner(REVIEW_OWNER), frozen_until: null, held_until: null };
  await send(tx, move(tx, cartId, 'hold_for_review', columns));
}

/** M53: by this payment, which is the one that the cart shows from now on. */
export async function markCartPaid(tx: Tx, cartId: string, paymentId: string): Promise<void> {
  await send(tx, move(tx, cartId, 'pay', { payment_id: paymentId, sync_at: null }));
}

/**
 * M57: without a payment; no payment of it is shown as what has paid it.
 *
 * @param keySha256 of the Idempotency-Key.
 * @returns the completed cart, with the number of its next event (M90).
 * @throws NoResultError unless the cart is open.
 */
export async function completeCart(
  tx: Tx,
  cartId: string,
  keySha256: string,
): Promise<CartRow & { readonly completed_at: Date }> {
  const columns = {
    completed_at: sql<Date>`now()`,
    completed_key_sha256: keySha256,
    event_sequence: sql<number>`event_sequence + 1`,
    updated_at: sql<Date>`now()`,
    payment_id: null,
    sync_at: null,
  };
  return move(tx, cartId, 'complete', columns)
    .returningAll()
    .$narrowType<{ completed_at: Date }>()
    .executeTakeFirstOrThrow();
}

export async function abandonCart(tx: Tx, cartId: string): Promise<void> {
  await send(tx, move(tx, cartId, 'abandon', { sync_at: null, updated_at: sql<Date>`now()` }));
}

export async function expireCart(tx: Tx, cartId: string): Promise<void> {
  await send(tx, move(tx, cartId, 'expire', { sync_at: null, updated_at: sql<Date>`now()` }));
}

/**
 * Takes out of the cart and its quotes what is about a person; its triggers do so now, and at each later write. It expires as
 * soon as nobody is paying it (M54).
 *
 * @returns whether it was not erased before.
 */
export async function eraseCart(tx: Tx, cartId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update carts set erased_at = now() where id = ${cartId} and erased_at is null`.execute(tx);
  return Number(numAffectedRows ?? 0n) > 0;
}

/**
 * Deletes closed carts, with their quotes, once they have been over for this long; payments outlive their carts. The
 * caller holds no lock: carts that another transaction has locked are passed over.
 *
 * @param carts.where says which of them, in terms of `carts`
 * @returns how many
 */
export async function deleteClosedCarts(
  db: Kysely<Schema>,
  carts: { readonly expiredForMs: number; readonly where: RawBuilder<boolean>; readonly limit: number },
): Promise<number> {
  const longAgo = sql<Date>`now() - ${interval(carts.expiredForMs)}`;
  const { numAffectedRows } = await sql`
    delete from carts where id in (
      select id from carts
        where state in ('paid', 'abandoned', 'expired') and expires_at < ${longAgo} and ${carts.where}
        order by expires_at limit ${carts.limit}
        for update skip locked)`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** M56: a freeze behind which a payer is paying is looked at then, unless it is looked at sooner. */
export async function lookAtFreezeAt(tx: Tx, cartId: string, at: Date): Promise<void> {
  await send(tx, change(tx, cartId, { frozen_until: at }));
}

/** M56: the freeze is looked at as soon as possible instead of at its end. */
export async function recheckFreezeNow(tx: Tx, cartId: string): Promise<void> {
  await send(tx, change(tx, cartId, { frozen_until: sql<Date>`now()` }));
}

function change(tx: Tx, cartId: string, columns: UpdateObject<Schema, 'carts'>) {
  return tx.updateTable('carts').set(columns).where('id', '=', cartId);
}

function move(tx: Tx, cartId: string, name: CartTransitionName, columns: UpdateObject<Schema, 'carts'> = {}) {
  const { from, to } = CART_TRANSITIONS[name];
  const held = to === 'frozen' ? {} : { frozen_by: null, frozen_until: null, held_until: null };
  return change(tx, cartId, { state: to, ...held, ...columns }).where('state', 'in', from);
}

// Sync

/**
 * When the cart's transaction is to be brought in step again, as its last run has decided; `undefined`: not before the
 * next edit or checkout. Without the cart's lock: an edit since this row was `taken` has set a time of its own, which
 * stays.
 */
export async function scheduleSync(
  db: Kysely<Schema>,
  cart: { readonly id: string; readonly taken: Date },
  inMs: number | undefined,
): Promise<void> {
  await db
    .updateTable('carts')
    .set(inMs === undefined ? { sync_at: null, sync_tries: 0 } : { sync_at: fromNow(inMs) })
    .where('id', '=', cart.id)
    // The driver's dates have milliseconds; the column has more.
    .where(sql<boolean>`date_trunc('milliseconds', sync_at) = ${cart.taken}`)
    .execute();
}

/** From now on this payment's transaction follows the cart, or none does (`cart_transactions`). */
export async function followPayment(tx: Tx, cartId: string, paymentId: string | null): Promise<void> {
  await send(tx, change(tx, cartId, { payment_id: paymentId }));
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : json(value);
}
