// Made from the document of this service by `npm run client`.

export interface paths {
    "/v1/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What may be charged without the customer
         * @description Newest first, a page at a time: send `next_cursor` as `cursor`, with the same filters, until it is null.
         */
        get: operations["listAgreements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One agreement, its card and what was charged */
        get: operations["getAgreement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an agreement
         * @description No further cycle is charged here, and no route of this service charges a token under it. A charge that is under way is not
         *     undone. Ottu is not told: it keeps the card. A new first payment, by the payer himself, begins the agreement anew. A
         *     second time changes nothing.
         */
        post: operations["cancelAgreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file for a transaction
         * @description Passes one file on to Ottu while it comes in: it is never whole in memory and never on disk here. The answer is Ottu's own;
         *     `file_url` goes into `attachment_upload_url` of a transaction.
         *
         *     The file's name says its kind (pdf, jpeg, jpg, png, doc, docx, xls, xlsx, txt; at most 100 characters), its content must show the same
         *     kind, and it has at most 2.5 MB. A larger file is refused as soon as that shows, and Ottu never gets a whole one. An upload
         *     is not repeated by this service: after a 5xx, send it again.
         *
         *     ```sh
         *     curl -sS http://localhost:3000/v1/attachments -H 'Authorization: Api-Key demo.SECRET' -F order_no=ORD-1001 -F file=@invoice.pdf
         *     ```
         */
        post: operations["uploadAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auto-debits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Charge one cycle of an agreement
         * @description Charges a customer who is not there, under an agreement that he has begun with a payment of his own (`payment_type:
         *     auto_debit` and `agreement` on `/v1/payment-transactions` or `/v1/buy-now`). From that payment's success on this service
         *     keeps the agreement and its terms; the card's token is looked up at Ottu for each charge, on the gateway of the first
         *     payment, and kept nowhere.
         *
         *     **A cycle is charged once.** `cycle` is your own name of what is charged for, such as `2026-12`. While a payment of a cycle
         *     is paid, unknown or under way, each request for that cycle is answered with that payment and `Idempotent-Replayed: true`,
         *     whatever its key: a billing job that runs twice bills once. After a decline, or where nothing was processed, the next
         *     *new* key charges again.
         *
         *     **The terms are checked before Ottu is asked**: an amount that is fixed or above `max_amount_per_cycle`
         *     (`amount_not_agreed`), fewer than `cycle_interval_days` since the last charge here (`cycle_too_early`), `total_cycles` charged
         *     or `expiry_date` past (`agreement_ended`). What was not agreed on is left to Ottu. The first payment is no cycle.
         *
         *     With `"on_decline": "payment_link"` a decline that the payer can mend carries a `payment_link` for the same cycle, for you to
         *     pass on. While it can be paid, or is paid, the cycle is not charged: each request for it is answered with the link's
         *     payment.
         *
         *     A decline is a settled answer (201) with `retry`: whether, how and when to try again. Nothing is ever tried again by
         *     itself. An agreement that began elsewhere is taken over with the first charge of it here, by its terms in `agreement`.
         *
         *     **Not from a browser**, as `POST /v1/buy-now`.
         */
        post: operations["autoDebit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/buy-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create and pay in one call
         * @description Creates a transaction at Ottu and pays it with `payment_instrument`, in one call. The JSON text of
         *     `payment_instrument.payload` reaches Ottu byte for byte as it arrived here.
         *
         *     **Not from a browser.** "Try it out" on this page is refused with `server_to_server_only`: a service key inside a
         *     browser is a leaked key, so every request with browser marks (`Origin`, `Sec-Fetch-Site`, `Cookie` …) is turned away
         *     whatever key it bears. Call it from a server, or paste this into a terminal (with the key that `npm run demo` or `npm run service-key` printed):
         *
         *     ```sh
         *     curl -sS http://localhost:3000/v1/buy-now \
         *       -H 'Authorization: Api-Key demo.SECRET' \
         *       -H 'Idempotency-Key: order-1042-attempt-1' \
         *       -H 'Content-Type: application/json' \
         *       -d '{"amount":"1.000","currency_code":"KWD","pg_codes":["credit-card"],"customer":{"id":"cust-77"},
         *            "payment_instrument":{"instrument_type":"token","payload":{"token":"9990001112223334"}}}'
         *     ```
         *
         *     A decline is a settled answer (201, `state` failed or attempted), not an HTTP error. When Ottu's answer is lost the
         *     answer is 202 with `outcome: unknown`; the charge is never repeated. Send the same request with the same
         *     `Idempotency-Key` as often as you like: it is answered again, never charged again. What never reached Ottu, or was turned
         *     away for reasons outside of the request (502, 503 with `outcome: none`), is tried again by the same key.
         */
        post: operations["buyNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/v1/customers/{id}/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The saved cards of any customer
         * @description Every card that Ottu has of this customer, on whichever gateway, in the mode of this service. A customer whom Ottu does not
         *     know has none. An `id` is the one that the customer's own `GET /v1/cards` shows, and never Ottu's token.
         */
        get: operations["listCustomerCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/cards/{card_id}": {
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
         * Forget a saved card of any customer
         * @description Makes Ottu forget the card. An id that is not, or no longer, that of one of this customer's cards is 404
         *     `card_not_found`: after a lost answer that is what success looks like.
         *
         *     A card that agreements are paid with stays: 409 `card_in_use`, with their ids in `agreements`, and Ottu is not told. With
         *     `force=true` Ottu is asked to forget it all the same, and then nothing can be charged by those agreements; Ottu may refuse,
         *     which is `card_in_use` too.
         */
        delete: operations["deleteCustomerCard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/cards/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save a card of any customer without a payment
         * @description Makes a page on which the customer saves a card, on a gateway that keeps cards. Send the customer to `checkout_url`.
         *
         *     Nothing is charged: the transaction is of amount zero (`payment_type` `save_card`), and the card is typed on Ottu's own
         *     page, `checkout_url`. The payment is one like any other, with a timeline, and sends no `payment.` event: once Ottu's list shows the card
         *     the merchant is told `card.saved`, and until then it is `confirming`.
         *
         *     With an `Idempotency-Key` a request that is repeated makes no second page.
         */
        post: operations["setUpCustomerCard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-methods/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ottu's full payment-methods query
         * @description Every filter that Ottu has, checked here first; filters that are not known here are passed on as they are, and the answer
         *     is Ottu's own. Ottu asks for it to be kept by whoever asks, for a day to a week per set of filters.
         */
        post: operations["queryPaymentMethods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a transaction at Ottu, and pay it at once with payment_instrument
         * @description Ottu's Checkout API as it is, with the merchant's private key put in here. Every member that Ottu documents is checked
         *     before Ottu is called, and all faults are told at once; members that are not known here reach Ottu as they were written,
         *     at every depth, and Ottu's answer comes back untouched. Two members are added where they are missing: `order_no`, and
         *     `webhook_url`, which is this service's own. With a `webhook_url` of yours Ottu reports to you, and this service follows
         *     the payment by asking Ottu.
         *
         *     Every transaction has a payment of its own here, named in the `Link` header: `GET /v1/payments/{id}`. Its `order_no` is
         *     used once; only where nothing came of it, because Ottu refused it or never heard of it, may you use it again, with a new
         *     `Idempotency-Key` and a corrected body.
         *
         *     The same route takes `multipart/form-data` with a file in its field `attachment` (2.5 MB at most), for transactions
         *     without nested members and without an instrument; in JSON, upload the file first and name it in `attachment_upload_url`.
         *
         *     **Without `payment_instrument`** nothing is charged. When Ottu's answer is lost the answer is a problem, with `outcome:
         *     none`: the session, if there is one, was handed to nobody, so nobody can pay it (`unknown` only where `notifications` ask
         *     Ottu to send the payer a link on `created`). The order number is taken then: create anew with another one. What Ottu did not take for reasons outside of the request
         *     (401, 403, 404, 405, 415, 423, 429) may be sent again with the same key. With an
         *     `Idempotency-Key` the same request may be repeated: it is answered with the transaction as it is by then.
         *
         *     **With `payment_instrument`** it is a charge like `POST /v1/buy-now`, by the same rules and with the same answer: it needs
         *     the scope `payments:charge`, an `Idempotency-Key` and exactly one gateway code, and `expiration_time` is half an hour
         *     unless it is given.
         *
         *     **Not from a browser.** "Try it out" on this page is refused with `server_to_server_only`: a service key inside a browser
         *     is a leaked key. Call it from a server, or paste this into a terminal (key and port as the demo prints them):
         *
         *     ```sh
         *     curl -sS http://localhost:3000/v1/payment-transactions \
         *       -H 'Authorization: Api-Key demo.SECRET' \
         *       -H 'Content-Type: application/json' \
         *       -d '{"type":"e_commerce","amount":"12.5","currency_code":"KWD","pg_codes":["credit-card"],
         *            "customer_id":"cust-77","customer_email":"sara@example.com","redirect_url":"https://shop.example/return"}'
         *     ```
         */
        post: operations["createTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-transactions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One transaction, as Ottu shows it now
         * @description The transaction as Ottu shows it now, ours or not. What it says about a payment of this service is learnt from it.
         *
         *     **Not from a browser.** "Try it out" on this page is refused with `server_to_server_only`: a service key inside a browser
         *     is a leaked key. Call it from a server, or paste this into a terminal (key and port as the demo prints them):
         *
         *     ```sh
         *     curl -sS http://localhost:3000/v1/payment-transactions/SESSION_ID -H 'Authorization: Api-Key demo.SECRET'
         *     ```
         */
        get: operations["getTransaction"];
        /**
         * Say a whole transaction anew; needs more permissions than PATCH
         * @description Says the whole transaction anew: the four main members are required, and what is left out is removed. `order_no` and
         *     `webhook_url` are put in where they are missing; `customer_id`, `agreement` and a `payment_type` other than `one_off` have
         *     to come again as they are.
         *
         *     **It needs more than PATCH**: with a Basic user of Ottu behind this service, Ottu refuses a PUT unless that user has `Can use
         *     <pg_code>` for every gateway that is *already stored* on the transaction, even if the request leaves them as they are. PATCH
         *     needs it only for gateways that the request changes. An API key is never affected.
         *
         *     It takes `multipart/form-data` with a file in its field `attachment` too, as a create does.
         *
         *     A change never charges: `payment_instrument` is refused. `order_no`, `webhook_url`, `customer_id`, `type`,
         *     `payment_type` and `agreement` stay as they were created; the same value passes. A transaction that belongs to a cart is
         *     changed by its cart, one with a payment under way not at all, and changes of one transaction are made one after the other
         *     (409). A new amount counts once Ottu's answer shows it. When the answer is lost, the old and the new amount are both
         *     possible until Ottu shows one of them: read the transaction again.
         *
         *     **Not from a browser.** "Try it out" on this page is refused with `server_to_server_only`: a service key inside a browser
         *     is a leaked key. Call it from a server, or paste this into a terminal (key and port as the demo prints them):
         *
         *     ```sh
         *     curl -sS -X PUT http://localhost:3000/v1/payment-transactions/SESSION_ID \
         *       -H 'Authorization: Api-Key demo.SECRET' -H 'Content-Type: application/json' \
         *       -d '{"type":"e_commerce","amount":"10.000","currency_code":"KWD","pg_codes":["credit-card"],"customer_id":"cust-77"}'
         *     ```
         */
        put: operations["replaceTransaction"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change some members of a transaction
         * @description Changes the members that are sent and leaves the others. With a Basic user of Ottu behind this service, PATCH needs `Can
         *     change e-commerce payments` (or `payment requests`), and `Can use <pg_code>` only for gateways that it changes.
         *
         *     It takes `multipart/form-data` with a file in its field `attachment` too, as a create does.
         *
         *     A change never charges: `payment_instrument` is refused. `order_no`, `webhook_url`, `customer_id`, `type`,
         *     `payment_type` and `agreement` stay as they were created; the same value passes. A transaction that belongs to a cart is
         *     changed by its cart, one with a payment under way not at all, and changes of one transaction are made one after the other
         *     (409). A new amount counts once Ottu's answer shows it. When the answer is lost, the old and the new amount are both
         *     possible until Ottu shows one of them: read the transaction again.
         *
         *     **Not from a browser.** "Try it out" on this page is refused with `server_to_server_only`: a service key inside a browser
         *     is a leaked key. Call it from a server, or paste this into a terminal (key and port as the demo prints them):
         *
         *     ```sh
         *     curl -sS -X PATCH http://localhost:3000/v1/payment-transactions/SESSION_ID \
         *       -H 'Authorization: Api-Key demo.SECRET' -H 'Content-Type: application/json' -d '{"amount":"10.000"}'
         *     ```
         */
        patch: operations["updateTransaction"];
        trace?: never;
    };
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find payments by order number, session, reference, customer, amount, state or time
         * @description Newest first, a page at a time: send `next_cursor` as `cursor`, with the same filters, until it is null. Pages stay right
         *     while payments are written. A filter by `state` shows what fits when its page is read. Parameters that are not known are
         *     refused, so that a filter that is misspelt does not match everything.
         */
        get: operations["listPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payment, as it is now, with what was bought */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every operation on a payment, and what can be done to it now */
        get: operations["listOperations"];
        put?: never;
        /**
         * Refund, capture, void, cancel, expire, delete or reverse a payment
         * @description Does one thing to a payment at Ottu, and says what became of it. `GET` of the same address lists what was done and what can be
         *     done now.
         *
         *     | operation | for payments that are | what it does |
         *     | --- | --- | --- |
         *     | `refund` | `paid`; `authorized` with something captured | gives back `amount`, or all that is left |
         *     | `capture` | `authorized` | collects `amount`, or all that is left; several are possible |
         *     | `void` | `authorized`, nothing captured | releases the whole authorization |
         *     | `reverse` | as `void` and `refund` | a void while nothing was captured, else a refund; the answer says which |
         *     | `cancel` | `created`, `pending`, `attempted`, `cod` | ends it as `canceled` |
         *     | `expire` | `created`, `pending`, `attempted` | ends it as `expired`; a late success is still found |
         *     | `delete` | `failed`, `canceled`, `expired`, `invalided` | takes it out of Ottu |
         *
         *     Send `expected_refundable` with the `refundable_amount` on your screen, and a refund that somebody else has made meanwhile
         *     stops yours. While an operation is not settled its amount is held back, so that two of them never exceed what was paid.
         *     `queued` is not refunded: the gateway says later what became of it. When Ottu's answer is lost the answer is 202 with
         *     `state: unknown`; Ottu is asked, and the operation is sent again with the same tracking key, never as a new one. Send the
         *     same request with the same `Idempotency-Key` as often as you like.
         *
         *     A refund above `REFUND_APPROVAL_ABOVE` waits (`awaiting_approval`) for another service key. A refund at Ottu's own dashboard
         *     is listed here too (`source: ottu`).
         */
        post: operations["operateOnPayment"];
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
        ActionRequiredAnswer: {
            /** @description HTML to show in a frame (`iframe`). */
            html?: string;
            /** @enum {string} */
            type: "redirect" | "iframe";
            /**
             * @description Where the payer goes (`redirect`).
             * @example https://pay.example/3ds/7f3a
             */
            url?: string;
        };
        AdoptedAgreement: {
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
        AgreementAnswer: {
            agreement: components["schemas"]["AgreementView"];
        };
        AgreementCardView: {
            /** @example VISA */
            brand: string | null;
            /** @example 12 */
            expiry_month: string | null;
            /** @example 30 */
            expiry_year: string | null;
            /** @example false */
            is_expired: boolean;
            /**
             * @description Masked.
             * @example **** 1019
             */
            number: string | null;
            /** @example credit-card */
            pg_code: string;
            /**
             * @description Within 30 days, which an auto-debit minds.
             * @example false
             */
            will_expire_soon: boolean;
        };
        AgreementChargeView: {
            /** @example 19.000 */
            amount: string | null;
            /**
             * Format: date-time
             * @description When its success was recorded.
             */
            charged_at: string | null;
            /** Format: date-time */
            claimed_at: string;
            /** @example 2026-12 */
            cycle: string;
            /** Format: uuid */
            payment_id: string;
            /**
             * @description Of its payment; null once that is no longer kept.
             * @example paid
             * @enum {string|null}
             */
            state: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid" | null;
        };
        AgreementListAnswer: {
            /** @description Newest first. */
            agreements: components["schemas"]["AgreementView"][];
            /**
             * @description For the next page; null on the last one.
             * @example null
             */
            next_cursor: string | null;
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
        AgreementView: {
            /**
             * @description The merchant's name of it.
             * @example AGR-9
             */
            agreement_id: string;
            /**
             * @description Of the first payment; where amounts are `fixed`, of every charge.
             * @example 19.000
             */
            amount: string | null;
            /**
             * @example variable
             * @enum {string|null}
             */
            amount_variability: "fixed" | "variable" | null;
            /** Format: date-time */
            began_at: string;
            /** Format: date-time */
            canceled_at: string | null;
            /** @example KWD */
            currency_code: string;
            /** @example cust-77 */
            customer_id: string;
            /**
             * @description Days between two charges at least.
             * @example 28
             */
            cycle_interval_days: number | null;
            /**
             * @description Cycles that were charged here since it began.
             * @example 3
             */
            cycles_charged: number;
            /**
             * Format: date
             * @description The last day.
             * @example 2030-12-31
             */
            expiry_date: string | null;
            /**
             * Format: uuid
             * @description The payment that began it, while it is kept.
             */
            first_payment: string | null;
            /** @example monthly */
            frequency: string | null;
            /**
             * Format: uuid
             * @description This service's own id of it.
             */
            id: string;
            /**
             * Format: date-time
             * @description When a cycle was charged last.
             */
            last_charged_at: string | null;
            /** @example 25.000 */
            max_amount_per_cycle: string | null;
            /** @example credit-card */
            pg_code: string | null;
            /**
             * @description Whether it was kept from the success of its first payment, or taken over by its terms.
             * @enum {string}
             */
            source: "first_payment" | "adopted";
            /**
             * @description `active`: cycles may be charged.
             * @enum {string}
             */
            state: "active" | "ended" | "canceled";
            /** @example 12 */
            total_cycles: number | null;
            /**
             * @example recurring
             * @enum {string}
             */
            type: "recurring" | "installment" | "unscheduled" | "event_based" | "other";
        };
        AttachmentAnswer: {
            /**
             * @description With `shortify_attachment_url`.
             * @example https://merchant.ottu.net/b/x7Yz
             */
            attachment_short_url?: string;
            /**
             * @description Where Ottu keeps it, relative to its media address. Usable as `attachment_upload_url` of any number of transactions.
             * @example payment_transactions/attachments/invoice.pdf
             */
            file_url: string;
            /** @example invoice.pdf */
            original_filename: string;
        };
        AutoDebitAnswer: {
            links: components["schemas"]["PaymentLinks"];
            payment: components["schemas"]["PaymentView"];
            /** @description With `on_decline: payment_link`, of a charge that was declined; and of a cycle that a link holds, which is then the payment that is answered. While it can be paid, or is paid, the cycle is not charged. Null where it could not be made. */
            payment_link?: components["schemas"]["OfferedLinkView"] | null;
            /** @description Why there is no link. The same request with the same key tries again. */
            payment_link_problem?: components["schemas"]["LinkProblemView"];
            /** @description Of a charge that was declined: whether to try again. */
            retry?: components["schemas"]["RetryView"];
        };
        AutoDebitRequest: {
            /** @description The terms of an agreement that began elsewhere, with the first charge of it here; then `pg_code` is needed too. */
            agreement?: components["schemas"]["AdoptedAgreement"];
            /**
             * @description The `id` of the agreement, as its first payment named it.
             * @example AGR-9
             */
            agreement_id: string;
            /**
             * @description Above zero, in the digits of the currency. May be left out where the agreement has one fixed amount.
             * @example 19.000
             */
            amount?: string;
            /** @example KWD */
            currency_code: string;
            /** @example cust-77 */
            customer_id: string;
            /**
             * @description What is charged for, in the words of your billing, such as the month. It is charged once, under whatever key.
             * @example 2026-12
             */
            cycle: string;
            /** @description The merchant's own members; Ottu returns them in its events. */
            extra?: {
                [key: string]: unknown;
            };
            /**
             * @description What is done where Ottu declines for a reason that the payer can mend: `payment_link` makes a link for the same cycle and the same amount, to be passed on to him.
             * @enum {string}
             */
            on_decline?: "payment_link";
            /** @description Made by this service when left out. Used once, unless nothing came of it. */
            order_no?: string;
            /**
             * @description The gateway of the agreement, when left out. It cannot be another.
             * @example credit-card
             */
            pg_code?: string;
        };
        BillingAddress: {
            /** @example Kuwait City */
            city: string;
            /** @example KW */
            country: string;
            /** @example Block 4, Street 12 */
            line1: string;
            line2?: string;
            /** @example 13001 */
            postal_code?: string;
            state?: string;
        };
        BrandingOptions: {
            /**
             * @description By gateway code: `text` (required), `color` (required, `#RGB` or `#RRGGBB`) and `font_weight`.
             * @example {
             *       "credit-card": {
             *         "text": "Pay by card",
             *         "color": "#1A73E8",
             *         "font_weight": 600
             *       }
             *     }
             */
            payment_methods: {
                [key: string]: unknown;
            };
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
        BuyNowItem: {
            /** @example 1 */
            quantity: number;
            /** @example dates-500g */
            sku: string;
        };
        BuyNowRequest: {
            /** @description With `payment_type: auto_debit` only. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description Above zero, in the digits of the currency. Either this or `items`.
             * @example 1.000
             */
            amount?: string;
            billing_address?: components["schemas"]["BillingAddress"];
            /** @example KWD */
            currency_code: string;
            customer?: components["schemas"]["Customer"];
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            /** @description Priced by the catalog. Either this or `amount`. */
            items?: components["schemas"]["BuyNowItem"][];
            /**
             * @description `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example ar
             */
            language?: string;
            /**
             * @description The merchant's own name of the order, for answers, events and searches. Ottu is not told.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it.
             * @example ORD-1001
             */
            order_no?: string;
            payment_instrument: components["schemas"]["PaymentInstrument"];
            /**
             * @description `one_off` when left out.
             * @enum {string}
             */
            payment_type?: "one_off" | "auto_debit";
            /**
             * @description Exactly one gateway code.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes: string[];
            shipping_address?: components["schemas"]["ShippingAddress"];
            /**
             * @description `e_commerce` when left out.
             * @enum {string}
             */
            type?: "e_commerce" | "payment_request";
        };
        CardAcceptanceCriteria: {
            /**
             * @description Days that a card must still be valid; 30 for `auto_debit` when left out.
             * @example 30
             */
            min_expiry_time?: number | string;
        };
        CardProblemView: {
            /**
             * @description A problem code.
             * @example card_not_found
             */
            code: string;
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
        CreateTransactionRequest: {
            /** @description With `payment_type: auto_debit` or `auto_pay`, and only then. `{id, type}` names one that exists already. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description At most as many decimals as the currency has; reaches Ottu as it is spelled. `"0"` for `save_card`.
             * @example 12.5
             */
            amount: string;
            /** @description must be sent as multipart/form-data; in JSON, upload the file first and name it in attachment_upload_url */
            attachment?: string;
            /**
             * @description The `file_url` of an uploaded attachment.
             * @example payment_transactions/attachments/invoice.pdf
             */
            attachment_upload_url?: string;
            billing_address?: components["schemas"]["BillingAddress"];
            branding_options?: components["schemas"]["BrandingOptions"];
            card_acceptance_criteria?: components["schemas"]["CardAcceptanceCriteria"];
            /** @example KWD */
            currency_code: string;
            /**
             * Format: date
             * @example 1990-04-23
             */
            customer_birthdate?: string;
            /** @example sara@example.com */
            customer_email?: string;
            /** @example Sara */
            customer_first_name?: string;
            /**
             * @description Owner of saved cards and wallets; needed for `auto_debit`, `save_card` and a wallet.
             * @example cust-77
             */
            customer_id?: string;
            /** @example Al-Test */
            customer_last_name?: string;
            /** @example +96550000001 */
            customer_phone?: string;
            customer_phone_2?: string;
            /**
             * @description A reminder only; it can be paid afterwards.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
            /**
             * @description The merchant's own people.
             * @example [
             *       "orders@shop.example"
             *     ]
             */
            email_recipients?: string[];
            /**
             * @description How long it can be paid; a day when left out, half an hour for a charge.
             * @example 00:50:00
             */
            expiration_time?: string;
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            /** @description Adds `qr_code_url` to the answer. */
            generate_qr_code?: boolean;
            /** @description Adds `sdk_setup_preload_payload` to the answer. */
            include_sdk_setup_preload?: boolean;
            /** @description An active user of the merchant. */
            initiator_id?: number | string;
            /**
             * @description `en` when left out.
             * @enum {string}
             */
            language?: "en" | "ar";
            loyalty?: components["schemas"]["Loyalty"] | null;
            mode?: string;
            notifications?: components["schemas"]["Notifications"];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it. MPGS takes 37 characters.
             * @example ORD-1001
             */
            order_no?: string;
            /** @description Pays at once: needs the scope `payments:charge` and an `Idempotency-Key`, and is answered as a charge. */
            payment_instrument?: components["schemas"]["PaymentInstrument"];
            /**
             * @description `one_off` when left out. `auto_pay` begins a subscription by the member `autopay`, which Ottu judges.
             * @enum {string}
             */
            payment_type?: "one_off" | "auto_debit" | "save_card" | "auto_pay";
            /**
             * @description The payer picks one of them; exactly one with `payment_instrument`.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes: string[];
            /** @description Prepares the checkout page; ignored by Ottu on changes. */
            preload_checkout_page?: boolean;
            product_type?: string;
            /**
             * Format: uri
             * @description Where the payer returns to; a deep link into an app, too.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            shipping_address?: components["schemas"]["DeliveryAddress"];
            /** @description Adds `attachment_short_url` to the answer. */
            shortify_attachment_url?: boolean;
            /** @description Adds `checkout_short_url` to the answer. */
            shortify_checkout_url?: boolean;
            /**
             * @example e_commerce
             * @enum {string}
             */
            type: "e_commerce" | "payment_request";
            /** @description Slug of a unit of the merchant. */
            unit_code?: string;
            vendor_name?: string;
            /**
             * Format: uri
             * @description This service's own when left out. With an address of yours Ottu reports to you, and this service follows the payment by asking Ottu.
             * @example https://shop.example/ottu/webhook
             */
            webhook_url?: string;
        };
        Customer: {
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
            /**
             * @description Owner of saved cards and wallets at Ottu (`customer_id`).
             * @example cust-77
             */
            id?: string;
            /** @example Al-Test */
            last_name?: string;
            /**
             * @description With its country code, or as it is dialled in the country of the address (`billing_address`, else `shipping_address`, else `DEFAULT_COUNTRY`); kept, answered and sent to Ottu as E.164.
             * @example +96550000001
             */
            phone?: string;
            /** @example +96522000002 */
            phone_2?: string;
        };
        CustomerCardsAnswer: {
            /** @description Empty when there are none. The preferred one comes first. */
            cards: components["schemas"]["CustomerCardView"][];
        };
        CustomerCardSetupAnswer: {
            /**
             * @description Ottu's page, on which the payer types the card. Nothing is charged there.
             * @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123
             */
            checkout_url: string;
            links: components["schemas"]["PaymentLinks"];
            payment: components["schemas"]["PaymentView"];
        };
        CustomerCardSetupRequest: {
            /**
             * @description Nothing is charged; gateways take cards by currency.
             * @example KWD
             */
            currency_code: string;
            customer?: components["schemas"]["CardSetupCustomer"];
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            /**
             * @description Of Ottu's page. `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example en
             */
            language?: string;
            /**
             * @description The merchant's own name of it, for answers, events and searches. Ottu is not told.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it.
             * @example CARD-1001
             */
            order_no?: string;
            /**
             * @description Gateways that keep cards. Those of `OTTU_PG_CODES` that do when left out.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes?: string[];
            /**
             * Format: uri
             * @description Where the payer comes back to: one of those the shop allows (`REDIRECT_URLS`).
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
        };
        CustomerCardView: {
            /**
             * @description Ids of the agreements that are paid with it.
             * @example [
             *       "AGR-9"
             *     ]
             */
            agreements: string[];
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
             * @description Masked.
             * @example **** 1019
             */
            number: string | null;
            /**
             * @description The gateway that keeps it. A shopper sees cards of the gateways that he is offered.
             * @example credit-card
             */
            pg_code: string | null;
            /**
             * @description Ottu's word; where it says nothing, whether the card ends within 30 days, which an auto-debit minds.
             * @example false
             */
            will_expire_soon: boolean;
        };
        DeliveryAddress: {
            /** @example Kuwait City */
            city: string;
            /** @example KW */
            country: string;
            /**
             * Format: email
             * @example sara@example.com
             */
            email: string;
            /** @example Sara */
            first_name: string;
            /** @example Al-Test */
            last_name: string;
            /** @example Block 4, Street 12 */
            line1: string;
            line2?: string;
            /** @example +96550000001 */
            phone: string;
            /** @example 13001 */
            postal_code?: string;
            state?: string;
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
        LinkProblemView: {
            /**
             * @description A problem code.
             * @example ottu_unreachable
             */
            code: string;
            detail?: string;
        };
        ListedGateway: {
            /**
             * @example [
             *       "KWD",
             *       "USD"
             *     ]
             */
            accepted_currencies: string[];
            /** @example true */
            auto_debit_enabled: boolean;
            /**
             * @description The gateway code.
             * @example credit-card
             */
            code: string;
            /** @example true */
            is_sandbox: boolean;
            /** @example true */
            is_tokenizable: boolean;
            /** @example Credit Card */
            name: string;
            /** @example purchase */
            operation: string;
            /**
             * @example [
             *       "refund",
             *       "void"
             *     ]
             */
            operations: string[];
        } & {
            [key: string]: unknown;
        };
        Loyalty: {
            /** @example true */
            enabled: boolean;
            /**
             * @example {
             *       "campaign_id": "spring"
             *     }
             */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description `order_no` when left out.
             * @example LOY-SPRING-1
             */
            reference?: string;
        };
        NewCartAnswer: {
            cart: components["schemas"]["CartView"];
            /**
             * @description The secret of this cart, for the `Cart-Token` header. It is given in this answer only.
             * @example ct_qj8J0Vb3m4cXl1u3J0m8r0f6c0XyQk6gq8m2H5o1tWs
             */
            cart_token: string;
        };
        Notifications: {
            /**
             * @description Needs `customer_email`.
             * @example [
             *       "paid",
             *       "failed"
             *     ]
             */
            email?: ("created" | "paid" | "canceled" | "failed" | "expired" | "authorized" | "voided" | "refunded" | "captured")[];
            /**
             * @description Needs `customer_phone`.
             * @example [
             *       "created"
             *     ]
             */
            sms?: ("created" | "paid" | "canceled" | "failed" | "expired" | "authorized" | "voided" | "refunded" | "captured")[];
            /** @example [] */
            whatsapp?: ("created" | "paid" | "canceled" | "failed" | "expired" | "authorized")[];
        };
        OfferedLinkView: {
            /** Format: date-time */
            expires_at: string | null;
            /**
             * Format: uuid
             * @description Of the link, and of its payment.
             */
            id: string;
            /**
             * @description Whether the payer can pay it now, as far as is known here.
             * @example true
             */
            open: boolean;
            /** @description The same, short, where Ottu gave one. */
            short_url?: string;
            /**
             * @description Of its payment.
             * @example created
             * @enum {string}
             */
            state: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
            /** @description Ottu's page, which the payer opens. */
            url: string | null;
        };
        OperationAnswer: {
            links: components["schemas"]["OperationLinks"];
            operation: components["schemas"]["OperationView"];
            payment: components["schemas"]["PaymentView"];
        };
        OperationLinks: {
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/operations */
            operations: string;
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4 */
            self: string;
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/timeline */
            timeline: string;
        };
        OperationListAnswer: {
            /** @description What can be done to the payment now. */
            allowed: ("refund" | "capture" | "void" | "cancel" | "expire" | "delete")[];
            links: components["schemas"]["OperationLinks"];
            /** @description Oldest first. */
            operations: components["schemas"]["OperationView"][];
            payment: components["schemas"]["PaymentView"];
        };
        OperationRequest: {
            /**
             * @description Of a refund or a capture, in the currency of the payment; all that is left where absent.
             * @example 0.500
             */
            amount?: string;
            /**
             * @description Of a refund: where the money goes. `wallet` needs a customer and a gateway with a wallet.
             * @example pg
             * @enum {string}
             */
            destination?: "pg" | "wallet";
            /**
             * @description `refundable_amount` as it was on the screen of whoever asks. When it is another one by now, nothing is done (`balance_changed`).
             * @example 1.000
             */
            expected_refundable?: string;
            /** @description The gateway's own extras (F8.1), passed on as they are written. */
            extra?: {
                [key: string]: unknown;
            };
            /**
             * @description `reverse`: a void or a refund, whichever the state of the payment allows; the answer says which it was.
             * @example refund
             * @enum {string}
             */
            operation: "refund" | "capture" | "void" | "cancel" | "expire" | "delete" | "reverse";
            /**
             * @description Why, in words. Ottu is not told.
             * @example One box arrived broken.
             */
            reason?: string;
        };
        OperationView: {
            /**
             * @description Null of what moves no money.
             * @example 0.500
             */
            amount: string | null;
            /**
             * Format: date-time
             * @example 2026-06-02T09:00:00.000Z
             */
            created_at: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description Name of the service key that approved or refused it.
             * @example finance
             */
            decided_by?: string;
            /**
             * @description Of a refund: where the money goes.
             * @example pg
             * @enum {string}
             */
            destination?: "pg" | "wallet";
            /**
             * Format: uuid
             * @example 7b1f7b8a-2f9c-4d8f-9a55-0d5ab6b2f1c4
             */
            id: string;
            /**
             * @description Ottu's words, for people.
             * @example null
             */
            message: string | null;
            /**
             * @description What it is. Of a `reverse`: whether it was a void or a refund.
             * @example refund
             * @enum {string}
             */
            operation: "refund" | "capture" | "void" | "cancel" | "expire" | "delete";
            /** @example One box arrived broken. */
            reason: string | null;
            /** @example sandboxCC3003 */
            reference_number: string | null;
            /**
             * @description Name of the service key that asked for it.
             * @example support
             */
            requested_by: string | null;
            /**
             * @description It was asked for as `reverse`.
             * @example true
             */
            reversal?: boolean;
            /**
             * @description Ottu's id of the child transaction.
             * @example fedcba9876543210fedcba9876543210fedcba98
             */
            session_id: string | null;
            /**
             * @description `ottu`: made in its dashboard or at the gateway.
             * @example api
             * @enum {string}
             */
            source: "api" | "ottu";
            /**
             * @description `unknown`: it may have been done; it is looked up, and its amount is held back until then. `queued`: the gateway has it, and money has not moved yet. `rejected`: Ottu or the gateway refused it. `refused`: nobody approved it.
             * @example succeeded
             * @enum {string}
             */
            state: "awaiting_approval" | "sending" | "unknown" | "queued" | "not_processed" | "refused" | "rejected" | "succeeded";
            /**
             * Format: date-time
             * @example 2026-06-02T09:00:01.000Z
             */
            updated_at: string;
        };
        PaymentAnswer: {
            links: components["schemas"]["PaymentLinks"];
            payment: components["schemas"]["PaymentView"];
        };
        PaymentDetailsAnswer: {
            links: components["schemas"]["PaymentLinks"];
            payment: components["schemas"]["PaymentView"];
            /**
             * @description `pg_params` in the shape in which Ottu gave them, for operators, without card numbers and secrets.
             * @example {
             *       "auth_code": {
             *         "value": "A10001",
             *         "verbose_name_en": "Auth code",
             *         "verbose_name_ar": "رمز التفويض"
             *       }
             *     }
             */
            pg_params_of_ottu: {
                [key: string]: unknown;
            } | null;
            purchase: components["schemas"]["PurchaseView"];
        };
        PaymentInstrument: {
            /**
             * @example apple_pay
             * @enum {string}
             */
            instrument_type: "apple_pay" | "google_pay" | "samsung_pay" | "token" | "wallet";
            /**
             * @description What the wallet gave, unchanged: its JSON text reaches Ottu byte for byte. For `token` and `samsung_pay` it is `{"token": …}`, for `wallet` `{"wallet_code": …}`.
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
            payload: {
                [key: string]: unknown;
            };
        };
        PaymentItem: {
            /** @example 1.000 */
            line_total: string;
            /**
             * @example {
             *       "en": "Ajwa dates",
             *       "ar": "تمر عجوة"
             *     }
             */
            name: {
                [key: string]: string;
            };
            /** @example 1 */
            quantity: number;
            /** @example dates-500g */
            sku: string;
            /**
             * @description Absent where the shop named none.
             * @example 1.000
             */
            unit_price?: string;
        };
        PaymentLinks: {
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4 */
            self: string;
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/timeline */
            timeline: string;
        };
        PaymentListAnswer: {
            /**
             * @description For the next page; null on the last one.
             * @example null
             */
            next_cursor: string | null;
            /** @description Newest first. */
            payments: components["schemas"]["PaymentView"][];
        };
        PaymentMethodsAnswer: {
            /**
             * @description Gateway codes.
             * @example [
             *       "credit-card"
             *     ]
             */
            customer_payment_methods: string[];
            payment_methods: components["schemas"]["ListedGateway"][];
        } & {
            [key: string]: unknown;
        };
        PaymentMethodsQuery: {
            /** @example true */
            auto_debit?: boolean | ("true" | "false");
            /**
             * @description Gateways that take one of them.
             * @example [
             *       "KWD"
             *     ]
             */
            currencies?: string[];
            /**
             * @description Narrows `customer_payment_methods` to those that this customer has paid with.
             * @example cust-77
             */
            customer_id?: string;
            /**
             * @example purchase
             * @enum {string}
             */
            operation?: "purchase" | "authorize";
            /**
             * @description Gateways that have one of them.
             * @example [
             *       "apple_pay"
             *     ]
             */
            payment_services?: ("apple_pay" | "google_pay" | "samsung_pay" | "wallet")[];
            /**
             * @description Names of gateways.
             * @example [
             *       "mpgs"
             *     ]
             */
            pg_names?: string[];
            /**
             * @description `e_commerce` or `payment_request`.
             * @example e_commerce
             */
            plugin: string;
            /**
             * @description Gateways that have one of them.
             * @example [
             *       "e_commerce"
             *     ]
             */
            tags?: ("e_commerce" | "crm" | "pos" | "invoicing" | "subscriptions" | "marketplace" | "mobile_app" | "ticket_booking" | "donations" | "government" | "education" | "healthcare" | "insurance" | "logistics" | "hospitality" | "real_estate" | "retail" | "telecom" | "utilities" | "demo" | "test")[];
            /** @example true */
            tokenizable?: boolean | ("true" | "false");
            /**
             * @example sandbox
             * @enum {string}
             */
            type?: "sandbox" | "production";
        };
        PaymentView: {
            /** @description What the payer still has to do, while there is something. */
            action_required?: components["schemas"]["ActionRequiredAnswer"];
            /**
             * @description Where the cart had moved past the version that was paid: the lines, or so many pieces of them, that were added since. They are not paid.
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
            /** @example 1.000 */
            amount: string;
            /**
             * @description Of a payment under review that an operator accepted: what was really received, in `currency_received`. It may differ from `amount`.
             * @example 0.500
             */
            amount_received?: string;
            /**
             * @description Of an authorized payment: what can still be captured.
             * @example 0.000
             */
            capturable_amount: string;
            /** @example 1.000 */
            captured_amount: string;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:30.000Z
             */
            created_at: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description The currency of `amount_received`.
             * @example KWD
             */
            currency_received?: string;
            /**
             * Format: uuid
             * @example 5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4
             */
            id: string;
            /**
             * @description The merchant's own name of the order, where one was given.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /** @example successful payment */
            message: string | null;
            /** @example ORD-1001 */
            order_no: string;
            /**
             * @description `none`: nothing was charged and nothing will be. `unknown`: not settled; ask again. `final`: settled.
             * @example final
             * @enum {string}
             */
            outcome: "none" | "unknown" | "final";
            /**
             * @description What the gateway said of the attempt that decided, each value as text.
             * @example {
             *       "auth_code": "A10001",
             *       "rrn": "612345678901"
             *     }
             */
            pg_params: {
                [key: string]: string;
            } | null;
            /**
             * @description Of the attempt that decided.
             * @example sandboxAA1001
             */
            reference_number: string | null;
            /**
             * @description Captured, and neither given back nor asked to be.
             * @example 1.000
             */
            refundable_amount: string;
            /** @example 0.000 */
            refunded_amount: string;
            /**
             * @description Ottu's word on the last attempt; for messages, not for decisions.
             * @example success
             */
            result: string | null;
            /** @description Of an auto-debit that was declined: whether to try again. Not in lists. */
            retry?: components["schemas"]["RetryView"];
            /**
             * @description Why an operator should look, also when the state is stronger than `needs_review`.
             * @example []
             */
            review_reasons: string[];
            /**
             * @description Ottu's id of the transaction, once it is known.
             * @example 0123456789abcdef0123456789abcdef01234567
             */
            session_id: string | null;
            /**
             * @example paid
             * @enum {string}
             */
            state: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            updated_at: string;
            /** @example false */
            voided: boolean;
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
        ProblemCode: "malformed_json" | "ambiguous_json" | "validation_failed" | "bad_request" | "not_found" | "url_too_long" | "payload_too_large" | "unsupported_media_type" | "headers_too_large" | "request_timeout" | "service_key_missing" | "service_key_invalid" | "service_key_expired" | "forbidden" | "scope_missing" | "server_to_server_only" | "webhook_not_verified" | "customer_jwt_missing" | "customer_jwt_invalid" | "customer_jwt_not_configured" | "identity_provider_unavailable" | "challenge_required" | "card_not_found" | "card_not_usable" | "card_in_use" | "cards_not_kept" | "cards_unavailable" | "rate_limited" | "too_many_attempts" | "too_many_streams" | "too_many_carts" | "idempotency_key_missing" | "idempotency_key_invalid" | "idempotency_key_reused" | "idempotency_in_flight" | "cart_frozen" | "payer_is_paying" | "cart_closed" | "cart_changed" | "cart_busy" | "items_not_sold" | "cart_empty" | "payment_needed" | "nothing_to_pay" | "agreement_needs_page" | "precondition_required" | "price_changed" | "session_replaced" | "payment_refused" | "customer_details_refused" | "checkout_unavailable" | "session_owned_by_cart" | "attempt_open" | "change_in_flight" | "order_no_taken" | "ottu_rejected" | "ottu_refused" | "ottu_api_key_needed" | "ottu_refused_credentials" | "ottu_not_found" | "ottu_conflict" | "ottu_bad_answer" | "ottu_failed" | "ottu_timeout" | "ottu_locked" | "ottu_overloaded" | "ottu_throttled" | "ottu_unreachable" | "catalog_unavailable" | "quote_unusable" | "inquiry_too_early" | "inquiry_busy" | "inquiries_used_up" | "review_not_open" | "payment_changed" | "ottu_shows_success" | "ottu_shows_no_success" | "operation_not_allowed" | "amount_exceeds_balance" | "balance_changed" | "refund_limit_exceeded" | "operation_not_unknown" | "approval_not_awaited" | "approval_by_requester" | "link_closed" | "link_changed" | "agreement_not_found" | "agreement_differs" | "agreement_canceled" | "agreements_open" | "agreement_ended" | "cycle_too_early" | "cycle_charged" | "amount_not_agreed" | "merchant_events_off" | "store_unavailable" | "streams_full" | "shutting_down" | "internal_error";
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
        PurchaseView: {
            /**
             * @description Of an auto-debit: the `agreement_id`, and the cycle that it is for.
             * @example {
             *       "id": "AGR-9",
             *       "cycle": "2026-12"
             *     }
             */
            agreement?: {
                [key: string]: string;
            };
            billing_address?: {
                [key: string]: unknown;
            };
            /**
             * @description Vouchers and gift cards of the cart.
             * @example [
             *       "EID"
             *     ]
             */
            codes?: string[];
            customer?: {
                [key: string]: unknown;
            };
            extra?: {
                [key: string]: unknown;
            };
            items?: components["schemas"]["PaymentItem"][];
            shipping_address?: {
                [key: string]: unknown;
            };
        };
        ReplaceTransactionRequest: {
            /** @description With `payment_type: auto_debit` or `auto_pay`, and only then. `{id, type}` names one that exists already. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description At most as many decimals as the currency has; reaches Ottu as it is spelled. `"0"` for `save_card`.
             * @example 12.5
             */
            amount: string;
            /** @description must be sent as multipart/form-data; in JSON, upload the file first and name it in attachment_upload_url */
            attachment?: string;
            /**
             * @description The `file_url` of an uploaded attachment.
             * @example payment_transactions/attachments/invoice.pdf
             */
            attachment_upload_url?: string;
            billing_address?: components["schemas"]["BillingAddress"];
            branding_options?: components["schemas"]["BrandingOptions"];
            card_acceptance_criteria?: components["schemas"]["CardAcceptanceCriteria"];
            /** @example KWD */
            currency_code: string;
            /**
             * Format: date
             * @example 1990-04-23
             */
            customer_birthdate?: string;
            /** @example sara@example.com */
            customer_email?: string;
            /** @example Sara */
            customer_first_name?: string;
            /**
             * @description Owner of saved cards and wallets; needed for `auto_debit`, `save_card` and a wallet.
             * @example cust-77
             */
            customer_id?: string;
            /** @example Al-Test */
            customer_last_name?: string;
            /** @example +96550000001 */
            customer_phone?: string;
            customer_phone_2?: string;
            /**
             * @description A reminder only; it can be paid afterwards.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
            /**
             * @description The merchant's own people.
             * @example [
             *       "orders@shop.example"
             *     ]
             */
            email_recipients?: string[];
            /**
             * @description How long it can be paid; a day when left out, half an hour for a charge.
             * @example 00:50:00
             */
            expiration_time?: string;
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            /** @description Adds `qr_code_url` to the answer. */
            generate_qr_code?: boolean;
            /** @description Adds `sdk_setup_preload_payload` to the answer. */
            include_sdk_setup_preload?: boolean;
            /** @description An active user of the merchant. */
            initiator_id?: number | string;
            /**
             * @description `en` when left out.
             * @enum {string}
             */
            language?: "en" | "ar";
            loyalty?: components["schemas"]["Loyalty"] | null;
            mode?: string;
            notifications?: components["schemas"]["Notifications"];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it. MPGS takes 37 characters.
             * @example ORD-1001
             */
            order_no?: string;
            /**
             * @description `one_off` when left out. `auto_pay` begins a subscription by the member `autopay`, which Ottu judges.
             * @enum {string}
             */
            payment_type?: "one_off" | "auto_debit" | "save_card" | "auto_pay";
            /**
             * @description The payer picks one of them; exactly one with `payment_instrument`.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes: string[];
            /** @description Prepares the checkout page; ignored by Ottu on changes. */
            preload_checkout_page?: boolean;
            product_type?: string;
            /**
             * Format: uri
             * @description Where the payer returns to; a deep link into an app, too.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            shipping_address?: components["schemas"]["DeliveryAddress"];
            /** @description Adds `attachment_short_url` to the answer. */
            shortify_attachment_url?: boolean;
            /** @description Adds `checkout_short_url` to the answer. */
            shortify_checkout_url?: boolean;
            /**
             * @example e_commerce
             * @enum {string}
             */
            type: "e_commerce" | "payment_request";
            /** @description Slug of a unit of the merchant. */
            unit_code?: string;
            vendor_name?: string;
            /**
             * Format: uri
             * @description This service's own when left out. With an address of yours Ottu reports to you, and this service follows the payment by asking Ottu.
             * @example https://shop.example/ottu/webhook
             */
            webhook_url?: string;
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
        RetryView: {
            /**
             * @description `later`: the same again, under a new key. `new_card`: the customer needs another card first. `payer`: the payer has to pay once by himself. `never`: not under this agreement.
             * @example later
             * @enum {string}
             */
            advice: "never" | "later" | "new_card" | "payer";
            /**
             * Format: date-time
             * @description No sooner than then.
             * @example 2026-06-02T10:15:30.000Z
             */
            after?: string;
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
        ShippingAddress: {
            /** @example Kuwait City */
            city: string;
            /** @example KW */
            country: string;
            /**
             * Format: email
             * @example noura@example.com
             */
            email: string;
            /** @example Sara */
            first_name: string;
            /** @example Al-Test */
            last_name: string;
            /** @example Block 4, Street 12 */
            line1: string;
            line2?: string;
            /**
             * @description With its country code, or as it is dialled in the address's `country`; kept, answered and sent to Ottu as E.164.
             * @example +96550000001
             */
            phone: string;
            /** @example 13001 */
            postal_code?: string;
            state?: string;
        };
        TransactionAnswer: {
            /**
             * @description With the digits of its currency.
             * @example 12.500
             */
            amount: string;
            /** @description With `shortify_checkout_url`. */
            checkout_short_url?: string;
            /**
             * @description Where the payer goes.
             * @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123
             */
            checkout_url?: string;
            /** @example KWD */
            currency_code: string;
            /** @example 01/06/2026 10:00:00 */
            due_datetime?: string;
            /** @example 1 00:00:00 */
            expiration_time?: string;
            /**
             * @description Decided by the gateway.
             * @example purchase
             * @enum {string}
             */
            operation?: "purchase" | "authorize";
            /** @example ORD-1001 */
            order_no?: string;
            payment_methods?: components["schemas"]["TransactionPaymentMethod"][];
            /** @example one_off */
            payment_type?: string;
            /**
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes: string[];
            /** @description With `generate_qr_code`. */
            qr_code_url?: string;
            /** @description With `include_sdk_setup_preload`: what the Checkout SDK needs. Not again on a replay. */
            sdk_setup_preload_payload?: {
                [key: string]: unknown;
            };
            /**
             * @description The key of everything.
             * @example 0123456789abcdef0123456789abcdef01234567
             */
            session_id: string;
            /**
             * @description The gateway that settled.
             * @example credit-card
             */
            settled_pg_code?: string;
            /**
             * @example created
             * @enum {string}
             */
            state: "created" | "pending" | "attempted" | "authorized" | "paid" | "failed" | "canceled" | "expired" | "invalided" | "refunded" | "cod";
            /** @example e_commerce */
            type: string;
        } & {
            [key: string]: unknown;
        };
        TransactionPaymentMethod: {
            /**
             * @description Fee included.
             * @example 12.750
             */
            amount: string;
            /**
             * @description The gateway code.
             * @example credit-card
             */
            code: string;
            /** @example KWD */
            currency_code: string;
            /** @example 0.250 */
            fee: string;
            /** @example Service fee */
            fee_description: string;
            /** @example redirect */
            flow?: string;
            /** @example Credit Card */
            name: string;
            /** @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123 */
            redirect_url?: string | null;
        } & {
            [key: string]: unknown;
        };
        UpdateTransactionRequest: {
            /** @description With `payment_type: auto_debit` or `auto_pay`, and only then. `{id, type}` names one that exists already. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description At most as many decimals as the currency has; reaches Ottu as it is spelled. `"0"` for `save_card`.
             * @example 12.5
             */
            amount?: string;
            /** @description must be sent as multipart/form-data; in JSON, upload the file first and name it in attachment_upload_url */
            attachment?: string;
            /**
             * @description The `file_url` of an uploaded attachment.
             * @example payment_transactions/attachments/invoice.pdf
             */
            attachment_upload_url?: string;
            billing_address?: components["schemas"]["BillingAddress"];
            branding_options?: components["schemas"]["BrandingOptions"];
            card_acceptance_criteria?: components["schemas"]["CardAcceptanceCriteria"];
            /** @example KWD */
            currency_code?: string;
            /**
             * Format: date
             * @example 1990-04-23
             */
            customer_birthdate?: string;
            /** @example sara@example.com */
            customer_email?: string;
            /** @example Sara */
            customer_first_name?: string;
            /**
             * @description Owner of saved cards and wallets; needed for `auto_debit`, `save_card` and a wallet.
             * @example cust-77
             */
            customer_id?: string;
            /** @example Al-Test */
            customer_last_name?: string;
            /** @example +96550000001 */
            customer_phone?: string;
            customer_phone_2?: string;
            /**
             * @description A reminder only; it can be paid afterwards.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
            /**
             * @description The merchant's own people.
             * @example [
             *       "orders@shop.example"
             *     ]
             */
            email_recipients?: string[];
            /**
             * @description How long it can be paid; a day when left out, half an hour for a charge.
             * @example 00:50:00
             */
            expiration_time?: string;
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            /** @description Adds `qr_code_url` to the answer. */
            generate_qr_code?: boolean;
            /** @description Adds `sdk_setup_preload_payload` to the answer. */
            include_sdk_setup_preload?: boolean;
            /** @description An active user of the merchant. */
            initiator_id?: number | string;
            /**
             * @description `en` when left out.
             * @enum {string}
             */
            language?: "en" | "ar";
            loyalty?: components["schemas"]["Loyalty"] | null;
            mode?: string;
            notifications?: components["schemas"]["Notifications"];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it. MPGS takes 37 characters.
             * @example ORD-1001
             */
            order_no?: string;
            /**
             * @description `one_off` when left out. `auto_pay` begins a subscription by the member `autopay`, which Ottu judges.
             * @enum {string}
             */
            payment_type?: "one_off" | "auto_debit" | "save_card" | "auto_pay";
            /**
             * @description The payer picks one of them; exactly one with `payment_instrument`.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes?: string[];
            /** @description Prepares the checkout page; ignored by Ottu on changes. */
            preload_checkout_page?: boolean;
            product_type?: string;
            /**
             * Format: uri
             * @description Where the payer returns to; a deep link into an app, too.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            shipping_address?: components["schemas"]["DeliveryAddress"];
            /** @description Adds `attachment_short_url` to the answer. */
            shortify_attachment_url?: boolean;
            /** @description Adds `checkout_short_url` to the answer. */
            shortify_checkout_url?: boolean;
            /**
             * @example e_commerce
             * @enum {string}
             */
            type?: "e_commerce" | "payment_request";
            /** @description Slug of a unit of the merchant. */
            unit_code?: string;
            vendor_name?: string;
            /**
             * Format: uri
             * @description This service's own when left out. With an address of yours Ottu reports to you, and this service follows the payment by asking Ottu.
             * @example https://shop.example/ottu/webhook
             */
            webhook_url?: string;
        };
        WholeAgreementAnswer: {
            agreement: components["schemas"]["AgreementView"];
            /** @description Null where Ottu shows none, or could not be asked. */
            card: components["schemas"]["AgreementCardView"] | null;
            /** @description Why there is no card. */
            card_problem?: components["schemas"]["CardProblemView"];
            /** @description The last 100 tries, newest first, those in vain too. */
            charges: components["schemas"]["AgreementChargeView"][];
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
    listAgreements: {
        parameters: {
            query?: {
                /** @description Such as `AGR-9`. */
                agreement_id?: string;
                /** @description Whether it was canceled. */
                canceled?: "true" | "false";
                /** @description Kept then or later, such as `2026-06-01T00:00:00Z`. */
                created_from?: string;
                /** @description Kept before then. */
                created_to?: string;
                /** @description The `next_cursor` of the page before; with the same filters. */
                cursor?: string;
                /** @description Such as `cust-77`. */
                customer_id?: string;
                /** @description How many entries a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementListAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
    getAgreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the agreement, as the list shows it; not its `agreement_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agreement; its card as Ottu lists it now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeAgreementAnswer"];
                };
            };
            /**
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
            /** @description `agreement_not_found`: The customer has no such agreement */
            404: {
                headers: {
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
    cancelAgreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the agreement, as the list shows it; not its `agreement_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agreement, canceled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementAnswer"];
                };
            };
            /**
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
            /** @description `agreement_not_found`: The customer has no such agreement */
            404: {
                headers: {
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
    uploadAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The one file, with its name.
                     */
                    file: string;
                    /** @description The same by order number; not beside `session_id`. */
                    order_no?: string;
                    /** @description The transaction that it belongs to; not beside `order_no`. */
                    session_id?: string;
                    /**
                     * @description Asks for a short address too; needs one of the two identifiers.
                     * @default false
                     */
                    shortify_attachment_url?: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentAnswer"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `bad_request`: The request could not be read
             *
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
            /** @description `request_timeout`: The request did not arrive in time */
            408: {
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
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    autoDebit: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this intent. Repeated with the same body it is answered again and never charged again. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutoDebitRequest"];
            };
        };
        responses: {
            /** @description The outcome is final: paid, authorized or declined. */
            201: {
                headers: {
                    /** @description `true` when this key was used before, or when the cycle has a payment that is paid, unknown or under way: nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the payment can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoDebitAnswer"];
                };
            };
            /** @description The outcome is not known yet. The cycle is not charged again while that is so. */
            202: {
                headers: {
                    /** @description `true` when this key was used before, or when the cycle has a payment that is paid, unknown or under way: nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the payment can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoDebitAnswer"];
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
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
             *
             *     `service_key_invalid`: The service key is not valid
             *
             *     `service_key_expired`: The service key has expired
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
             * @description `scope_missing`: The service key may not do this
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
             *     `agreement_not_found`: The customer has no such agreement
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
             * @description `idempotency_in_flight`: A request with this Idempotency-Key is still in flight
             *
             *     `order_no_taken`: The order number was used before
             *
             *     `card_not_usable`: The card cannot pay for this
             *
             *     `cycle_too_early`: The agreement allows the next charge later only
             *
             *     `cycle_charged`: The cycle was charged before
             *
             *     `amount_not_agreed`: The agreement does not allow this amount
             *
             *     `agreement_differs`: The agreement has other terms already
             *
             *     `agreement_canceled`: The agreement was canceled
             *
             *     `agreement_ended`: The agreement has ended
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
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_not_found`: Ottu does not know what was asked for
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
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
    buyNow: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this intent. Repeated with the same body it is answered again and never charged again. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BuyNowRequest"];
            };
        };
        responses: {
            /** @description The outcome is final: paid, authorized, cod or declined. */
            201: {
                headers: {
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the payment can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentAnswer"];
                };
            };
            /** @description The outcome is not known yet. Do not charge anew: send the same bytes with the same key again, or read `links.self`. */
            202: {
                headers: {
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the payment can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentAnswer"];
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
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
             *
             *     `service_key_invalid`: The service key is not valid
             *
             *     `service_key_expired`: The service key has expired
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
             * @description `scope_missing`: The service key may not do this
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
             * @description `nothing_to_pay`: There is nothing to pay
             *
             *     `idempotency_in_flight`: A request with this Idempotency-Key is still in flight
             *
             *     `order_no_taken`: The order number was used before
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
            /**
             * @description `quote_unusable`: The quote service of the shop gave an answer that could not be used
             *
             *     `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_not_found`: Ottu does not know what was asked for
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
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
    listCustomerCards: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The customer's id at Ottu (`customer_id`), 1 to 64 characters; of a signed-in shopper the `sub`. */
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
                    "application/json": components["schemas"]["CustomerCardsAnswer"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
            /** @description `ottu_conflict`: Ottu has the transaction in a state that does not allow this */
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
             * @description `ottu_not_found`: Ottu does not know what was asked for
             *
             *     `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `shutting_down`: The service is shutting down
             *
             *     `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    deleteCustomerCard: {
        parameters: {
            query?: {
                /** @description Whether a card goes that agreements are paid with. `false` unless given. */
                force?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description The `id` of the card, as `GET /v1/customers/{id}/cards` shows it. */
                card_id: string;
                /** @description The customer's id at Ottu (`customer_id`), 1 to 64 characters; of a signed-in shopper the `sub`. */
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
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
            /**
             * @description `ottu_conflict`: Ottu has the transaction in a state that does not allow this
             *
             *     `card_in_use`: The card is needed and cannot be removed
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
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
             *
             *     `ottu_not_found`: Ottu does not know what was asked for
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
             * @description `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    setUpCustomerCard: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this intent. Repeated with the same body it makes nothing anew. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The customer's id at Ottu (`customer_id`), 1 to 64 characters; of a signed-in shopper the `sub`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerCardSetupRequest"];
            };
        };
        responses: {
            /** @description Ottu's page for the card, and the payment of nothing that follows it. */
            201: {
                headers: {
                    /** @description `true` when this key was used before and nothing was created for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the payment can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerCardSetupAnswer"];
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
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
             *
             *     `service_key_invalid`: The service key is not valid
             *
             *     `service_key_expired`: The service key has expired
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
             * @description `scope_missing`: The service key may not do this
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
             * @description `order_no_taken`: The order number was used before
             *
             *     `ottu_conflict`: Ottu has the transaction in a state that does not allow this
             *
             *     `cards_not_kept`: No gateway of this shop keeps cards in this currency
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
             * @description `ottu_not_found`: Ottu does not know what was asked for
             *
             *     `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    queryPaymentMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentMethodsQuery"];
            };
        };
        responses: {
            /** @description Ottu's own answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentMethodsAnswer"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             *
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    createTransaction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this intent. Required with `payment_instrument`; without it optional, and then a request that is repeated with the same key and body creates nothing anew. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTransactionRequest"];
                "multipart/form-data": components["schemas"]["CreateTransactionRequest"];
            };
        };
        responses: {
            /** @description Ottu's own answer; with `payment_instrument` the payment, whose outcome is final. */
            201: {
                headers: {
                    /** @description `true` when this key was used before and nothing was created for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description The payment of this service that the transaction belongs to, `rel="related"`; absent where it is not ours. */
                    Link?: string;
                    /** @description Where the transaction, or the payment of a charge, can be read. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionAnswer"] | components["schemas"]["PaymentAnswer"];
                };
            };
            /** @description With `payment_instrument`: the outcome is not known yet. Do not charge anew: send the same bytes with the same key again, or read `links.self`. */
            202: {
                headers: {
                    /** @description `true` when this key was used before and nothing was created for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description The payment of this service that the transaction belongs to, `rel="related"`; absent where it is not ours. */
                    Link?: string;
                    /** @description Where the transaction, or the payment of a charge, can be read. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentAnswer"];
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
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
             *
             *     `service_key_invalid`: The service key is not valid
             *
             *     `service_key_expired`: The service key has expired
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
             * @description `scope_missing`: The service key may not do this
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
             * @description `ottu_conflict`: Ottu has the transaction in a state that does not allow this
             *
             *     `idempotency_in_flight`: A request with this Idempotency-Key is still in flight
             *
             *     `order_no_taken`: The order number was used before
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
            /**
             * @description `ottu_not_found`: Ottu does not know what was asked for
             *
             *     `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             *
             *     `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    getTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Ottu's id of the transaction. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ottu's own answer. */
            200: {
                headers: {
                    /** @description The payment of this service that the transaction belongs to, `rel="related"`; absent where it is not ours. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionAnswer"];
                };
            };
            /** @description `ottu_rejected`: Ottu refused the request */
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
            /** @description `ottu_conflict`: Ottu has the transaction in a state that does not allow this */
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
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    replaceTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Ottu's id of the transaction. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceTransactionRequest"];
                "multipart/form-data": components["schemas"]["ReplaceTransactionRequest"];
            };
        };
        responses: {
            /** @description Ottu's own answer: the transaction after the change. */
            200: {
                headers: {
                    /** @description The payment of this service that the transaction belongs to, `rel="related"`; absent where it is not ours. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionAnswer"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             *
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
             * @description `session_owned_by_cart`: The transaction belongs to a cart
             *
             *     `attempt_open`: A payment of this transaction is under way
             *
             *     `change_in_flight`: Another change of this transaction is under way
             *
             *     `ottu_conflict`: Ottu has the transaction in a state that does not allow this
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
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    updateTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Ottu's id of the transaction. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateTransactionRequest"];
                "multipart/form-data": components["schemas"]["UpdateTransactionRequest"];
            };
        };
        responses: {
            /** @description Ottu's own answer: the transaction after the change. */
            200: {
                headers: {
                    /** @description The payment of this service that the transaction belongs to, `rel="related"`; absent where it is not ours. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionAnswer"];
                };
            };
            /**
             * @description `malformed_json`: The body is not valid JSON
             *
             *     `ambiguous_json`: The body can be read in more than one way
             *
             *     `validation_failed`: Some fields are not valid
             *
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
             * @description `session_owned_by_cart`: The transaction belongs to a cart
             *
             *     `attempt_open`: A payment of this transaction is under way
             *
             *     `change_in_flight`: Another change of this transaction is under way
             *
             *     `ottu_conflict`: Ottu has the transaction in a state that does not allow this
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
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
    listPayments: {
        parameters: {
            query?: {
                /** @description The amount of the payment; needs `currency_code`. */
                amount?: string;
                /** @description Created then or later, such as `2026-06-01T00:00:00Z`. */
                created_from?: string;
                /** @description Created before then. */
                created_to?: string;
                /** @description The currency of `amount`. */
                currency_code?: string;
                /** @description The `next_cursor` of the page before; with the same filters. */
                cursor?: string;
                /** @description The customer's address; capitals do not count. */
                customer_email?: string;
                /** @description The shop's id of the customer, such as `cust-77`. */
                customer_id?: string;
                /** @description The customer's phone with its country code; spaces, `+` and `00` at its beginning do not count. */
                customer_phone?: string;
                /** @description How many entries a page has at most. */
                limit?: number;
                /** @description As it was given, to the letter. */
                merchant_reference?: string;
                /** @description Such as `ORD-1001`. */
                order_no?: string;
                /** @description Any `reference_number` that Ottu has told of an attempt at the payment, to the letter. */
                reference_number?: string;
                session_id?: string;
                state?: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentListAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
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
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the payment, as `GET /v1/payments` shows it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    /** @description Of the payment as it is now; for `If-Match` when its review is ended. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentDetailsAnswer"];
                };
            };
            /**
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
            /** @description `store_unavailable`: The database is not available */
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
    listOperations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the payment, as `GET /v1/payments` shows it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those of Ottu's dashboard among them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationListAnswer"];
                };
            };
            /**
             * @description `service_key_missing`: A service key is needed
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
             * @description `scope_missing`: The service key may not do this
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
    operateOnPayment: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this intent. Repeated with the same body it is answered again and never charged again. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The id of the payment, as `GET /v1/payments` shows it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperationRequest"];
            };
        };
        responses: {
            /** @description The operation is settled: `succeeded`, or `rejected` by Ottu or the gateway. */
            201: {
                headers: {
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the operations of the payment are listed. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationAnswer"];
                };
            };
            /** @description It is not settled yet: `unknown`, `queued`, or `awaiting_approval`. What it asks for is held back. */
            202: {
                headers: {
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where the operations of the payment are listed. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationAnswer"];
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
             *     `ottu_rejected`: Ottu refused the request
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
             * @description `service_key_missing`: A service key is needed
             *
             *     `service_key_invalid`: The service key is not valid
             *
             *     `service_key_expired`: The service key has expired
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
             * @description `refund_limit_exceeded`: The service key may not refund so much
             *
             *     `scope_missing`: The service key may not do this
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
             * @description `ottu_conflict`: Ottu has the transaction in a state that does not allow this
             *
             *     `idempotency_in_flight`: A request with this Idempotency-Key is still in flight
             *
             *     `operation_not_allowed`: The payment does not allow this operation now
             *
             *     `amount_exceeds_balance`: The amount is more than is left of the payment
             *
             *     `balance_changed`: The payment has another balance than was expected
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
            /**
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
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
             * @description `ottu_locked`: Ottu is busy with this transaction
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `ottu_unreachable`: Ottu could not be reached
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
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
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
}
