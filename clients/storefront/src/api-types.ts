// Made from the document of this service by `npm run client`.

export interface paths {
    "/v1/buy-now/intents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Buy one product now
         * @description For a Buy Now button in a browser: one product becomes a priced cart of its own with a session that is ready, and what
         *     the wallets and the Checkout SDK need. Nothing is charged. Pay with `POST /v1/carts/{id}/payments`, by the `cart_token`
         *     and the ETag of this answer, or open `checkout.checkout_url`.
         *
         *     The shopper's other cart is not touched. Asked again, it makes another cart; the one before expires by itself.
         */
        post: operations["createBuyNowIntent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The customer's saved cards
         * @description The saved cards of the signed-in customer: of the token's `sub` and of nobody else, on the gateways that shoppers are
         *     offered. An `id` stays the same as long as the card does, and is of no use to another customer. A card that is not
         *     `payable` can be used on the provider's page only, by `checkout`.
         */
        get: operations["listCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget a saved card
         * @description Makes Ottu forget the card. An id that is not, or no longer, that of one of the customer's cards is 404
         *     `card_not_found`: after a lost answer that is what success looks like. A card that agreements (subscriptions, installments)
         *     are paid with stays: 409 `card_in_use`, with their ids in `agreements`.
         */
        delete: operations["deleteCard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save a card without a payment
         * @description Makes a page on which the signed-in customer saves a card: of the token's `sub` and of nobody else, on the gateways that
         *     shoppers are offered. Open `checkout_url`; once the customer is back, `GET /v1/cards` shows the card.
         *
         *     Nothing is charged: the transaction is of amount zero (`payment_type` `save_card`), and the card is typed on Ottu's own
         *     page, `checkout_url`.
         *
         *     With an `Idempotency-Key` a request that is repeated makes no second page.
         */
        post: operations["setUpCard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a cart
         * @description Items are priced by the shop's catalog, in the cart's currency; a price, a total or any other member that is not listed
         *     is refused. `cart_token` is the secret of the cart: keep it with the shopper, send it as `Cart-Token`, never put it
         *     into an address. It is given once.
         *
         *     With the token of a signed-in customer (`Authorization: Bearer`) the cart is bound to that customer from the start.
         *
         *     A server of the shop, with its service key, may begin a cart whose payment agrees to later charges: `agreement` with the
         *     `customer_id` of the customer, who checks it out by token and JWT, and pays it on Ottu's page. From its success on
         *     `POST /v1/auto-debits` may charge the card.
         *
         *     A server of the shop may begin the cart for a shopper, with its service key (scope `transactions:write`): it alone may
         *     give the cart a `merchant_reference`.
         */
        post: operations["createCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A cart as it is now
         * @description A wrong id, a wrong token and no token are all 404. Answers are not to be stored; who asks again and again sends
         *     `If-None-Match` and is answered 304 while nothing has changed.
         */
        get: operations["getCart"];
        put?: never;
        post?: never;
        /**
         * Give a cart up
         * @description The cart can still be read, but nothing opens it again. Refused while it is being paid (409) and once it is paid. To
         *     repeat it does no harm.
         */
        delete: operations["abandonCart"];
        options?: never;
        head?: never;
        /**
         * Change details, or sign in
         * @description What is left out stays as it is, `null` clears a member, and an object that is given takes the place of the whole object
         *     that was there: send a complete address or customer. Nothing is taken over when anything is wrong.
         *
         *     With the token of a signed-in customer (`Authorization: Bearer`; the body may be `{}`) the cart is bound to that
         *     customer. If it was not yet, the answer has a new `cart_token`; the old one opens nothing any more, and event
         *     streams end. The same customer again changes nothing. If that answer was lost, send the same again,
         *     without `If-Match`: for this request the old `cart_token` is good together with the token of that customer, and the
         *     answer has the new one.
         *
         *     Phones are kept as E.164; they may be written as in the country of the address. Ottu is never waited for.
         */
        patch: operations["changeCart"];
        trace?: never;
    };
    "/v1/carts/{id}/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get ready to pay
         * @description Brings Ottu's transaction to the cart's total and hands it out: the session for the Checkout SDK with its set-up, and
         *     Ottu's own page. Ask again after every edit; the session may be another one then. A cart that is bound to a customer
         *     needs the cart token and a token of the same customer.
         *
         *     The shop is asked once more what the cart costs. Another total is a new version of the cart: with `If-Match` the answer
         *     is 409 `price_changed` with the cart, and nothing is handed out; without, checkout goes on at the new total, and
         *     `price_changed` is true. 409 `items_not_sold`: something is sold out.
         *
         *     503 `checkout_unavailable`: Ottu could not be brought in step. Nothing was charged; the cart can still be edited.
         */
        post: operations["checkoutCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order what costs nothing
         * @description For a cart that costs nothing, because a voucher pays for all of it, where the shop has switched that on
         *     (`FREE_ORDERS`). The cart is closed as `paid` with its total of zero, and the shop is told by the event
         *     `cart.completed`; Ottu is not asked to charge anything. Needs an `Idempotency-Key` for the intent and `If-Match` with
         *     the ETag of the cart that the shopper has seen.
         *
         *     The shop is asked once more what the cart costs: 409 `price_changed` with the cart where that is another total. 409
         *     `payment_needed`: it costs something. A session that was handed out for an earlier total is closed first, and a success
         *     that is seen there counts instead.
         */
        post: operations["completeCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the payment as it happens
         * @description Server-sent events, to be read with a streaming `fetch`, since `EventSource` cannot send the `Cart-Token` header.
         *
         *     - `payment`: its data is the `payment` of `GET /v1/carts/{id}/payment`. It is sent at once, and again with every change.
         *     - `cart`: `{"version","state"}`. Another tab has changed the cart, or it was frozen or opened: read it again.
         *
         *     Only the present is told: of changes that follow each other quickly some are skipped, the last one never is. Whoever
         *     resumes with the `id` of the last event as `Last-Event-ID` is told what has changed since then, and nothing twice.
         *
         *     The stream is closed after a final status (`paid`, `authorized`, `cash_on_delivery`, `expired`): do not resume then.
         *     It is closed when the cart's token is replaced (sign in), after some minutes, and when the service is restarted: resume
         *     after the time that `retry` says. Lines that begin with a colon say only that the stream lives; one comes every 15
         *     seconds, and a client that hears nothing for a minute resumes. Who is refused with 429 or 503 asks
         *     `GET /v1/carts/{id}/payment` instead.
         */
        get: operations["followCart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts/{id}/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold the basket still
         * @description For the `beforePayment` hook of the Checkout SDK: from now on edits are refused, for 15 minutes at most, so that what
         *     the shopper pays is what the cart shows. A decline opens the cart again. To repeat it does no harm, and prolongs nothing.
         *
         *     The shop is asked once more what the cart costs. 409 `price_changed`: another total, with the cart; show it first.
         *
         *     409 `session_replaced`: the session that the SDK has can't be paid any more. Check out again, and set the SDK up anew.
         */
        post: operations["freezeCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts/{id}/items/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a quantity
         * @description Puts the item in, or sets how many of it there are. The same quantity again changes nothing. Everything in the cart is
         *     priced anew; when the catalog does not answer, the cart stays as it was (503). `errors` point at `/sku` (in the path)
         *     or `/quantity`. When something else in the cart is not sold any more, the answer is 409 `items_not_sold`, by SKU.
         */
        put: operations["setCartItem"];
        post?: never;
        /**
         * Take an item out
         * @description An item that is not there is no fault. Items that are not sold any more go at the same time: with one of them left, the
         *     cart would have no price.
         */
        delete: operations["removeCartItem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts/{id}/payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of it
         * @description `open` before anybody has tried to pay. `checking` means that nobody knows yet whether money moved: say so, and ask
         *     again. It is never `open` while the cart is held (frozen); `held_until` says until when at most. Ottu's own words are
         *     never in it.
         */
        get: operations["readCartPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts/{id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay with a wallet or a saved card
         * @description Pays the cart with what the Apple Pay or Google Pay sheet gave, or with one of the signed-in customer's saved cards
         *     (`card_id`, as `GET /v1/cards` shows it), through Ottu's native payment API. Exactly one of the two. Needs an
         *     `Idempotency-Key` for the intent and `If-Match` with the ETag of the cart that the shopper has seen: what is charged is
         *     that version and no other. The cart is frozen while it is being paid; a decline opens it again.
         *
         *     The price comes from the shop. If it has changed meanwhile: 409 `price_changed` with the cart, nothing is charged, and
         *     the cart has a new version to show. 409 `items_not_sold`: something in it is sold out.
         *
         *     A saved card needs the token of its customer, and a cart that is bound to that customer. One that needs its security code,
         *     has expired or does not serve here is 409 `card_not_usable`, before anything is charged.
         *
         *     A cart that begins an agreement is paid on Ottu's page: 409 `agreement_needs_page` here.
         */
        post: operations["payCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts/{id}/unfreeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the basket go
         * @description For a shopper who gave up paying. Ottu is asked first. While the payer's page is open the answer is 409
         *     `payer_is_paying`, and `Retry-After` says when to ask again, two minutes at most after the page was seen: then the
         *     page is closed, and the cart opens. To repeat it does no harm.
         */
        post: operations["unfreezeCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the storefront may offer
         * @description The gateways of `OTTU_PG_CODES`, in that order, with what a page needs to show them. Asked of Ottu once a minute at most;
         *     when Ottu fails, the last answer stands. No cart is needed.
         */
        get: operations["getPaymentMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ActionView: {
            /** @description What to show in a frame. */
            html?: string;
            /** @enum {string} */
            type: "redirect" | "iframe";
            /** @description The page to go to. */
            url?: string;
        };
        Agreement: {
            /** @enum {string} */
            amount_variability?: "fixed" | "variable";
            cycle_interval_days?: number | string;
            /** @example 2027-12-31 */
            expiry_date?: string;
            extra_params?: {
                [key: string]: unknown;
            };
            /**
             * @description Always `irregular` for `unscheduled`.
             * @enum {string}
             */
            frequency?: "irregular" | "daily" | "weekly" | "semi_monthly" | "monthly" | "quarterly" | "semi_annually" | "yearly" | "other";
            /**
             * @description Chosen by the merchant.
             * @example AGR-9
             */
            id: string;
            /** @example 1.000 */
            max_amount_per_cycle?: string;
            seller?: components["schemas"]["AgreementSeller"];
            start_date?: string;
            total_cycles?: number | string;
            /**
             * @description `recurring` when left out.
             * @enum {string}
             */
            type?: "recurring" | "installment" | "unscheduled" | "event_based" | "other";
        };
        AgreementSeller: {
            /**
             * @description Merchant category code.
             * @example 5411
             */
            category_code?: string;
            name?: string;
            short_name?: string;
        };
        BuyNowIntentAnswer: {
            cart: components["schemas"]["CartView"];
            /**
             * @description The secret of this cart, for the `Cart-Token` header. It is given in this answer only.
             * @example ct_qj8J0Vb3m4cXl1u3J0m8r0f6c0XyQk6gq8m2H5o1tWs
             */
            cart_token: string;
            checkout: components["schemas"]["CheckoutView"];
        };
        BuyNowIntentRequest: {
            billing_address?: components["schemas"]["CartBillingAddress"];
            /** @description What a solved challenge gave, when the answer before asked for one. */
            challenge_token?: string;
            /**
             * @description Vouchers and gift cards, for the quote of the shop. A list that is given takes the place of the whole.
             * @example [
             *       "EID"
             *     ]
             */
            codes?: string[];
            /**
             * @description All prices of the cart are in it. It never changes.
             * @example KWD
             */
            currency_code: string;
            customer?: components["schemas"]["CartCustomer"];
            /**
             * @description The merchant's own members, at most 8192 bytes of JSON, nested at most 5 deep. Prices may depend on it. It must not hold merchant_id, autopay, payment_description, sandbox_* or merchant_defined_data*, which the shop sets by itself.
             * @example {
             *       "gift_wrap": true
             *     }
             */
            extra?: {
                [key: string]: unknown;
            };
            /**
             * @description Of Ottu's pages. `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example en
             */
            language?: string;
            /**
             * @description The merchant's own name of the order, for answers about its payments, events and searches. Only with a service key: never from a browser.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /**
             * @description 1 when left out.
             * @example 1
             */
            quantity?: number;
            /**
             * Format: uri
             * @description Where the payer comes back to: one of those the shop allows.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            shipping_address?: components["schemas"]["CartShippingAddress"];
            /** @example DATES-KHALAS */
            sku: string;
        };
        CardSetupCustomer: {
            /**
             * Format: email
             * @example sara@example.com
             */
            email?: string;
            /** @example Sara */
            first_name?: string;
            /** @example Al-Test */
            last_name?: string;
            /**
             * @description With its country code, or as it is dialled in the country of `DEFAULT_COUNTRY`; kept and sent to Ottu as E.164.
             * @example +96550000001
             */
            phone?: string;
        };
        CartAnswer: {
            cart: components["schemas"]["CartView"];
        };
        CartBillingAddress: {
            /** @example Kuwait City */
            city?: string;
            /**
             * @description Its code of ISO 3166-1 (`KW`, `kw`, `KWT`), or its name in English or Arabic; kept and answered as `KW`.
             * @example KW
             */
            country?: string;
            /** @example Block 4, Street 12 */
            line1?: string;
            /** @example Floor 2 */
            line2?: string;
            /** @example 13001 */
            postal_code?: string;
            /** @example Al Asimah */
            state?: string;
        };
        CartCustomer: {
            /**
             * Format: date
             * @example 1990-04-23
             */
            birthdate?: string;
            /**
             * Format: email
             * @example sara@example.com
             */
            email?: string;
            /** @example Sara */
            first_name?: string;
            /** @example Al-Test */
            last_name?: string;
            /**
             * @description With its country code, or as it is dialled in the country of the address (`billing_address`, else `shipping_address`, else `DEFAULT_COUNTRY`); kept and answered as E.164.
             * @example +96550000001
             */
            phone?: string;
            /** @example +96522000002 */
            phone_2?: string;
        };
        CartDiscount: {
            /**
             * @description What is taken off, above zero.
             * @example 0.500
             */
            amount: string;
            /** @example WELCOME */
            code?: string;
            /**
             * @example {
             *       "en": "Welcome",
             *       "ar": "أهلاً"
             *     }
             */
            name: components["schemas"]["CartText"];
        };
        CartFee: {
            /**
             * @description What comes on top.
             * @example 0.250
             */
            amount: string;
            /** @example GIFT-WRAP */
            code?: string;
            /**
             * @example {
             *       "en": "Gift wrapping",
             *       "ar": "تغليف هدية"
             *     }
             */
            name: components["schemas"]["CartText"];
        };
        CartItem: {
            /** @example 2 */
            quantity: number;
            /** @example DATES-KHALAS */
            sku: string;
        };
        CartLine: {
            /**
             * @description What the line costs.
             * @example 7.500
             */
            line_total: string;
            name: components["schemas"]["CartText"];
            /** @example 2 */
            quantity: number;
            /** @example DATES-KHALAS */
            sku: string;
            /**
             * @description For show; absent where the shop names none. Of "three for 1.000" it is near a third.
             * @example 3.750
             */
            unit_price?: string;
        };
        CartShippingAddress: {
            /** @example Kuwait City */
            city?: string;
            /**
             * @description Its code of ISO 3166-1 (`KW`, `kw`, `KWT`), or its name in English or Arabic; kept and answered as `KW`.
             * @example KW
             */
            country?: string;
            /**
             * Format: email
             * @example sara@example.com
             */
            email?: string;
            /** @example Sara */
            first_name?: string;
            /** @example Al-Test */
            last_name?: string;
            /** @example Block 4, Street 12 */
            line1?: string;
            /** @example Floor 2 */
            line2?: string;
            /**
             * @description With its country code, or as it is dialled in the address's `country`, else in `DEFAULT_COUNTRY`; kept and answered as E.164.
             * @example +96550000001
             */
            phone?: string;
            /** @example 13001 */
            postal_code?: string;
            /** @example Al Asimah */
            state?: string;
        };
        CartText: {
            /** @example تمر خلاص، علبة ١ كغ */
            ar: string;
            /** @example Khalas dates, 1 kg box */
            en: string;
        };
        CartView: {
            /** @description What the payment of the cart agrees to, to be shown to the shopper; only where a server gave it. */
            agreement?: components["schemas"]["Agreement"];
            billing_address: components["schemas"]["CartBillingAddress"] | null;
            /**
             * @description Vouchers and gift cards; `discounts` says what they are worth.
             * @example [
             *       "EID"
             *     ]
             */
            codes: string[];
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:30.000Z
             */
            created_at: string;
            /** @example KWD */
            currency_code: string;
            customer: components["schemas"]["CartCustomer"] | null;
            /** @description Only when something is taken off. */
            discounts?: components["schemas"]["CartDiscount"][];
            /**
             * Format: date-time
             * @description An unused cart is over then. Each change moves it on.
             * @example 2026-06-08T10:15:30.000Z
             */
            expires_at: string;
            /**
             * @description The merchant's own members.
             * @example {
             *       "gift_wrap": true
             *     }
             */
            extra: {
                [key: string]: unknown;
            } | null;
            /** @description Only when something comes on top. */
            fees?: components["schemas"]["CartFee"][];
            /**
             * Format: date-time
             * @description Of a cart that is held for the Checkout SDK: until when at most. It opens sooner when the payment fails.
             * @example 2026-06-01T10:32:30.000Z
             */
            held_until?: string;
            /**
             * Format: uuid
             * @example 0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90
             */
            id: string;
            /** @description In the order in which they were put in. */
            items: components["schemas"]["CartLine"][];
            /**
             * @example ar
             * @enum {string|null}
             */
            language: "en" | "ar" | null;
            /**
             * @description Where Ottu's page sends the payer back to.
             * @example https://shop.example.com/thanks
             */
            redirect_url: string | null;
            /**
             * @description Only when the shop's quote has it.
             * @example 1.000
             */
            shipping?: string;
            shipping_address: components["schemas"]["CartShippingAddress"] | null;
            /**
             * @description Whether the cart is bound to a signed-in customer.
             * @example false
             */
            signed_in: boolean;
            /**
             * @description `frozen`: it is being paid, and edits are refused. `paid`, `abandoned` and `expired` carts never open again.
             * @example open
             * @enum {string}
             */
            state: "open" | "frozen" | "paid" | "abandoned" | "expired";
            /**
             * @description Only when the shop's quote has it: what comes on top of the prices.
             * @example 0.250
             */
            tax?: string;
            /**
             * @description What is charged: lines less discounts, plus fees, shipping and tax. Zero while the cart is empty; a cart may cost nothing, too.
             * @example 7.500
             */
            total: string;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            updated_at: string;
            /**
             * @description Goes up by one with each change.
             * @example 3
             */
            version: number;
        };
        ChangeCartRequest: {
            billing_address?: components["schemas"]["CartBillingAddress"] | null;
            /**
             * @description Vouchers and gift cards, for the quote of the shop. A list that is given takes the place of the whole.
             * @example [
             *       "EID"
             *     ]
             */
            codes?: string[] | null;
            customer?: components["schemas"]["CartCustomer"] | null;
            /**
             * @description The merchant's own members, at most 8192 bytes of JSON, nested at most 5 deep. Prices may depend on it. It must not hold merchant_id, autopay, payment_description, sandbox_* or merchant_defined_data*, which the shop sets by itself.
             * @example {
             *       "gift_wrap": true
             *     }
             */
            extra?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example en
             */
            language?: string | null;
            /**
             * Format: uri
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string | null;
            shipping_address?: components["schemas"]["CartShippingAddress"] | null;
        };
        ChangedCartAnswer: {
            cart: components["schemas"]["CartView"];
            /**
             * @description Only when the cart was bound to this customer by this request, or by an earlier one whose answer was lost: the new secret of the cart. The old one opens nothing else any more.
             * @example ct_qj8J0Vb3m4cXl1u3J0m8r0f6c0XyQk6gq8m2H5o1tWs
             */
            cart_token?: string;
        };
        CheckoutAnswer: {
            cart: components["schemas"]["CartView"];
            checkout: components["schemas"]["CheckoutView"];
            /**
             * @description Whether the shop asks for another total than before: the cart has a new version, which shows it.
             * @example false
             */
            price_changed: boolean;
        };
        CheckoutView: {
            /**
             * @description Ottu's own checkout page.
             * @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123456789abcdef0123456789abcdef01234567
             */
            checkout_url: string | null;
            /**
             * @description The cart went on without an earlier try to pay it, of which it is not known yet what became. It is looked at before each new one; where it was paid after all the cart is closed.
             * @enum {string}
             */
            earlier_payment?: "checking";
            /**
             * @description What the shopper may pay with, amounts with fees.
             * @example [
             *       {
             *         "code": "credit-card",
             *         "name": "Credit Card",
             *         "amount": "12.750",
             *         "currency_code": "KWD",
             *         "fee": "0.250"
             *       }
             *     ]
             */
            payment_methods: {
                [key: string]: unknown;
            }[];
            sdk: components["schemas"]["SdkView"];
            /**
             * @description Ottu's session.
             * @example 0123456789abcdef0123456789abcdef01234567
             */
            session_id: string;
        };
        CreateCartRequest: {
            /** @description What the payment of this cart agrees to, for `POST /v1/auto-debits` later. Only with a service key, and together with `customer_id`: the cart is that customer's from its beginning, is checked out with the customer's JWT, and is paid on Ottu's page. */
            agreement?: components["schemas"]["Agreement"];
            billing_address?: components["schemas"]["CartBillingAddress"];
            /** @description What a solved challenge gave, when the answer before asked for one. */
            challenge_token?: string;
            /**
             * @description Vouchers and gift cards, for the quote of the shop. A list that is given takes the place of the whole.
             * @example [
             *       "EID"
             *     ]
             */
            codes?: string[];
            /**
             * @description All prices of the cart are in it. It never changes.
             * @example KWD
             */
            currency_code: string;
            customer?: components["schemas"]["CartCustomer"];
            /**
             * @description Whose agreement it is: the `sub` of the customer. Goes with `agreement`.
             * @example cust-77
             */
            customer_id?: string;
            /**
             * @description The merchant's own members, at most 8192 bytes of JSON, nested at most 5 deep. Prices may depend on it. It must not hold merchant_id, autopay, payment_description, sandbox_* or merchant_defined_data*, which the shop sets by itself.
             * @example {
             *       "gift_wrap": true
             *     }
             */
            extra?: {
                [key: string]: unknown;
            };
            /** @description Priced by the catalog; each SKU once. */
            items?: components["schemas"]["CartItem"][];
            /**
             * @description Of Ottu's pages. `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example ar
             */
            language?: string;
            /**
             * @description The merchant's own name of the order, for answers about its payments, events and searches. Only with a service key: never from a browser.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /**
             * Format: uri
             * @description Where the payer comes back to: one of those the shop allows.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            shipping_address?: components["schemas"]["CartShippingAddress"];
        };
        FieldError: {
            /**
             * @description What is wrong, without the value
             * @example must be three capital letters
             */
            message: string;
            /**
             * @description JSON Pointer (RFC 6901) into the caller's own body
             * @example /currency_code
             */
            pointer: string;
        };
        NewCartAnswer: {
            cart: components["schemas"]["CartView"];
            /**
             * @description The secret of this cart, for the `Cart-Token` header. It is given in this answer only.
             * @example ct_qj8J0Vb3m4cXl1u3J0m8r0f6c0XyQk6gq8m2H5o1tWs
             */
            cart_token: string;
        };
        OfferedMethod: {
            /**
             * @example [
             *       "KWD",
             *       "SAR"
             *     ]
             */
            accepted_currencies: string[];
            /**
             * @description What a cart is paid with.
             * @example credit-card
             */
            code: string;
            /** @example KWD */
            default_currency?: string;
            /** @example https://sandbox.ottu.net/static/icons/credit-card.svg */
            logo?: string;
            /** @example Credit Card */
            name: string;
            /** @description Wallets that work through it. */
            payment_services: components["schemas"]["OfferedService"][];
        };
        OfferedMethodsAnswer: {
            /** @description In the order in which the merchant wants them offered. */
            payment_methods: components["schemas"]["OfferedMethod"][];
        };
        OfferedService: {
            /** @example apple_pay */
            code: string;
            /** @example Apple Pay */
            name?: string;
            /** @example أبل باي */
            name_ar?: string;
        };
        PayCartRequest: {
            /**
             * @description Instead of `wallet` and `payload`: the id of one of the signed-in customer's saved cards.
             * @example q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE
             */
            card_id?: string;
            /** @description What a solved challenge gave, when the answer before asked for one. */
            challenge_token?: string;
            /**
             * @description With `wallet`: what the wallet's sheet gave, unchanged. Its JSON text reaches Ottu byte for byte.
             * @example {
             *       "paymentData": {
             *         "version": "EC_v1",
             *         "data": "…",
             *         "signature": "…",
             *         "header": {
             *           "publicKeyHash": "…",
             *           "transactionId": "…"
             *         }
             *       }
             *     }
             */
            payload?: {
                [key: string]: unknown;
            };
            /**
             * @description With `payload`, or `card_id` instead.
             * @example apple_pay
             * @enum {string}
             */
            wallet?: "apple_pay" | "google_pay";
        };
        PaymentStatusAnswer: {
            payment: components["schemas"]["PaymentStatusView"];
        };
        PaymentStatusView: {
            /** @description What the shopper's bank wants done (3-D Secure). */
            action_required?: components["schemas"]["ActionView"];
            /**
             * @description Where the cart had moved past what was paid: the lines, or so many pieces of them, that were added since. They are not part of the order.
             * @example [
             *       {
             *         "sku": "KARAK-TEA",
             *         "quantity": 1
             *       }
             *     ]
             */
            added_since?: {
                [key: string]: unknown;
            }[];
            /**
             * @description What the cart costs, or what was paid.
             * @example 12.500
             */
            amount: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description The cart went on without an earlier try to pay it, of which it is not known yet what became. It is looked at before each new one; where it was paid after all the cart is closed.
             * @enum {string}
             */
            earlier_payment?: "checking";
            /**
             * Format: date-time
             * @description While the cart is held: until when at most, where that is known. People who look at it take their time.
             * @example 2026-06-01T10:32:30.000Z
             */
            held_until?: string;
            /**
             * @description For questions to the shop.
             * @example 7QX9V6B3M1K8T4R2W5Y0Z3A6C9
             */
            order_no: string | null;
            /**
             * @description `checking`: it is not known yet whether money moved; never let the shopper pay again, follow the status. `declined` and `try_another_method`: nothing was charged, the cart is open again.
             * @example paid
             * @enum {string}
             */
            status: "open" | "checking" | "action_required" | "paid" | "authorized" | "cash_on_delivery" | "declined" | "try_another_method" | "expired";
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            updated_at: string;
            /**
             * @description Of the cart.
             * @example 3
             */
            version: number;
        };
        /** @description An error as RFC 9457 has it */
        Problem: {
            /**
             * @description With `card_in_use`: ids of the agreements that are paid with the card; with `agreements_open`: of those that are open. A hundred at most
             * @example [
             *       "AGR-9"
             *     ]
             */
            agreements?: string[];
            /**
             * @description Of `operation_not_allowed`: the operations that the payment allows now
             * @example [
             *       "refund"
             *     ]
             */
            allowed?: string[];
            /** @description What is left of the payment */
            balance?: components["schemas"]["ProblemBalance"];
            /**
             * @description The cart that this is about, as it is now and as its routes answer it; left out where it is very long
             * @example {
             *       "id": "0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90",
             *       "version": 4,
             *       "state": "open",
             *       "total": "9.000"
             *     }
             */
            cart?: {
                [key: string]: unknown;
            };
            /** @description Stable; programs decide by this */
            code: components["schemas"]["ProblemCode"];
            /** @example Some fields are not valid. */
            detail: string;
            /** @description The faults of the body at once, a hundred at most */
            errors?: components["schemas"]["FieldError"][];
            /**
             * @description On routes that move money. `none`: nothing was charged and nothing will be; `unknown`: ask for the payment; `final`: settled
             * @enum {string}
             */
            outcome?: "none" | "unknown" | "final";
            /** @description The payment that this is about */
            payment?: components["schemas"]["ProblemPayment"];
            /**
             * @description Also in the X-Request-Id header and in the logs
             * @example 0e1c9a52-7d5c-4a1e-9f6b-2b8f1f0a6c3d
             */
            request_id: string;
            /** @description Of an auto-debit: whether to try again */
            retry?: components["schemas"]["RetryAdvice"];
            /** @example 400 */
            status: number;
            /** @example Some fields are not valid */
            title: string;
            /** @example urn:ottu-bff:problem:validation_failed */
            type: string;
        };
        ProblemBalance: {
            /**
             * @description What can still be captured
             * @example 0.000
             */
            capturable_amount: string;
            /**
             * @description What can still be refunded
             * @example 0.500
             */
            refundable_amount: string;
        };
        /**
         * @description Stable; programs decide by this
         * @enum {string}
         */
        ProblemCode: "malformed_json" | "ambiguous_json" | "validation_failed" | "bad_request" | "not_found" | "url_too_long" | "payload_too_large" | "unsupported_media_type" | "headers_too_large" | "request_timeout" | "service_key_invalid" | "service_key_expired" | "forbidden" | "scope_missing" | "server_to_server_only" | "customer_jwt_missing" | "customer_jwt_invalid" | "customer_jwt_not_configured" | "identity_provider_unavailable" | "challenge_required" | "card_not_found" | "card_not_usable" | "card_in_use" | "cards_not_kept" | "cards_unavailable" | "rate_limited" | "too_many_attempts" | "too_many_streams" | "too_many_carts" | "idempotency_key_missing" | "idempotency_key_invalid" | "idempotency_key_reused" | "idempotency_in_flight" | "cart_frozen" | "payer_is_paying" | "cart_closed" | "cart_changed" | "cart_busy" | "items_not_sold" | "cart_empty" | "payment_needed" | "nothing_to_pay" | "agreement_needs_page" | "precondition_required" | "price_changed" | "session_replaced" | "payment_refused" | "customer_details_refused" | "checkout_unavailable" | "attempt_open" | "ottu_refused" | "ottu_api_key_needed" | "ottu_unreachable" | "catalog_unavailable" | "quote_unusable" | "store_unavailable" | "streams_full" | "shutting_down" | "internal_error";
        ProblemPayment: {
            /** @example pay_4f1d2c */
            id: string;
            /** @example SHOP-7Q2M4K */
            order_no: string;
            /** @enum {string} */
            outcome: "none" | "unknown" | "final";
            /**
             * @description Where the payment can be followed
             * @example /v1/payments/pay_4f1d2c
             */
            self: string;
        };
        RetryAdvice: {
            /**
             * @description `later`: the same again, under a new key. `new_card`: the customer needs another card first. `payer`: the payer has to pay once by himself. `never`: not under this agreement
             * @example later
             * @enum {string}
             */
            advice: "never" | "later" | "new_card" | "payer";
            /**
             * Format: date-time
             * @description No sooner than then
             * @example 2026-06-02T10:15:30.000Z
             */
            after?: string;
        };
        SavedCardsAnswer: {
            /** @description Empty when there are none. The preferred one comes first. */
            cards: components["schemas"]["SavedCardView"][];
        };
        SavedCardView: {
            /** @example VISA */
            brand: string | null;
            /**
             * @description Two digits.
             * @example 01
             */
            expiry_month: string | null;
            /**
             * @description The last two digits.
             * @example 39
             */
            expiry_year: string | null;
            /**
             * @description This service's own name for the card, good for its owner only. Not the card's token at Ottu.
             * @example q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE
             */
            id: string;
            /** @example false */
            is_expired: boolean;
            /**
             * @description The one that the customer wants offered first.
             * @example true
             */
            is_preferred: boolean;
            /**
             * @description The last four digits.
             * @example 1019
             */
            last_four: string | null;
            /** @example Noura Al-Sabah */
            name_on_card: string | null;
            /**
             * @description Its security code has to be typed, which only the provider's own page may ask for.
             * @example false
             */
            needs_cvv: boolean;
            /**
             * @description Whether `POST /v1/carts/{id}/payments` takes it: neither expired, nor in need of its security code.
             * @example true
             */
            payable: boolean;
            /**
             * @description The gateway that keeps it. A shopper sees cards of the gateways that he is offered.
             * @example credit-card
             */
            pg_code: string | null;
        };
        SdkView: {
            /** @example sandbox.ottu.net */
            merchant_id: string | null;
            /**
             * @description Ottu's public key; it may be seen by anybody.
             * @example pk_1
             */
            public_key: string | null;
            /**
             * @description Ottu's `sdk_setup_preload_payload`, reduced to what a browser needs: wallets with their settings and the methods that are offered. Saved cards are not in it.
             * @example {
             *       "session_id": "0123456789abcdef0123456789abcdef01234567",
             *       "payment_services": [
             *         {
             *           "flow": "apple_pay"
             *         }
             *       ]
             *     }
             */
            setup_preload?: {
                [key: string]: unknown;
            };
        };
        SetItemRequest: {
            /**
             * @description How many there shall be, whatever there are now.
             * @example 2
             */
            quantity: number;
        };
        ShopperCardSetupAnswer: {
            /**
             * @description Ottu's page, on which the payer types the card. Nothing is charged there.
             * @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123
             */
            checkout_url: string;
            /**
             * @description Ottu's id of the transaction.
             * @example 0123456789abcdef0123456789abcdef01234567
             */
            session_id: string;
        };
        ShopperCardSetupRequest: {
            /**
             * @description Nothing is charged; gateways take cards by currency.
             * @example KWD
             */
            currency_code: string;
            customer?: components["schemas"]["CardSetupCustomer"];
            /**
             * @description Of Ottu's page. `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example en
             */
            language?: string;
            /**
             * Format: uri
             * @description Where the payer comes back to: one of those the shop allows (`REDIRECT_URLS`).
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Of what the problem is about, as it is now; where the caller may see it. */
        ETag: string;
        /** @description `true` when this key has ended in this problem before. */
        "Idempotent-Replayed": "true";
        /** @description Seconds to wait before the request is sent again, where that may help. */
        "Retry-After": string;
        /** @description What is asked for. */
        "WWW-Authenticate": string;
        /** @description The same as `request_id`. */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createBuyNowIntent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BuyNowIntentRequest"];
            };
        };
        responses: {
            /** @description A cart, ready to be paid. */
            201: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    /** @description Where the cart is read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuyNowIntentAnswer"];
                };
            };
            /**
             * @description `customer_jwt_not_configured`: This service takes no tokens of customers
             *
             *     `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             *
             *     `customer_details_refused`: The payment provider does not take the details of the customer
             */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `customer_jwt_invalid`: The token of the customer is not valid
             *
             *     `service_key_invalid`: The service key is not valid
             *
             *     `service_key_expired`: The service key has expired
             */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `challenge_required`: A challenge must be solved first
             *
             *     `scope_missing`: The service key may not do this
             *
             *     `server_to_server_only`: Only servers may do this
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `items_not_sold`: Something in the cart is not sold any more
             *
             *     `nothing_to_pay`: There is nothing to pay
             */
            409: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than this route accepts */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This route takes application/json */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too_many_carts`: Too many carts were created
             *
             *     `rate_limited`: Too many requests
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quote_unusable`: The quote service of the shop gave an answer that could not be used
             *
             *     `ottu_refused`: Ottu refuses what this shop is set up to ask for
             */
            502: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `checkout_unavailable`: The payment provider cannot be reached
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedCardsAnswer"];
                };
            };
            /** @description `customer_jwt_not_configured`: This service takes no tokens of customers */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `customer_jwt_missing`: The customer must be signed in
             *
             *     `customer_jwt_invalid`: The token of the customer is not valid
             */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_api_key_needed`: Ottu allows this with an API key only */
            501: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `cards_unavailable`: Saved cards cannot be had at the moment
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the card, as `GET /v1/cards` shows it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `customer_jwt_not_configured`: This service takes no tokens of customers */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `customer_jwt_missing`: The customer must be signed in
             *
             *     `customer_jwt_invalid`: The token of the customer is not valid
             */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `card_not_found`: The customer has no such card */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `card_in_use`: The card is needed and cannot be removed */
            409: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_api_key_needed`: Ottu allows this with an API key only */
            501: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `cards_unavailable`: Saved cards cannot be had at the moment
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUpCard: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this intent. Repeated with the same body it makes nothing anew. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShopperCardSetupRequest"];
            };
        };
        responses: {
            /** @description Ottu's page for the card. */
            201: {
                headers: {
                    /** @description `true` when this key was used before and nothing was created for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShopperCardSetupAnswer"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             *
             *     `idempotency_key_missing`: An Idempotency-Key header is needed
             *
             *     `idempotency_key_invalid`: The Idempotency-Key header is not valid
             *
             *     `customer_jwt_not_configured`: This service takes no tokens of customers
             *
             *     `customer_details_refused`: The payment provider does not take the details of the customer
             */
            400: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `customer_jwt_missing`: The customer must be signed in
             *
             *     `customer_jwt_invalid`: The token of the customer is not valid
             */
            401: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `cards_not_kept`: No gateway of this shop keeps cards in this currency
             *
             *     `idempotency_in_flight`: A request with this Idempotency-Key is still in flight
             */
            409: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than this route accepts */
            413: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This route takes application/json */
            415: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_api_key_needed`: Ottu allows this with an API key only */
            501: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_refused`: Ottu refuses what this shop is set up to ask for */
            502: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `checkout_unavailable`: The payment provider cannot be reached
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCartRequest"];
            };
        };
        responses: {
            /** @description The cart and its secret. */
            201: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    /** @description Where the cart is read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewCartAnswer"];
                };
            };
            /**
             * @description `customer_jwt_not_configured`: This service takes no tokens of customers
             *
             *     `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `customer_jwt_invalid`: The token of the customer is not valid
             *
             *     `service_key_invalid`: The service key is not valid
             *
             *     `service_key_expired`: The service key has expired
             */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `challenge_required`: A challenge must be solved first
             *
             *     `scope_missing`: The service key may not do this
             *
             *     `server_to_server_only`: Only servers may do this
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than this route accepts */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This route takes application/json */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too_many_carts`: Too many carts were created
             *
             *     `rate_limited`: Too many requests
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quote_unusable`: The quote service of the shop gave an answer that could not be used */
            502: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `catalog_unavailable`: Prices cannot be had at the moment
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the cart that is known already. When it is still that one: 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart. */
            200: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartAnswer"];
                };
            };
            /** @description The cart is the one of `If-None-Match`. */
            304: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad_request`: The request could not be read */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    abandonCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the cart that this request was decided by. When the cart has moved since: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart is given up, or was before. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad_request`: The request could not be read */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `cart_frozen`: The cart is being paid
             *
             *     `attempt_open`: A payment of this transaction is under way
             *
             *     `cart_closed`: The cart is over
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the cart that this request was decided by. When the cart has moved since: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCartRequest"];
            };
        };
        responses: {
            /** @description The cart as it is now. */
            200: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedCartAnswer"];
                };
            };
            /**
             * @description `bad_request`: The request could not be read
             *
             *     `customer_jwt_not_configured`: This service takes no tokens of customers
             *
             *     `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `customer_jwt_invalid`: The token of the customer is not valid */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `cart_frozen`: The cart is being paid
             *
             *     `cart_closed`: The cart is over
             *
             *     `cart_busy`: The cart is being changed by others
             *
             *     `items_not_sold`: Something in the cart is not sold any more
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than this route accepts */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This route takes application/json */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quote_unusable`: The quote service of the shop gave an answer that could not be used */
            502: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkoutCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the cart that this request was decided by. When the cart has moved since: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ottu's session shows the cart's total. */
            200: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckoutAnswer"];
                };
            };
            /**
             * @description `bad_request`: The request could not be read
             *
             *     `customer_jwt_not_configured`: This service takes no tokens of customers
             *
             *     `customer_details_refused`: The payment provider does not take the details of the customer
             */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `customer_jwt_invalid`: The token of the customer is not valid */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `items_not_sold`: Something in the cart is not sold any more
             *
             *     `cart_empty`: There is nothing in the cart
             *
             *     `nothing_to_pay`: There is nothing to pay
             *
             *     `cart_frozen`: The cart is being paid
             *
             *     `cart_closed`: The cart is over
             *
             *     `price_changed`: The price of the cart has changed
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quote_unusable`: The quote service of the shop gave an answer that could not be used
             *
             *     `ottu_refused`: Ottu refuses what this shop is set up to ask for
             */
            502: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `checkout_unavailable`: The payment provider cannot be reached
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeCart: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this intent. Repeated with the same body it is answered again and never charged again. */
                "Idempotency-Key": string;
                /** @description The ETag of the cart that the shopper has seen. When the cart has moved since: 412. */
                "If-Match": string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart, closed. */
            200: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    /** @description `true` when this key has completed the cart before. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartAnswer"];
                };
            };
            /**
             * @description `bad_request`: The request could not be read
             *
             *     `idempotency_key_missing`: An Idempotency-Key header is needed
             *
             *     `idempotency_key_invalid`: The Idempotency-Key header is not valid
             *
             *     `customer_jwt_not_configured`: This service takes no tokens of customers
             */
            400: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `customer_jwt_invalid`: The token of the customer is not valid
             *
             *     `customer_jwt_missing`: The customer must be signed in
             */
            401: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This is not allowed
             *
             *     `server_to_server_only`: Only servers may do this
             */
            403: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `items_not_sold`: Something in the cart is not sold any more
             *
             *     `cart_empty`: There is nothing in the cart
             *
             *     `cart_frozen`: The cart is being paid
             *
             *     `cart_closed`: The cart is over
             *
             *     `payment_needed`: The cart has to be paid
             *
             *     `agreement_needs_page`: The cart begins an agreement, and is paid on the page of the payment provider
             *
             *     `price_changed`: The price of the cart has changed
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_required`: An If-Match header is needed */
            428: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quote_unusable`: The quote service of the shop gave an answer that could not be used */
            502: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `checkout_unavailable`: The payment provider cannot be reached
             */
            503: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event that was seen. Opaque; what it means to nobody is left aside. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, until there is nothing more to tell. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 1630
                     *
                     *     id: Zk0b7lqK3mVY0a1d.-
                     *     event: cart
                     *     data: {"version":3,"state":"frozen"}
                     *
                     *     id: Zk0b7lqK3mVY0a1d.h9Yw2fXc4nQeT6uB
                     *     event: payment
                     *     data: {"status":"checking","order_no":"7QX9V6B3M1K8T4R2W5Y0Z3A6C9","amount":"12.500","currency_code":"KWD","version":3,"updated_at":"2026-06-01T10:15:31.000Z"}
                     *
                     *     :
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too_many_streams`: Too many event streams are open
             *
             *     `rate_limited`: Too many requests
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `streams_full`: No more event streams can be served at the moment
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    freezeCart: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the cart that the shopper has seen. When the cart has moved since: 412. */
                "If-Match": string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart, frozen. */
            200: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartAnswer"];
                };
            };
            /**
             * @description `bad_request`: The request could not be read
             *
             *     `customer_jwt_not_configured`: This service takes no tokens of customers
             *
             *     `customer_details_refused`: The payment provider does not take the details of the customer
             */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `customer_jwt_invalid`: The token of the customer is not valid */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `items_not_sold`: Something in the cart is not sold any more
             *
             *     `cart_empty`: There is nothing in the cart
             *
             *     `nothing_to_pay`: There is nothing to pay
             *
             *     `cart_frozen`: The cart is being paid
             *
             *     `cart_closed`: The cart is over
             *
             *     `price_changed`: The price of the cart has changed
             *
             *     `session_replaced`: The payment session was replaced by another
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_required`: An If-Match header is needed */
            428: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quote_unusable`: The quote service of the shop gave an answer that could not be used
             *
             *     `ottu_refused`: Ottu refuses what this shop is set up to ask for
             */
            502: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `checkout_unavailable`: The payment provider cannot be reached
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setCartItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the cart that this request was decided by. When the cart has moved since: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
                /** @description The SKU of the product, percent-encoded where it must be. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetItemRequest"];
            };
        };
        responses: {
            /** @description The cart, also when the item is new in it. */
            200: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartAnswer"];
                };
            };
            /**
             * @description `bad_request`: The request could not be read
             *
             *     `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `cart_frozen`: The cart is being paid
             *
             *     `cart_closed`: The cart is over
             *
             *     `cart_busy`: The cart is being changed by others
             *
             *     `items_not_sold`: Something in the cart is not sold any more
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than this route accepts */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This route takes application/json */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quote_unusable`: The quote service of the shop gave an answer that could not be used */
            502: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeCartItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the cart that this request was decided by. When the cart has moved since: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
                /** @description The SKU of the product, percent-encoded where it must be. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart without the item. */
            200: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartAnswer"];
                };
            };
            /** @description `bad_request`: The request could not be read */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `cart_frozen`: The cart is being paid
             *
             *     `cart_closed`: The cart is over
             *
             *     `cart_busy`: The cart is being changed by others
             *
             *     `items_not_sold`: Something in the cart is not sold any more
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quote_unusable`: The quote service of the shop gave an answer that could not be used */
            502: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCartPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentStatusAnswer"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    payCart: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this intent. Repeated with the same body it is answered again and never charged again. */
                "Idempotency-Key": string;
                /** @description The ETag of the cart that the shopper has seen. When the cart has moved since: 412. */
                "If-Match": string;
            };
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayCartRequest"];
            };
        };
        responses: {
            /** @description It is known what became of it: paid, or declined. */
            201: {
                headers: {
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the status can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentStatusAnswer"];
                };
            };
            /** @description It is not known yet. Follow the status; do not pay again. */
            202: {
                headers: {
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the status can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentStatusAnswer"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             *
             *     `bad_request`: The request could not be read
             *
             *     `idempotency_key_missing`: An Idempotency-Key header is needed
             *
             *     `idempotency_key_invalid`: The Idempotency-Key header is not valid
             *
             *     `customer_jwt_not_configured`: This service takes no tokens of customers
             *
             *     `customer_details_refused`: The payment provider does not take the details of the customer
             *
             *     `payment_refused`: The payment was not accepted
             */
            400: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `customer_jwt_invalid`: The token of the customer is not valid
             *
             *     `customer_jwt_missing`: The customer must be signed in
             */
            401: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `challenge_required`: A challenge must be solved first
             *
             *     `server_to_server_only`: Only servers may do this
             */
            403: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `card_not_found`: The customer has no such card
             *
             *     `not_found`: There is nothing here
             */
            404: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `items_not_sold`: Something in the cart is not sold any more
             *
             *     `cart_empty`: There is nothing in the cart
             *
             *     `nothing_to_pay`: There is nothing to pay
             *
             *     `cart_frozen`: The cart is being paid
             *
             *     `cart_closed`: The cart is over
             *
             *     `card_not_usable`: The card cannot pay for this
             *
             *     `agreement_needs_page`: The cart begins an agreement, and is paid on the page of the payment provider
             *
             *     `price_changed`: The price of the cart has changed
             *
             *     `idempotency_in_flight`: A request with this Idempotency-Key is still in flight
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than this route accepts */
            413: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This route takes application/json */
            415: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_required`: An If-Match header is needed */
            428: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too_many_attempts`: Too many attempts to pay
             *
             *     `rate_limited`: Too many requests
             */
            429: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_api_key_needed`: Ottu allows this with an API key only */
            501: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quote_unusable`: The quote service of the shop gave an answer that could not be used
             *
             *     `ottu_refused`: Ottu refuses what this shop is set up to ask for
             */
            502: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `checkout_unavailable`: The payment provider cannot be reached
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `cards_unavailable`: Saved cards cannot be had at the moment
             */
            503: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unfreezeCart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the cart. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart, open. */
            200: {
                headers: {
                    /** @description Names this version of the cart, for `If-Match`. Opaque: it is compared, not read. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartAnswer"];
                };
            };
            /** @description `customer_jwt_not_configured`: This service takes no tokens of customers */
            400: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `customer_jwt_invalid`: The token of the customer is not valid */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `cart_frozen`: The cart is being paid
             *
             *     `payer_is_paying`: Somebody may be paying the cart at this moment
             *
             *     `cart_closed`: The cart is over
             */
            409: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `identity_provider_unavailable`: The identity provider could not be asked
             *
             *     `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `checkout_unavailable`: The payment provider cannot be reached
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPaymentMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The gateways that shoppers may pay with. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferedMethodsAnswer"];
                };
            };
            /** @description `server_to_server_only`: Only servers may do this */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong in this service */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ottu_unreachable`: Ottu could not be reached
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
