import { answered } from './api.ts';
import { withChallenge } from './challenge.ts';
import { untilAnswered, type Context } from './context.ts';
import { isOver, withoutNulls, type Held } from './held.ts';
import type { CartRef } from './kept.ts';
import { Order, type OrderPayOptions } from './order.ts';
import type { PayOptions, PayResult } from './paying.ts';
import { isProblem, Problem, Unreachable } from './problem.ts';
import { sleep } from './timing.ts';
import type { CartChanges, CartOptions, CartView, Means, PaymentStatus, Ready } from './types.ts';
import type { WatchOptions } from './watching.ts';

const TRIES = 4;
/** What this tab shows is not what there is: another tab, or a payment, was faster. */
const BEHIND = ['cart_changed', 'cart_busy', 'cart_closed', 'not_found'] as const;

/**
 * The cart of this browser: the same in all its tabs and after a reload. It is begun at the service when there is something to
 * put into it, and forgotten once it is paid; what is put in then goes into a new one.
 */
export class Cart {
  readonly #context: Context;
  #options: CartOptions;
  #held: Held | undefined;
  #order: Order | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #listeners = new Set<(view: CartView | undefined) => void>();

  /** @internal */
  constructor(context: Context, options: CartOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** The cart as it was last known; nothing while there is none. */
  get view(): CartView | undefined {
    return this.#held?.view;
  }

  /** Of `view`: another one is another version. */
  get etag(): string | undefined {
    return this.#held?.etag;
  }

  /** How many things are in it. */
  get count(): number {
    return this.view?.items.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0;
  }

  /** Of the cart, or of the next one. */
  get currency(): string {
    return this.view?.currency_code ?? this.#options.currency_code;
  }

  /** What the last checkout of this cart showed. */
  get ready(): Ready | undefined {
    return this.#order?.ready;
  }

  /** A payment was begun in this browser, and no answer came: `resume()`. */
  get unfinished(): boolean {
    return this.order?.unfinished === true;
  }

  /** The cart as what is paid; nothing while there is none. */
  get order(): Order | undefined {
    const id = this.#held?.id;
    if (id === undefined) return undefined;
    if (this.#order?.id !== id) this.#order = new Order(this.#context, id);
    return this.#order;
  }

  /**
   * Tells of each change, of this tab and of others, until the signal says stop.
   *
   * @returns what ends it too
   */
  onChange(listener: (view: CartView | undefined) => void, { signal }: WatchOptions = {}): () => void {
    const end = (): void => void this.#listeners.delete(listener);
    this.#listeners.add(listener);
    signal?.addEventListener('abort', end);
    return end;
  }

  /** @internal */
  configure(options: CartOptions): void {
    this.#options = options;
  }

  /**
   * Reads what there is now. The client does so by itself when another tab has changed it.
   *
   * @throws {Problem | Unreachable}
   */
  refresh(): Promise<void> {
    return this.#inTurn(() => this.#read());
  }

  /**
   * Sets how many of a product there are; 0 takes it out.
   *
   * @throws {Problem | Unreachable} `cart_frozen` while it is being paid
   */
  setQuantity(sku: string, quantity: number): Promise<void> {
    return this.#inTurn(() => this.#change(sku, () => quantity));
  }

  /**
   * Puts so many more in, or takes so many out.
   *
   * @throws {Problem | Unreachable} `cart_frozen` while it is being paid
   */
  changeQuantity(sku: string, by: number): Promise<void> {
    return this.#inTurn(() => this.#change(sku, (quantity) => quantity + by));
  }

  /**
   * Changes customer, addresses, codes, language or what else is not an item.
   *
   * @throws {Problem | Unreachable}
   */
  update(changes: CartChanges): Promise<void> {
    return this.#inTurn(() => this.#catchingUp(() => this.#updateOnce(changes)));
  }

  /**
   * Signs in, and makes the cart the shopper's own: only then can a saved card pay it. The cart gets another secret, which all
   * tabs of this browser hear of, also where the answer with it is lost.
   *
   * @param jwt of the shop's identity provider; left out where the client was given `customerJwt`
   * @throws {Problem | Unreachable}
   */
  signIn(jwt?: string): Promise<void> {
    if (jwt !== undefined) this.#context.shopper.signIn(jwt);
    return this.#inTurn(() => this.#bindHeld());
  }

  /** A cart that is the shopper's cannot be paid by nobody, so it goes too, in every tab. At the service it expires by itself. */
  signOut(): void {
    this.#context.shopper.signOut();
    this.#context.kept.tellSignedOut();
    if (this.view?.signed_in === true) this.#forget();
  }

  /**
   * A cart's currency never changes, so this makes another cart with the same in it.
   *
   * @throws {Problem | Unreachable} `validation_failed` where something is not sold in that currency: the cart stays
   */
  changeCurrency(code: string): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#held;
      const options = { ...this.#options, currency_code: code };
      if (before === undefined || before.view.items.length === 0) {
        this.#options = options;
        return this.#forget();
      }
      const { id, view } = before;
      const token = this.#context.kept.token(id) ?? '';
      const { language, redirect_url, customer, billing_address, shipping_address, extra, codes } = view;
      const taken = { language, redirect_url, customer, billing_address, shipping_address, extra, codes };
      const items = view.items.map(({ sku, quantity }) => ({ sku, quantity }));
      await this.#begin({ ...options, ...withoutNulls(taken) }, items);
      // Nobody waits for it: a cart that is left alone expires by itself.
      const params = { path: { id } };
      void answered(this.#context.api.DELETE('/v1/carts/{id}', { params, headers: { 'cart-token': token } })).catch(
        () => undefined,
      );
    });
  }

