import { randomKey } from './random-key.ts';
import type { ShopStorage } from './storage.ts';

/** A cart and its secret. */
export interface CartRef {
  readonly id: string;
  readonly token: string;
}

/**
 * A payment that was begun, written down before anything was sent. What a wallet gave is never in it: it pays, in the hands of
 * whoever reads it.
 */
export interface Intent {
  readonly kind: 'wallet' | 'card' | 'free';
  readonly key: string;
  readonly etag: string;
  readonly cardId?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A cart that was about to be paid. */
export interface KeptOrder extends CartRef {
  /** Ottu's, which is in the address that a payer comes back to. */
  readonly session?: string | undefined;
  readonly intent?: Intent | undefined;
}

const CART = 'cart';
const ORDERS = 'orders';
/** Changes with each change of the cart, so that other tabs hear of it. */
const TICK = 'tick';
const SIGNED_OUT = 'signed-out';
const MOST_ORDERS = 12;

/** What this browser keeps: the cart and the latest orders, with their secrets and with payments of which no answer came. */
export class Kept {
  readonly #storage: ShopStorage;

  constructor(storage: ShopStorage) {
    this.#storage = storage;
  }

  cart(): CartRef | undefined {
    return this.#read(CART) as CartRef | undefined;
  }

  keepCart(ref: CartRef): void {
    this.#write(CART, ref);
  }

  forgetCart(): void {
    this.#storage.remove(CART);
  }

  order(id: string): KeptOrder | undefined {
    return this.#orders().find((order) => order.id === id);
  }

  /** The secret by which a cart is opened now: signing in, in this tab or another, replaces it. */
  token(id: string): string | undefined {
    const cart = this.cart();
    return cart?.id === id ? cart.token : this.order(id)?.token;
  }

  /** Of the session that the address names, or else the newest. */
  orderOfSession(session: string | null): KeptOrder | undefined {
    const orders = this.#orders();
    return orders.find((order) => order.session === session) ?? orders[0];
  }

  /** Adds to what is kept of an order, and makes it the newest. */
  keepOrder(order: KeptOrder): void {
    const others = this.#orders().filter(({ id }) => id !== order.id);
    this.#write(ORDERS, [{ ...this.order(order.id), ...order }, ...others].slice(0, MOST_ORDERS));
  }

  /** The secret of a cart was replaced. */
  rekey(ref: CartRef): void {
    this.#change(ref.id, (order) => ({ ...order, ...ref }));
  }

  keepIntent(id: string, intent: Intent): void {
    this.#change(id, (order) => ({ ...order, intent }));
  }

  /** @param key only where it is still this one. */
  dropIntent(id: string, key?: string): void {
    this.#change(id, ({ intent, ...order }) =>
      key === undefined || intent?.key === key ? order : { ...order, intent },
    );
  }

  tellOtherTabs(): void {
    this.#storage.set(TICK, randomKey());
  }

  tellSignedOut(): void {
    this.#storage.set(SIGNED_OUT, randomKey());
  }

  onOtherTabs(heard: { readonly cart: () => void; readonly signedOut: () => void }): () => void {
    return this.#storage.subscribe((key) => {
      if (key === SIGNED_OUT) heard.signedOut();
      else if (key === TICK || key === CART || key === undefined) heard.cart();
    });
  }

  #orders(): readonly KeptOrder[] {
    return (this.#read(ORDERS) as readonly KeptOrder[] | undefined) ?? [];
  }

  #change(id: string, change: (order: KeptOrder) => KeptOrder): void {
    const orders = this.#orders();
    if (orders.every((order) => order.id !== id)) return;
    const changed = orders.map((order) => (order.id === id ? change(order) : order));
    this.#write(ORDERS, changed);
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#storage.get(key) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  }

  #write(key: string, value: unknown): void {
    this.#storage.set(key, JSON.stringify(value));
  }
}
