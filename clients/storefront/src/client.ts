import { answered, createApi, type Fetch } from './api.ts';
import { Cards } from './cards.ts';
import { Cart } from './cart.ts';
import { withChallenge } from './challenge.ts';
import { untilAnswered, type Context } from './context.ts';
import { Kept } from './kept.ts';
import { Order } from './order.ts';
import { Shopper } from './shopper.ts';
import { browserStorage, type ShopStorage } from './storage.ts';
import { TIMING, type Timing } from './timing.ts';
import type { BuyNowOptions, CartOptions, Challenge, PaymentMethod } from './types.ts';

export interface ClientOptions {
  /** Of the service, as browsers reach it. */
  readonly baseUrl: string;
  /** `browserStorage()` where it is left out. */
  readonly storage?: ShopStorage;
  /** Of Ottu's pages, for carts that are begun; asked each time where it is a function. */
  readonly language?: 'en' | 'ar' | (() => 'en' | 'ar');
  /** Who is signed in, asked for each request: the JWT of the shop's identity provider, or nothing. See `cart.signIn`. */
  readonly customerJwt?: () => string | undefined;
  /** For carts and payments; `cart.pay` may have one of its own. */
  readonly challenge?: Challenge;
  readonly fetch?: Fetch;
  /** For tests. */
  readonly timing?: Partial<Timing>;
}

export interface StorefrontClient {
  readonly carts: {
    /**
     * Takes up the cart that this browser has, or begins one with the first thing that is put into it. Asked again it is the
     * same cart.
     *
     * @throws {Problem | Unreachable}
     */
    open(options: CartOptions): Promise<Cart>;
    /** The same at once, before anything is known of it: `cart.refresh()` reads it. */
    attach(options: CartOptions): Cart;
  };
  readonly orders: {
    /** A cart that was about to be paid in this browser, by its id; the latest dozen are kept. */
    find(id: string): Order | undefined;
  };
  /**
   * The order of a payer who has come back from Ottu's page or from the bank. What the address says of the payment is not
   * believed, `watch` asks the service. Take the query out of the address afterwards.
   *
   * @param address of the page, such as `location`
   * @returns nothing where this browser has not paid anything
   */
  returned(address: { readonly search: string }): Order | undefined;
  /**
   * One product as an order of its own, ready to be paid. The cart is not touched.
   *
   * @throws {Problem | Unreachable}
   */
  buyNow(options: BuyNowOptions): Promise<Order>;
  readonly cards: Cards;
  /**
   * What the shop may offer, in the order in which it wants that.
   *
   * @throws {Problem | Unreachable}
   */
  paymentMethods(): Promise<readonly PaymentMethod[]>;
}

/** A storefront's way to the service. One for a page. */
export function createClient(options: ClientOptions): StorefrontClient {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const timing = { ...TIMING, ...options.timing };
  const send: Fetch = options.fetch ?? ((request, init) => fetch(request, init));
  const { language } = options;
  let cart: Cart | undefined;
  const context: Context = {
    baseUrl,
    timing,
    send,
    api: createApi(baseUrl, send, timing),
    kept: new Kept(options.storage ?? browserStorage()),
    shopper: new Shopper(options.customerJwt),
    language: typeof language === 'function' ? language : () => language,
    challenge: options.challenge,
    sending: new Set(),
    moved: async (id, over) => cart?.moved(id, over),
  };
  const { kept, api, shopper } = context;

  kept.onOtherTabs({
    cart: () => void cart?.refresh().catch(() => undefined),
    signedOut: () => shopper.signOut(),
  });

  const attach = (cartOptions: CartOptions): Cart => {
    if (cart === undefined) cart = new Cart(context, cartOptions);
    else cart.configure(cartOptions);
    return cart;
  };

  return {
    carts: {
      attach,
      async open(cartOptions) {
        const opened = attach(cartOptions);
        await opened.refresh();
        return opened;
      },
    },
    orders: {
      find: (id) => (kept.token(id) === undefined ? undefined : new Order(context, id)),
    },
    returned({ search }) {
      const order = kept.orderOfSession(new URLSearchParams(search).get('session_id'));
      return order && new Order(context, order.id, { returned: true });
    },
    async buyNow(product) {
      const said = context.language();
      const { body, etag } = await withChallenge(options.challenge, (token) =>
        untilAnswered(
          () =>
            answered(
              api.POST('/v1/buy-now/intents', {
                headers: shopper.headers,
                body: {
                  ...(said !== undefined && { language: said }),
                  ...product,
                  ...(token !== undefined && { challenge_token: token }),
                },
              }),
            ),
          timing,
        ),
      );
      const { cart: view, checkout } = body;
      kept.keepOrder({ id: view.id, token: body.cart_token, session: checkout.session_id });
      return new Order(context, view.id, { ready: { cart: view, checkout, priceChanged: false, etag } });
    },
    cards: new Cards(context),
    async paymentMethods() {
      const { body } = await untilAnswered(() => answered(api.GET('/v1/payment-methods')), timing);
      return body.payment_methods;
    },
  };
}