  /**
   * Gets ready to pay: what it costs now, and Ottu's session for the Checkout SDK or its page. Again after each edit.
   *
   * @throws {Problem | Unreachable}
   */
  checkout(): Promise<Ready> {
    return this.#inTurn(async () => {
      if (this.#context.shopper.jwt !== undefined) await this.#bindHeld();
      const order = this.#something();
      const ready = await order.checkout();
      if (this.#held?.id === order.id) this.#hold({ id: order.id, view: ready.cart, etag: ready.etag });
      return ready;
    });
  }

  /** `Order.pay` of this cart. */
  pay(means: Means, options: OrderPayOptions = {}): Promise<PayResult> {
    return this.#something().pay(means, options);
  }

  /** `Order.complete` of this cart. */
  complete(): Promise<PayResult> {
    const { etag } = this;
    return this.#something().complete(etag === undefined ? {} : { seen: { etag } });
  }

  /** `Order.resume` of this cart. */
  async resume(options: PayOptions = {}): Promise<PayResult | undefined> {
    return this.order?.resume(options);
  }

  /** `Order.freeze` of this cart. */
  freeze(): Promise<CartView> {
    return this.#something().freeze();
  }

  /** `Order.unfreeze` of this cart. */
  unfreeze(): Promise<CartView> {
    return this.#something().unfreeze();
  }

  /** `Order.watch` of this cart. Once it is paid the cart is forgotten, and its `Order` goes on. */
  watch(tell: (payment: PaymentStatus) => void, options: WatchOptions = {}): Promise<void> {
    return this.#something().watch(tell, options);
  }

