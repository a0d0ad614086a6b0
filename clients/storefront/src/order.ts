import { callCart, untilAnswered, type Context } from './context.ts';
import { complete, pay, resume, type PayOptions, type PayResult } from './paying.ts';
import { isProblem, Problem } from './problem.ts';
import { sleep } from './timing.ts';
import type { CartView, Means, PaymentStatus, Ready } from './types.ts';
import { watch, type WatchOptions } from './watching.ts';

/** Somebody is paying it, or nobody could look: nothing is known yet, and asking again may help. */
const NOT_YET = ['cart_frozen', 'cart_busy', 'rate_limited', 'checkout_unavailable'] as const;

export interface OrderPayOptions extends PayOptions {
  /** What the shopper has seen and agreed to; the last checkout where it is left out. */
  readonly seen?: Ready | undefined;
}

/** A cart that is being paid, or was: the one that this browser fills, one bought by itself, or one whose payer comes back. */
export class Order {
  readonly id: string;
  readonly #context: Context;
  #ready: Ready | undefined;
  #returned: boolean;

  /** @internal */
  constructor(context: Context, id: string, { ready, returned = false }: { ready?: Ready; returned?: boolean } = {}) {
    this.id = id;
    this.#context = context;
    this.#ready = ready;
    this.#returned = returned;
  }

  /** What the last checkout showed. */
  get ready(): Ready | undefined {
    return this.#ready;
  }

  /** A payment was begun in this browser, and no answer came: `resume()`. */
  get unfinished(): boolean {
    return this.#context.kept.order(this.id)?.intent !== undefined;
  }

  /**
   * The cart as it is now.
   *
   * @throws {Problem | Unreachable}
   */
  async read(): Promise<CartView> {
    const params = { path: { id: this.id } };
    const { body } = await this.#safely(({ cart: headers }) =>
      this.#context.api.GET('/v1/carts/{id}', { params, headers }),
    );
    return body.cart;
  }

  /**
   * Brings Ottu's session to what the cart costs now and hands it out. Again after each edit, and after each refusal.
   *
   * @throws {Problem | Unreachable}
   */
  async checkout(): Promise<Ready> {
    const { id } = this;
    const { body, etag } = await this.#safely(({ signedIn: headers }) =>
      this.#context.api.POST('/v1/carts/{id}/checkout', { params: { path: { id } }, headers }),
    );
    const { cart, checkout, price_changed: priceChanged } = body;
    this.#ready = { cart, checkout, priceChanged, etag };
    this.#keep(checkout.session_id);
    return this.#ready;
  }

  /**
   * Pays the version that the shopper has seen, once, whatever gets lost: `follow` means that there is something to watch,
   * `none` that nothing was charged and why. Never rejects for what happens on the way of a payment.
   */
  pay(means: Means, { seen, challenge }: OrderPayOptions = {}): Promise<PayResult> {
    this.#keep();
    return pay(this.#context, this.id, this.#etagOf(seen), means, { challenge });
  }

  /** Orders a cart that costs nothing, where the shop allows that. */
  complete({ seen }: { readonly seen?: { readonly etag: string } } = {}): Promise<PayResult> {
    this.#keep();
    return complete(this.#context, this.id, this.#etagOf(seen));
  }

  /**
   * Goes on with a payment that this browser began before the page was loaded. One by a saved card is sent again with its key,
   * which charges nothing twice, for five minutes; what a wallet gave is kept nowhere, so that one is followed. Call it before
   * `watch`.
   *
   * @returns nothing where there is none
   */
  resume(options: PayOptions = {}): Promise<PayResult | undefined> {
    return resume(this.#context, this.id, options);
  }

  /**
   * Holds the cart still while the Checkout SDK pays it: at most 15 minutes.
   *
   * @throws {Problem | Unreachable} then the SDK must not go on
   */
  async freeze({ seen }: { readonly seen?: Ready } = {}): Promise<CartView> {
    const params = { path: { id: this.id }, header: { 'If-Match': this.#etagOf(seen) } };
    const { body } = await this.#safely(({ signedIn: headers }) =>
      this.#context.api.POST('/v1/carts/{id}/freeze', { params, headers }),
    );
    await this.#context.moved(this.id, false);
    return body.cart;
  }

  /**
   * Lets the cart go, for a shopper who gave up paying.
   *
   * @throws {Problem | Unreachable} `payer_is_paying` while the payer's page is open; `retryAfter` says when to ask again
   */
  async unfreeze(): Promise<CartView> {
    const params = { path: { id: this.id } };
    const { body } = await this.#safely(({ signedIn: headers }) =>
      this.#context.api.POST('/v1/carts/{id}/unfreeze', { params, headers }),
    );
    await this.#context.moved(this.id, false);
    return body.cart;
  }

  /**
   * Tells what becomes of the payment, as it becomes known, until it is final or the signal says stop. A payer who has just
   * come back is told `checking` in place of `open` until the service has asked Ottu; then `ready` is what can be paid.
   *
   * @throws {Problem} `not_found` when this browser cannot open the cart
   */
  watch(
    tell: (payment: PaymentStatus) => void,
    { signal = new AbortController().signal }: WatchOptions = {},
  ): Promise<void> {
    // It stays an order of this browser after it is paid.
    this.#keep();
    const ask = this.#returned ? (while_: AbortSignal): Promise<boolean> => this.#askAfterReturn(while_) : undefined;
    return watch(this.#context, this.id, tell, signal, ask);
  }

  /** Checking out has the service ask. @returns whether the status tells the rest */
  async #askAfterReturn(signal: AbortSignal): Promise<boolean> {
    const { timing, moved } = this.#context;
    // What is the cart of this browser by now has another secret, perhaps.
    await moved(this.id, false);
    for (let pause = timing.returnMs; !signal.aborted; pause = Math.min(pause * 2, timing.slowestReturnMs)) {
      try {
        await this.checkout();
        this.#returned = false;
        return false;
      } catch (error) {
        if (isProblem(error, 'cart_closed')) return true;
        if (error instanceof Problem && error.status < 500 && !isProblem(error, ...NOT_YET)) throw error;
        await sleep(Math.max(pause, error instanceof Problem ? error.retryAfter * 1000 : 0), signal);
      }
    }
    return true;
  }

  /** What does no harm when it is done twice. */
  #safely<Body>(request: Parameters<typeof callCart<Body>>[2]): ReturnType<typeof callCart<Body>> {
    return untilAnswered(() => callCart(this.#context, this.id, request), this.#context.timing);
  }

  #etagOf(seen: { readonly etag: string } | undefined): string {
    const etag = seen?.etag ?? this.#ready?.etag;
    if (etag === undefined) throw new Error('Check out first: what is paid is what the shopper has seen.');
    return etag;
  }

  #keep(session?: string): void {
    const { kept } = this.#context;
    const token = kept.token(this.id);
    if (token !== undefined) kept.keepOrder({ id: this.id, token, ...(session !== undefined && { session }) });
  }
}