  /** @internal the cart, if it is this one, has changed at the service or is over. */
  async moved(id: string, over: boolean): Promise<void> {
    if (this.#context.kept.cart()?.id !== id) return;
    if (over) return this.#forget();
    await this.refresh().catch(() => undefined);
    this.#context.kept.tellOtherTabs();
  }

  /** One edit after the other: what the second one is decided by is what the first one left. */
  #inTurn<T>(edit: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(edit);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #read(): Promise<void> {
    const { kept, api, timing, shopper } = this.#context;
    const ref = kept.cart();
    if (ref === undefined) return this.#hold(undefined);
    const params = { path: { id: ref.id } };
    try {
      const { body, etag } = await untilAnswered(
        () => answered(api.GET('/v1/carts/{id}', { params, headers: { 'cart-token': ref.token } })),
        timing,
      );
      if (isOver(body.cart)) return this.#forget(ref);
      this.#hold({ id: ref.id, view: body.cart, etag });
    } catch (error) {
      if (!isProblem(error, 'not_found')) throw error;
      // Signing in, in another tab, has given it another secret meanwhile.
      if (kept.cart()?.token !== ref.token) return this.#read();
      // Or in this one, and no answer with that secret ever came: whoever it belongs to gets it by signing in. Until then the
      // way to it is kept, and nothing is shown.
      if (shopper.jwt === undefined) return this.#hold(undefined);
      await this.#bind(ref).catch((problem: unknown) => {
        if (problem instanceof Problem && problem.status === 401) return this.#hold(undefined);
        if (!isProblem(problem, 'not_found')) throw problem;
        this.#forget(ref);
      });
    }
  }

  /** Gives the cart its customer, if somebody is signed in and it has none. */
  async #bindHeld(): Promise<void> {
    const { shopper } = this.#context;
    if (shopper.jwt === undefined || this.view?.signed_in === true) return;
    const ref = this.#heldRef();
    if (ref === undefined) return this.#read();
    try {
      await this.#bind(ref);
    } catch (error) {
      // It is being paid, was changed meanwhile, or is over: what can be bound is bound before it is paid.
      if (!isProblem(error, 'cart_frozen', 'cart_busy', 'cart_closed', 'not_found')) throw error;
      await this.#read();
    }
  }

  /** The same again where no answer came: the old secret and the shopper together get the new one. */
  async #bind(ref: CartRef): Promise<void> {
    const { kept, api, shopper, timing } = this.#context;
    const params = { path: { id: ref.id } };
    const { body, etag } = await untilAnswered(
      () =>
        answered(
          api.PATCH('/v1/carts/{id}', { params, headers: { 'cart-token': ref.token, ...shopper.headers }, body: {} }),
        ),
      timing,
    );
    const mine = { id: ref.id, token: body.cart_token ?? ref.token };
    kept.rekey(mine);
    // Another tab may have begun another cart meanwhile.
    if (kept.cart()?.id !== ref.id) return this.#read();
    if (isOver(body.cart)) return this.#forget(ref);
    kept.keepCart(mine);
    this.#hold({ id: ref.id, view: body.cart, etag });
    kept.tellOtherTabs();
  }

  /** By `If-Match`, because it is counted from what this tab shows. */
  #change(sku: string, wanted: (quantity: number) => number): Promise<void> {
    let fixed: number | undefined;
    return this.#catchingUp(async () => {
      const now = this.view?.items.find((item) => item.sku === sku)?.quantity ?? 0;
      const quantity = Math.max(0, fixed ?? wanted(now));
      try {
        await this.#changeOnce(sku, quantity);
      } catch (error) {
        // What was sent may have been done: it is not counted on from what it left.
        if (error instanceof Unreachable) fixed = quantity;
        throw error;
      }
    });
  }

  /** When another tab was faster, it is done again from what there is now; and where no answer came, the same. */
  async #catchingUp(edit: () => Promise<void>): Promise<void> {
    const { kept, timing } = this.#context;
    for (let tries = 1; ; tries += 1) {
      try {
        await edit();
        kept.tellOtherTabs();
        return;
      } catch (error) {
        const lost = error instanceof Unreachable;
        if (isProblem(error, 'cart_frozen')) await this.#read();
        if (tries === TRIES || !(lost || isProblem(error, ...BEHIND))) throw error;
        if (lost) await sleep(timing.pauseMs);
        else await this.#read();
      }
    }
  }

  async #changeOnce(sku: string, quantity: number): Promise<void> {
    const { api } = this.#context;
    const ref = this.#heldRef();
    if (ref === undefined) {
      if (quantity > 0) await this.#begin(this.#options, [{ sku, quantity }]);
      return;
    }
    const { id, token } = ref;
    const params = { path: { id, sku }, header: { 'If-Match': this.etag ?? '' } };
    const headers = { 'cart-token': token };
    const { body, etag } = await answered(
      quantity > 0
        ? api.PUT('/v1/carts/{id}/items/{sku}', { params, headers, body: { quantity } })
        : api.DELETE('/v1/carts/{id}/items/{sku}', { params, headers }),
    );
    this.#hold({ id, view: body.cart, etag });
  }

  /** Without `If-Match`: what is changed is named whole, so the last word counts and may be said twice. */
  async #updateOnce(changes: CartChanges): Promise<void> {
    const ref = this.#heldRef();
    if (ref === undefined) return this.#begin({ ...this.#options, ...withoutNulls(changes) }, []);
    const { body, etag } = await answered(
      this.#context.api.PATCH('/v1/carts/{id}', {
        params: { path: { id: ref.id } },
        headers: { 'cart-token': ref.token },
        body: changes,
      }),
    );
    this.#hold({ id: ref.id, view: body.cart, etag });
  }

  async #begin(options: CartOptions, items: readonly { sku: string; quantity: number }[]): Promise<void> {
    const { api, kept, shopper, language, challenge } = this.#context;
    const { etag, body } = await withChallenge(challenge, (token) => {
      const said = language();
      return answered(
        api.POST('/v1/carts', {
          headers: shopper.headers,
          body: {
            ...(said !== undefined && { language: said }),
            ...options,
            items: [...items],
            ...(token !== undefined && { challenge_token: token }),
          },
        }),
      );
    });
    kept.keepCart({ id: body.cart.id, token: body.cart_token });
    this.#hold({ id: body.cart.id, view: body.cart, etag });
    kept.tellOtherTabs();
  }

  /** What this tab holds, by the secret that it has now. */
  #heldRef(): CartRef | undefined {
    const id = this.#held?.id;
    const token = id === undefined ? undefined : this.#context.kept.token(id);
    return id === undefined || token === undefined ? undefined : { id, token };
  }

  #something(): Order {
    const { order } = this;
    if (order !== undefined) return order;
    throw new Problem({ code: 'cart_empty', title: 'There is nothing in the cart', outcome: 'none' }, 409);
  }

  /** It was bought, or is over: the next thing goes into a new one. @param ref only where it is still this one. */
  #forget(ref?: CartRef): void {
    const { kept } = this.#context;
    if (ref !== undefined && kept.cart()?.id !== ref.id) return;
    kept.forgetCart();
    kept.tellOtherTabs();
    this.#hold(undefined);
  }

  #hold(held: Held | undefined): void {
    const same = JSON.stringify(held) === JSON.stringify(this.#held);
    this.#held = held;
    // The next one is begun in the currency that the shopper has come to.
    if (held !== undefined) this.#options = { ...this.#options, currency_code: held.view.currency_code };
    if (same) return;
    for (const listener of this.#listeners) listener(held?.view);
  }
}
