// Made from openapi.json by `npm run client`.

export interface paths {
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics in the Prometheus text format
         * @description On the internal port only, where there is one.
         */
        get: operations["readMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs; nothing else is looked at */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The service takes requests: database open, migrated and taking writes, not shutting down */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has done what, when and from where
         * @description Every use of a service key on a route that changes something, an operator's and a server's alike: who, what, when, from
         *     where, before and after. What was refused stands here too. An entry holds ids, states and amounts, and nothing about a
         *     customer; what a person wrote stands in the payment's timeline. Nothing of it is ever changed or removed.
         *
         *     Newest first, a page at a time: send `next_cursor` as `cursor`, with the same filters, until it is null.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/v1/payments/{id}/inquiry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Ottu what became of a payment
         * @description Makes one of the three inquiries that Ottu takes about a payment, ever, and settles what it says. Mostly there is no need:
         *     payments whose outcome is not known are inquired by themselves, out of the same budget. So this is refused with
         *     `Retry-After` before minute 12 after the charge, within 31 minutes of the last inquiry, and while 29 inquiries were made
         *     within a minute over all payments; and for good once two were made, because the last one is kept for the service itself.
         *
         *     `inquiry.result` says what the answer was worth: `answered` (verified, and settled), `not_found` (Ottu knows no such
         *     transaction), `refused` (Ottu would not say) or `unverified` (it could not be verified and was not believed).
         */
        post: operations["inquirePayment"];
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
    "/v1/payments/{id}/operations/{operation_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve an operation that waits for a second pair of eyes
         * @description Sends an operation that waits because it is above `REFUND_APPROVAL_ABOVE`. The key must have another name than the one that
         *     asked for it. Repeated by the same key it is answered again and never sent again. After seven days without approval an
         *     operation is `refused` by itself.
         */
        post: operations["approveOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/operations/{operation_id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse an operation that waits; what it holds is released */
        post: operations["refuseOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/operations/{operation_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an operation of which Ottu does not say what became of it
         * @description Ends an operation that stays `unknown`: a refund to a wallet, which is never sent twice; one of Ottu's dashboard that no
         *     inquiry can confirm any more; or one about which Ottu has said nothing of use for days. Look at Ottu's dashboard, and at the
         *     bank, before. While what was sent may still be done by Ottu, for ten minutes, nothing can be decided.
         *
         *     `succeeded` counts it; `rejected` releases what it holds. The reason stands in the timeline with the name of the key, and the
         *     merchant gets the event of it with `decided_by: operator`. Where Ottu shows afterwards that it was done, that is counted.
         */
        post: operations["resolveOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was taken and given back, by day, currency, state, gateway and method
         * @description What succeeded on these days, and what was given back on them. A payment counts on the day on which it succeeded, a capture and
         *     a refund on their own. `from` is in it, `to` is not; both are midnights in `time_zone`. Cards that were saved without a payment
         *     are in no row.
         */
        get: operations["summarizePayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same row by row, as CSV
         * @description The rows that `GET /v1/payments/summary` adds up, as a file: a payment on the day on which it succeeded, and with
         *     `operations=true` each capture, refund and void on its own. Payments that did not succeed and cards that were saved without
         *     a payment are in no row.
         *
         *     - **`moved` is what the row adds to the books**, never below zero; `direction` is `in`, `out` (a refund) or `none` (an
         *       authorization, a void). With `operations=true`, `in` is the summary's `gross` and `out` its `refunded`, to the last
         *       unit. `day` is the row's day in `time_zone`.
         *     - `amount` is what the payment, or the operation, was for. `captured`, `refunded` and `net` are what has become of the
         *       payment by now; they stand in its own row alone, so that adding a column up counts them once.
         *     - It names customers by their id, and by nothing else.
         *     - Text that a spreadsheet might take for a formula has an apostrophe in front (`'=1+1`).
         *
         *     It is streamed, and ends with the connection when something goes wrong on the way: take a transfer that was cut off
         *     (curl: exit code 18; browsers: a failed download) for no file at all, and ask again.
         */
        get: operations["exportPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/discrepancies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payments that are not as Ottu shows them
         * @description A day after a payment has succeeded Ottu is asked about it once more, within the inquiries that it takes, and what it says is
         *     settled as always: a refund made in its dashboard, of which no event came, is in the books then. What is still not the same
         *     afterwards is listed here, with what each of the two says.
         *
         *     - `state_differs`: Ottu shows the payment in another state.
         *     - `amount_differs`: Ottu shows another amount, or another currency.
         *     - `captured_differs`: The captures that Ottu lists do not add up to those that are known here.
         *     - `refunded_differs`: Ottu has given back another sum than is known here.
         *     - `voided_differs`: Of the two, one knows of a void and the other does not.
         *     - `unknown_operation`: Ottu lists something that was done to the payment and that is no capture, refund or void.
         *     - `missing_at_ottu`: Ottu knows no such transaction.
         *
         *     Nothing is changed because of it. Look at the payment in Ottu's dashboard and at its timeline here;
         *     `POST /v1/payments/{id}/inquiry` has Ottu asked again. A payment leaves the list when an answer of Ottu's shows it as it is
         *     here; its timeline keeps both. Payments that need a review, or wait for their proof, are not listed for their state.
         */
        get: operations["listDiscrepancies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
    "/v1/payments/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that happened to one payment */
        get: operations["getPaymentTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the review of a payment
         * @description Ends the review of a payment (`needs_review`). Read the payment, look at its timeline and at Ottu's dashboard, then send
         *     the decision with the ETag that was read: when the payment has changed since, nothing is decided (412).
         *
         *     - `accept`: the payment becomes `paid`, or the success that Ottu shows, with `amount_received`; its cart closes. Where Ottu
         *       shows no success it needs `confirm_without_ottu: true`.
         *     - `reject`: the payment ends as `canceled`. Its session is expired at Ottu first. Where Ottu shows a success, give the money
         *       back first, and send `given_back: true`. The cart opens unless something else holds it or has paid it.
         *
         *     What Ottu has said by then counts no more; only a success with another reference, amount or session opens the matter again.
         *     The merchant gets the event of the new state, with `decided_by: operator`. Without an answer of Ottu's nothing is decided
         *     (503).
         */
        post: operations["reviewPayment"];
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
    "/v1/payment-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payment links, found by state, order number, customer or time
         * @description Newest first, a page at a time: send `next_cursor` as `cursor`, with the same filters, until it is null.
         */
        get: operations["listPaymentLinks"];
        put?: never;
        /**
         * Make a link to pay by, and have it sent
         * @description Makes a page of Ottu's on which whoever has its address pays (`payment_request`). With `notifications` Ottu sends it to the
         *     payer by e-mail, SMS or WhatsApp: `{"sms": ["created", "paid"]}` sends the link now and a receipt later. Without, pass on
         *     `short_url`, or `url`, by yourself.
         *
         *     The link is a payment like any other, with the same id: its state, timeline, refunds and events are those of
         *     `/v1/payments/{id}`.
         *
         *     `Idempotency-Key` names the link that you mean to make: any text without spaces, such as today's date and a number. Send
         *     the same request with the same key as often as you like; it makes one link. When Ottu's answer is lost, the problem says
         *     whether the payer may have been sent a link (`outcome: unknown`), and the same request with the same key answers with that
         *     link once it is found.
         */
        post: operations["createPaymentLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payment link, as it is now */
        get: operations["getPaymentLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the amount of a link, its expiry or its due date
         * @description Changes what is given, at Ottu and here. Send `expected_amount` with the `amount` on your screen, and a change that somebody
         *     else has made meanwhile stops yours (`link_changed`). Ottu is asked first what the link is now: one that is paid or has
         *     ended is 409 `link_closed`, and while somebody is paying nothing is changed (`attempt_open`). The amount of a link for
         *     items is their price: expire it, and make another. A payer who has the page open already may still pay the amount that he
         *     sees; such a payment is then told as what it is.
         */
        patch: operations["changePaymentLink"];
        trace?: never;
    };
    "/v1/payment-links/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have Ottu send the link once more
         * @description Asks Ottu to send the message with the link again, by the channels by which it was announced or some of them. It is asked
         *     for once: when Ottu's answer is lost the problem says `outcome: unknown`, and the message may have been sent. With
         *     `outcome: none` nothing was sent.
         */
        post: operations["resendPaymentLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-links/{id}/expire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a link, so that nobody pays it any more
         * @description The operation `expire` on the link's payment: its session is closed at Ottu. Ottu is asked first: a link that is paid
         *     already stays paid, and the answer says so (409 `link_closed`). 202 where it is not known yet whether Ottu has closed it;
         *     then it is looked up, and the same key answers with what became of it.
         */
        post: operations["expirePaymentLink"];
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
    "/v1/webhook-inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that Ottu has sent, and what became of them
         * @description Newest first, without what the events said. `unmatched`: for an order that is not known here (yet), or an operation event,
         *     which proves nothing by itself. `doubts` tells why Ottu was asked before an event was believed.
         */
        get: operations["listWebhookInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-inbox/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a stored event again
         * @description Runs a stored event again, whatever became of it. What was learnt from it before is not learnt twice, so a replay is safe.
         *     The answer shows the event afterwards.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/ottu": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Payment and operation events from Ottu
         * @description For Ottu: payment and operation events, as JSON or as a form, signed inside the body by one of the configured keys. The
         *     event is stored before it is answered, and read after. It is answered with `WEBHOOK_SUCCESS_STATUS`: after 200 Ottu sends
         *     the payer to `redirect_url`, after 201 the payer stays on Ottu's page.
         *
         *     While the database is away an event is not refused, since Ottu sends again only what was not answered within 15 seconds.
         *     Up to 15 seconds of absence are bridged on the open connection. In a longer one Ottu hangs up and sends the event again,
         *     three times within 55 seconds; what was received keeps being tried behind the broken connection for ten minutes. However
         *     many deliveries were tried, one row comes of them.
         *
         *     The signature says who sent it: JSON is read under any Content-Type and charset as long as it is UTF-8, behind a byte order
         *     mark too, up to 1 MB.
         *
         *     An event that cannot be verified is answered with 401, one that cannot be read with 400. If it names an open order, Ottu is
         *     asked about that order once.
         */
        post: operations["receiveOttuEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a person out of what is stored
         * @description Takes the customer out of what is stored here: out of payments, carts, agreements, timelines, Ottu's events and those to the
         *     merchant. Amounts, states, numbers and times stay, and a payment that is open is followed as before. What Ottu says of such a
         *     payment later is kept without the person.
         *
         *     A customer who may still be charged by an agreement is refused: 409 `agreements_open`, with its `agreements`. Cancel them first.
         *     Carts of the customer expire. Asked again it finds nothing more. Ottu has data of its own, which this route does not touch.
         */
        post: operations["eraseCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a guest out of one payment
         * @description A guest has no id of a customer: his payments are erased one by one, each with its cart, as those of a customer are. Find them by
         *     your own order (`GET /v1/payments?order_no=…` or `merchant_reference=…`).
         */
        post: operations["erasePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/merchant-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the merchant was told, is still to be told, or never took
         * @description The outbox. Each settlement that changes what a merchant must know writes one event, in the same transaction; it is sent to
         *     `MERCHANT_EVENTS_URL` with a Standard Webhooks signature, at least once, per payment or cart in the order of `sequence`. An event
         *     that nobody took for three days, or that was answered with 410, is a dead letter (`state=dead`), and the next one goes out.
         *
         *     While `MERCHANT_EVENTS_URL` is not set no event is written but `cart.completed`, which waits for it.
         */
        get: operations["listMerchantEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/merchant-events/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to the order system, and say what came back
         * @description Sends one event of the type `test` to `MERCHANT_EVENTS_URL`, with a signature as every event has, waits up to ten seconds
         *     and says what came back. It is about no payment, is sent once, and stands in no list.
         */
        post: operations["testMerchantEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/merchant-events/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one event again
         * @description Sends an event again, with the same `webhook-id` and the same text, whatever became of it before: a dead letter gets another
         *     three days, and one that waits for a later try is tried now, after the payment's earlier events. Later events do not wait for
         *     one that is sent again, so that a receiver drops it by its `sequence` when it knows better already.
         */
        post: operations["redeliverMerchantEvent"];
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
        HealthAnswer: {
            /** @enum {string} */
            status: "ok";
        };
        /**
         * @description Stable; programs decide by this
         * @enum {string}
         */
        ProblemCode: "malformed_json" | "ambiguous_json" | "validation_failed" | "bad_request" | "not_found" | "url_too_long" | "payload_too_large" | "unsupported_media_type" | "headers_too_large" | "request_timeout" | "service_key_missing" | "service_key_invalid" | "service_key_expired" | "forbidden" | "scope_missing" | "server_to_server_only" | "webhook_not_verified" | "customer_jwt_missing" | "customer_jwt_invalid" | "customer_jwt_not_configured" | "identity_provider_unavailable" | "challenge_required" | "card_not_found" | "card_not_usable" | "card_in_use" | "cards_not_kept" | "cards_unavailable" | "rate_limited" | "too_many_attempts" | "too_many_streams" | "too_many_carts" | "idempotency_key_missing" | "idempotency_key_invalid" | "idempotency_key_reused" | "idempotency_in_flight" | "cart_frozen" | "payer_is_paying" | "cart_closed" | "cart_changed" | "cart_busy" | "items_not_sold" | "cart_empty" | "payment_needed" | "nothing_to_pay" | "agreement_needs_page" | "precondition_required" | "price_changed" | "session_replaced" | "payment_refused" | "customer_details_refused" | "checkout_unavailable" | "session_owned_by_cart" | "attempt_open" | "change_in_flight" | "order_no_taken" | "ottu_rejected" | "ottu_refused" | "ottu_api_key_needed" | "ottu_refused_credentials" | "ottu_not_found" | "ottu_conflict" | "ottu_bad_answer" | "ottu_failed" | "ottu_timeout" | "ottu_locked" | "ottu_overloaded" | "ottu_throttled" | "ottu_unreachable" | "catalog_unavailable" | "quote_unusable" | "inquiry_too_early" | "inquiry_busy" | "inquiries_used_up" | "review_not_open" | "payment_changed" | "ottu_shows_success" | "ottu_shows_no_success" | "operation_not_allowed" | "amount_exceeds_balance" | "balance_changed" | "refund_limit_exceeded" | "operation_not_unknown" | "approval_not_awaited" | "approval_by_requester" | "link_closed" | "link_changed" | "agreement_not_found" | "agreement_differs" | "agreement_canceled" | "agreements_open" | "agreement_ended" | "cycle_too_early" | "cycle_charged" | "amount_not_agreed" | "merchant_events_off" | "store_unavailable" | "streams_full" | "shutting_down" | "internal_error";
        FieldError: {
            /**
             * @description JSON Pointer (RFC 6901) into the caller's own body
             * @example /currency_code
             */
            pointer: string;
            /**
             * @description What is wrong, without the value
             * @example must be three capital letters
             */
            message: string;
        };
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
        ProblemBalance: {
            /**
             * @description What can still be refunded
             * @example 0.500
             */
            refundable_amount: string;
            /**
             * @description What can still be captured
             * @example 0.000
             */
            capturable_amount: string;
        };
        /** @description An error as RFC 9457 has it */
        Problem: {
            /** @example urn:ottu-bff:problem:validation_failed */
            type: string;
            /** @example Some fields are not valid */
            title: string;
            /** @example 400 */
            status: number;
            /** @example Some fields are not valid. */
            detail: string;
            /** @description Stable; programs decide by this */
            code: components["schemas"]["ProblemCode"];
            /**
             * @description Also in the X-Request-Id header and in the logs
             * @example 0e1c9a52-7d5c-4a1e-9f6b-2b8f1f0a6c3d
             */
            request_id: string;
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
             * @description Of `operation_not_allowed`: the operations that the payment allows now
             * @example [
             *       "refund"
             *     ]
             */
            allowed?: string[];
            /** @description Of an auto-debit: whether to try again */
            retry?: components["schemas"]["RetryAdvice"];
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
            /**
             * @description With `card_in_use`: ids of the agreements that are paid with the card; with `agreements_open`: of those that are open. A hundred at most
             * @example [
             *       "AGR-9"
             *     ]
             */
            agreements?: string[];
        };
        ReadyAnswer: {
            /** @enum {string} */
            status: "ok";
            /**
             * @description What an operator should mend, although requests are taken; absent where there is nothing.
             * @example [
             *       "Requests carry X-Forwarded-For, and TRUST_PROXY is not set: ..."
             *     ]
             */
            warnings?: string[];
        };
        AuditKeyView: {
            /** @example sk_4f1c2d3e5a6b */
            id: string;
            /**
             * @description As it was called then.
             * @example huda
             */
            name: string;
        };
        AuditEntryView: {
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            at: string;
            /** @description Whose key it was. */
            key: components["schemas"]["AuditKeyView"];
            /**
             * @example operation.request
             * @enum {string}
             */
            action: "agreement.cancel" | "attachment.upload" | "card.delete" | "card.setup" | "cart.buy_now" | "cart.create" | "customer.erase" | "event.redeliver" | "event.test" | "link.change" | "link.create" | "link.expire" | "link.resend" | "operation.approve" | "operation.refuse" | "operation.request" | "operation.resolve" | "payment.auto_debit" | "payment.charge" | "payment.erase" | "payment.inquire" | "payment.review" | "transaction.change" | "transaction.create" | "webhook.replay";
            /** @example POST */
            method: string;
            /**
             * @description The pattern of the route.
             * @example /v1/payments/:id/operations
             */
            route: string;
            /**
             * @description From where: the address of the caller, behind the proxies of TRUST_PROXY.
             * @example 10.0.4.17
             */
            address: string;
            /**
             * @description `done`: it was answered with 2xx. `refused`: with 4xx. `failed`: with 5xx; what it changed before stands. `open`: it is under way, or nothing is known of its end.
             * @enum {string}
             */
            outcome: "done" | "refused" | "failed" | "open";
            /**
             * @description HTTP status of the answer.
             * @example 201
             */
            status: number | null;
            /**
             * @description Code of the problem that was answered.
             * @example null
             */
            code: string | null;
            /** Format: date-time */
            ended_at: string | null;
            /**
             * Format: uuid
             * @description The payment that it was about. It may no longer be kept.
             */
            payment_id: string | null;
            /**
             * @description What else it was about: operation, agreement, cart, card, event.
             * @example {
             *       "operation_id": "7b1f7b8a-2f9c-4d8f-9a55-0d5ab6b2f1c4"
             *     }
             */
            ids: {
                [key: string]: string;
            };
            /**
             * @description What was before, as far as it changes: states, amounts, counts.
             * @example {
             *       "state": "paid",
             *       "refundable_amount": "10.000",
             *       "refunded_amount": "0.000"
             *     }
             */
            before: {
                [key: string]: unknown;
            } | null;
            /**
             * @description What was by the time of the answer.
             * @example {
             *       "state": "paid",
             *       "refundable_amount": "7.500",
             *       "refunded_amount": "2.500",
             *       "operation_state": "succeeded"
             *     }
             */
            after: {
                [key: string]: unknown;
            } | null;
        };
        AuditAnswer: {
            /** @description Newest first. */
            entries: components["schemas"]["AuditEntryView"][];
            /**
             * @description For the next page; null on the last one.
             * @example null
             */
            next_cursor: string | null;
        };
        AgreementView: {
            /**
             * Format: uuid
             * @description This service's own id of it.
             */
            id: string;
            /**
             * @description The merchant's name of it.
             * @example AGR-9
             */
            agreement_id: string;
            /** @example cust-77 */
            customer_id: string;
            /**
             * @description `active`: cycles may be charged.
             * @enum {string}
             */
            state: "active" | "ended" | "canceled";
            /**
             * @description Whether it was kept from the success of its first payment, or taken over by its terms.
             * @enum {string}
             */
            source: "first_payment" | "adopted";
            /**
             * Format: uuid
             * @description The payment that began it, while it is kept.
             */
            first_payment: string | null;
            /** @example credit-card */
            pg_code: string | null;
            /**
             * @example recurring
             * @enum {string}
             */
            type: "recurring" | "installment" | "unscheduled" | "event_based" | "other";
            /**
             * @description Of the first payment; where amounts are `fixed`, of every charge.
             * @example 19.000
             */
            amount: string | null;
            /** @example KWD */
            currency_code: string;
            /**
             * @example variable
             * @enum {string|null}
             */
            amount_variability: "fixed" | "variable" | null;
            /** @example 25.000 */
            max_amount_per_cycle: string | null;
            /** @example monthly */
            frequency: string | null;
            /**
             * @description Days between two charges at least.
             * @example 28
             */
            cycle_interval_days: number | null;
            /** @example 12 */
            total_cycles: number | null;
            /**
             * Format: date
             * @description The last day.
             * @example 2030-12-31
             */
            expiry_date: string | null;
            /**
             * @description Cycles that were charged here since it began.
             * @example 3
             */
            cycles_charged: number;
            /**
             * Format: date-time
             * @description When a cycle was charged last.
             */
            last_charged_at: string | null;
            /** Format: date-time */
            canceled_at: string | null;
            /** Format: date-time */
            began_at: string;
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
        AgreementCardView: {
            /**
             * @description Masked.
             * @example **** 1019
             */
            number: string | null;
            /** @example VISA */
            brand: string | null;
            /** @example 12 */
            expiry_month: string | null;
            /** @example 30 */
            expiry_year: string | null;
            /** @example false */
            is_expired: boolean;
            /**
             * @description Within 30 days, which an auto-debit minds.
             * @example false
             */
            will_expire_soon: boolean;
            /** @example credit-card */
            pg_code: string;
        };
        CardProblemView: {
            /**
             * @description A problem code.
             * @example card_not_found
             */
            code: string;
        };
        AgreementChargeView: {
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
            /** @example 19.000 */
            amount: string | null;
            /** Format: date-time */
            claimed_at: string;
            /**
             * Format: date-time
             * @description When its success was recorded.
             */
            charged_at: string | null;
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
        AgreementAnswer: {
            agreement: components["schemas"]["AgreementView"];
        };
        AgreementSeller: {
            name?: string;
            short_name?: string;
            /**
             * @description Merchant category code.
             * @example 5411
             */
            category_code?: string;
        };
        AdoptedAgreement: {
            /**
             * @description `recurring` when left out.
             * @enum {string}
             */
            type?: "recurring" | "installment" | "unscheduled" | "event_based" | "other";
            /** @enum {string} */
            amount_variability?: "fixed" | "variable";
            /**
             * @description Always `irregular` for `unscheduled`.
             * @enum {string}
             */
            frequency?: "irregular" | "daily" | "weekly" | "semi_monthly" | "monthly" | "quarterly" | "semi_annually" | "yearly" | "other";
            start_date?: string;
            /** @example 2027-12-31 */
            expiry_date?: string;
            /** @example 1.000 */
            max_amount_per_cycle?: string;
            cycle_interval_days?: number | string;
            total_cycles?: number | string;
            seller?: components["schemas"]["AgreementSeller"];
            extra_params?: {
                [key: string]: unknown;
            };
        };
        AutoDebitRequest: {
            /**
             * @description The `id` of the agreement, as its first payment named it.
             * @example AGR-9
             */
            agreement_id: string;
            /** @example cust-77 */
            customer_id: string;
            /**
             * @description What is charged for, in the words of your billing, such as the month. It is charged once, under whatever key.
             * @example 2026-12
             */
            cycle: string;
            /**
             * @description Above zero, in the digits of the currency. May be left out where the agreement has one fixed amount.
             * @example 19.000
             */
            amount?: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description The gateway of the agreement, when left out. It cannot be another.
             * @example credit-card
             */
            pg_code?: string;
            /** @description Made by this service when left out. Used once, unless nothing came of it. */
            order_no?: string;
            /** @description The terms of an agreement that began elsewhere, with the first charge of it here; then `pg_code` is needed too. */
            agreement?: components["schemas"]["AdoptedAgreement"];
            /**
             * @description What is done where Ottu declines for a reason that the payer can mend: `payment_link` makes a link for the same cycle and the same amount, to be passed on to him.
             * @enum {string}
             */
            on_decline?: "payment_link";
            /** @description The merchant's own members; Ottu returns them in its events. */
            extra?: {
                [key: string]: unknown;
            };
        };
        ActionRequiredAnswer: {
            /** @enum {string} */
            type: "redirect" | "iframe";
            /**
             * @description Where the payer goes (`redirect`).
             * @example https://pay.example/3ds/7f3a
             */
            url?: string;
            /** @description HTML to show in a frame (`iframe`). */
            html?: string;
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
        PaymentView: {
            /**
             * Format: uuid
             * @example 5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4
             */
            id: string;
            /** @example ORD-1001 */
            order_no: string;
            /**
             * @description The merchant's own name of the order, where one was given.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
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
             * @description Ottu's word on the last attempt; for messages, not for decisions.
             * @example success
             */
            result: string | null;
            /**
             * @description `none`: nothing was charged and nothing will be. `unknown`: not settled; ask again. `final`: settled.
             * @example final
             * @enum {string}
             */
            outcome: "none" | "unknown" | "final";
            /** @example 1.000 */
            amount: string;
            /** @example KWD */
            currency_code: string;
            /** @example 1.000 */
            captured_amount: string;
            /** @example 0.000 */
            refunded_amount: string;
            /**
             * @description Captured, and neither given back nor asked to be.
             * @example 1.000
             */
            refundable_amount: string;
            /**
             * @description Of an authorized payment: what can still be captured.
             * @example 0.000
             */
            capturable_amount: string;
            /** @example false */
            voided: boolean;
            /**
             * @description Why an operator should look, also when the state is stronger than `needs_review`.
             * @example []
             */
            review_reasons: string[];
            /**
             * @description Of a payment under review that an operator accepted: what was really received, in `currency_received`. It may differ from `amount`.
             * @example 0.500
             */
            amount_received?: string;
            /**
             * @description The currency of `amount_received`.
             * @example KWD
             */
            currency_received?: string;
            /** @description What the payer still has to do, while there is something. */
            action_required?: components["schemas"]["ActionRequiredAnswer"];
            /** @description Of an auto-debit that was declined: whether to try again. Not in lists. */
            retry?: components["schemas"]["RetryView"];
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
            /**
             * @description Of the attempt that decided.
             * @example sandboxAA1001
             */
            reference_number: string | null;
            /** @example successful payment */
            message: string | null;
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
             * Format: date-time
             * @example 2026-06-01T10:15:30.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            updated_at: string;
        };
        PaymentLinks: {
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4 */
            self: string;
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/timeline */
            timeline: string;
        };
        OfferedLinkView: {
            /**
             * Format: uuid
             * @description Of the link, and of its payment.
             */
            id: string;
            /** @description Ottu's page, which the payer opens. */
            url: string | null;
            /** @description The same, short, where Ottu gave one. */
            short_url?: string;
            /**
             * @description Of its payment.
             * @example created
             * @enum {string}
             */
            state: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
            /**
             * @description Whether the payer can pay it now, as far as is known here.
             * @example true
             */
            open: boolean;
            /** Format: date-time */
            expires_at: string | null;
        };
        LinkProblemView: {
            /**
             * @description A problem code.
             * @example ottu_unreachable
             */
            code: string;
            detail?: string;
        };
        AutoDebitAnswer: {
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["PaymentLinks"];
            /** @description With `on_decline: payment_link`, of a charge that was declined; and of a cycle that a link holds, which is then the payment that is answered. While it can be paid, or is paid, the cycle is not charged. Null where it could not be made. */
            payment_link?: components["schemas"]["OfferedLinkView"] | null;
            /** @description Why there is no link. The same request with the same key tries again. */
            payment_link_problem?: components["schemas"]["LinkProblemView"];
            /** @description Of a charge that was declined: whether to try again. */
            retry?: components["schemas"]["RetryView"];
        };
        BuyNowItem: {
            /** @example dates-500g */
            sku: string;
            /** @example 1 */
            quantity: number;
        };
        Customer: {
            /**
             * @description Owner of saved cards and wallets at Ottu (`customer_id`).
             * @example cust-77
             */
            id?: string;
            /**
             * Format: email
             * @example sara@example.com
             */
            email?: string;
            /**
             * @description With its country code, or as it is dialled in the country of the address (`billing_address`, else `shipping_address`, else `DEFAULT_COUNTRY`); kept, answered and sent to Ottu as E.164.
             * @example +96550000001
             */
            phone?: string;
            /** @example +96522000002 */
            phone_2?: string;
            /** @example Sara */
            first_name?: string;
            /** @example Al-Test */
            last_name?: string;
            /**
             * Format: date
             * @example 1990-04-23
             */
            birthdate?: string;
        };
        BillingAddress: {
            /** @example Block 4, Street 12 */
            line1: string;
            line2?: string;
            /** @example Kuwait City */
            city: string;
            state?: string;
            /** @example KW */
            country: string;
            /** @example 13001 */
            postal_code?: string;
        };
        ShippingAddress: {
            /** @example Block 4, Street 12 */
            line1: string;
            line2?: string;
            /** @example Kuwait City */
            city: string;
            state?: string;
            /** @example KW */
            country: string;
            /** @example 13001 */
            postal_code?: string;
            /** @example Sara */
            first_name: string;
            /** @example Al-Test */
            last_name: string;
            /**
             * Format: email
             * @example noura@example.com
             */
            email: string;
            /**
             * @description With its country code, or as it is dialled in the address's `country`; kept, answered and sent to Ottu as E.164.
             * @example +96550000001
             */
            phone: string;
        };
        Agreement: {
            /**
             * @description `recurring` when left out.
             * @enum {string}
             */
            type?: "recurring" | "installment" | "unscheduled" | "event_based" | "other";
            /** @enum {string} */
            amount_variability?: "fixed" | "variable";
            /**
             * @description Always `irregular` for `unscheduled`.
             * @enum {string}
             */
            frequency?: "irregular" | "daily" | "weekly" | "semi_monthly" | "monthly" | "quarterly" | "semi_annually" | "yearly" | "other";
            start_date?: string;
            /** @example 2027-12-31 */
            expiry_date?: string;
            /** @example 1.000 */
            max_amount_per_cycle?: string;
            cycle_interval_days?: number | string;
            total_cycles?: number | string;
            seller?: components["schemas"]["AgreementSeller"];
            extra_params?: {
                [key: string]: unknown;
            };
            /**
             * @description Chosen by the merchant.
             * @example AGR-9
             */
            id: string;
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
        BuyNowRequest: {
            /** @description Priced by the catalog. Either this or `amount`. */
            items?: components["schemas"]["BuyNowItem"][];
            /**
             * @description Above zero, in the digits of the currency. Either this or `items`.
             * @example 1.000
             */
            amount?: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description `e_commerce` when left out.
             * @enum {string}
             */
            type?: "e_commerce" | "payment_request";
            /**
             * @description Exactly one gateway code.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes: string[];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it.
             * @example ORD-1001
             */
            order_no?: string;
            /**
             * @description The merchant's own name of the order, for answers, events and searches. Ottu is not told.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /**
             * @description `one_off` when left out.
             * @enum {string}
             */
            payment_type?: "one_off" | "auto_debit";
            customer?: components["schemas"]["Customer"];
            billing_address?: components["schemas"]["BillingAddress"];
            shipping_address?: components["schemas"]["ShippingAddress"];
            /** @description With `payment_type: auto_debit` only. */
            agreement?: components["schemas"]["Agreement"];
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            /**
             * @description `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example ar
             */
            language?: string;
            payment_instrument: components["schemas"]["PaymentInstrument"];
        };
        PaymentAnswer: {
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["PaymentLinks"];
        };
        InquiryView: {
            /**
             * @description Which of the three inquiries of this payment it was.
             * @example 1
             */
            number: number;
            /**
             * @description What Ottu's answer was worth.
             * @example answered
             * @enum {string}
             */
            result: "answered" | "unverified" | "not_found" | "refused";
        };
        InquiryAnswer: {
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["PaymentLinks"];
            inquiry: components["schemas"]["InquiryView"];
        };
        OperationRequest: {
            /**
             * @description `reverse`: a void or a refund, whichever the state of the payment allows; the answer says which it was.
             * @example refund
             * @enum {string}
             */
            operation: "refund" | "capture" | "void" | "cancel" | "expire" | "delete" | "reverse";
            /**
             * @description Of a refund or a capture, in the currency of the payment; all that is left where absent.
             * @example 0.500
             */
            amount?: string;
            /**
             * @description `refundable_amount` as it was on the screen of whoever asks. When it is another one by now, nothing is done (`balance_changed`).
             * @example 1.000
             */
            expected_refundable?: string;
            /**
             * @description Of a refund: where the money goes. `wallet` needs a customer and a gateway with a wallet.
             * @example pg
             * @enum {string}
             */
            destination?: "pg" | "wallet";
            /**
             * @description Why, in words. Ottu is not told.
             * @example One box arrived broken.
             */
            reason?: string;
            /** @description The gateway's own extras (F8.1), passed on as they are written. */
            extra?: {
                [key: string]: unknown;
            };
        };
        OperationView: {
            /**
             * Format: uuid
             * @example 7b1f7b8a-2f9c-4d8f-9a55-0d5ab6b2f1c4
             */
            id: string;
            /**
             * @description What it is. Of a `reverse`: whether it was a void or a refund.
             * @example refund
             * @enum {string}
             */
            operation: "refund" | "capture" | "void" | "cancel" | "expire" | "delete";
            /**
             * @description It was asked for as `reverse`.
             * @example true
             */
            reversal?: boolean;
            /**
             * @description `unknown`: it may have been done; it is looked up, and its amount is held back until then. `queued`: the gateway has it, and money has not moved yet. `rejected`: Ottu or the gateway refused it. `refused`: nobody approved it.
             * @example succeeded
             * @enum {string}
             */
            state: "awaiting_approval" | "sending" | "unknown" | "queued" | "not_processed" | "refused" | "rejected" | "succeeded";
            /**
             * @description `ottu`: made in its dashboard or at the gateway.
             * @example api
             * @enum {string}
             */
            source: "api" | "ottu";
            /**
             * @description Null of what moves no money.
             * @example 0.500
             */
            amount: string | null;
            /** @example KWD */
            currency_code: string;
            /**
             * @description Of a refund: where the money goes.
             * @example pg
             * @enum {string}
             */
            destination?: "pg" | "wallet";
            /** @example sandboxCC3003 */
            reference_number: string | null;
            /**
             * @description Ottu's id of the child transaction.
             * @example fedcba9876543210fedcba9876543210fedcba98
             */
            session_id: string | null;
            /**
             * @description Ottu's words, for people.
             * @example null
             */
            message: string | null;
            /** @example One box arrived broken. */
            reason: string | null;
            /**
             * @description Name of the service key that asked for it.
             * @example support
             */
            requested_by: string | null;
            /**
             * @description Name of the service key that approved or refused it.
             * @example finance
             */
            decided_by?: string;
            /**
             * Format: date-time
             * @example 2026-06-02T09:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-06-02T09:00:01.000Z
             */
            updated_at: string;
        };
        OperationLinks: {
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4 */
            self: string;
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/timeline */
            timeline: string;
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/operations */
            operations: string;
        };
        OperationAnswer: {
            operation: components["schemas"]["OperationView"];
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["OperationLinks"];
        };
        OperationListAnswer: {
            /** @description Oldest first. */
            operations: components["schemas"]["OperationView"][];
            /** @description What can be done to the payment now. */
            allowed: ("refund" | "capture" | "void" | "cancel" | "expire" | "delete")[];
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["OperationLinks"];
        };
        ResolutionRequest: {
            /**
             * @description `succeeded`: it was done. `rejected`: it was not, and what it holds is released.
             * @example succeeded
             * @enum {string}
             */
            decision: "succeeded" | "rejected";
            /**
             * @description Why, in words. It stands in the timeline.
             * @example Ottu's dashboard lists the refund of 1 June.
             */
            reason: string;
        };
        SummaryRow: {
            /**
             * Format: date
             * @example 2026-06-01
             */
            day?: string;
            /** @example KWD */
            currency: string;
            /**
             * @description Of the payment, as it is now.
             * @example paid
             */
            state?: string;
            /**
             * @description Ottu's name of the gateway, or its code.
             * @example mpgs
             */
            gateway?: string | null;
            /**
             * @description `apple_pay`, `google_pay`, `token`, or `page` where the payer used the page or the SDK.
             * @example apple_pay
             */
            method?: string;
            /**
             * @description Payments that succeeded then.
             * @example 12
             */
            count: number;
            /**
             * @description What was taken for orders: paid, captured, or to be collected (`cod`).
             * @example 14.500
             */
            gross: string;
            /**
             * @description What was given back on that day, whenever it was paid.
             * @example 0.500
             */
            refunded: string;
            /**
             * @description What payers paid on top, where Ottu tells it. It is in neither `gross` nor `net`.
             * @example 0.250
             */
            fees: string;
            /**
             * @description `gross` less `refunded`; below zero with a minus.
             * @example 14.000
             */
            net: string;
        };
        DeclineRow: {
            /**
             * @description Ottu's words; null where it gave none.
             * @example Card expired.
             */
            reason: string | null;
            /** @example 3 */
            count: number;
        };
        SummaryAnswer: {
            rows: components["schemas"]["SummaryRow"][];
            /** @description Declined attempts, the most frequent reason first, fifty at most. */
            declines: components["schemas"]["DeclineRow"][];
        };
        DifferenceView: {
            /**
             * @example refunded_differs
             * @enum {string}
             */
            kind: "state_differs" | "amount_differs" | "captured_differs" | "refunded_differs" | "voided_differs" | "unknown_operation" | "missing_at_ottu";
            /**
             * @description The same in a sentence.
             * @example Ottu has given back another sum than is known here.
             */
            text: string;
            /**
             * @description A state, or an amount in the digits of `currency`.
             * @example 0.000
             */
            here: string | null;
            /**
             * @description The same by what Ottu showed.
             * @example 0.300
             */
            ottu: string | null;
        };
        DiscrepancyView: {
            /**
             * Format: uuid
             * @example 0197a3f0-5b1c-7d10-9a55-0d5ab6b2f1c4
             */
            payment_id: string;
            /** @example ORD-1001 */
            order_no: string;
            /** @example 9fd2b0b4c7f54a0d9f4c2d1e6a7b8c9d0e1f2a3b */
            session_id: string | null;
            /**
             * @example paid
             * @enum {string}
             */
            state: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
            /** @example KWD */
            currency: string;
            /**
             * Format: date-time
             * @description When Ottu was asked last.
             * @example 2026-06-02T10:15:04.000Z
             */
            compared_at: string;
            /** @description What differed then. */
            differences: components["schemas"]["DifferenceView"][];
        };
        DiscrepanciesAnswer: {
            discrepancies: components["schemas"]["DiscrepancyView"][];
            /** @description For the next page; null on the last. */
            next_cursor: string | null;
        };
        PaymentListAnswer: {
            /** @description Newest first. */
            payments: components["schemas"]["PaymentView"][];
            /**
             * @description For the next page; null on the last one.
             * @example null
             */
            next_cursor: string | null;
        };
        PaymentItem: {
            /** @example dates-500g */
            sku: string;
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
            /**
             * @description Absent where the shop named none.
             * @example 1.000
             */
            unit_price?: string;
            /** @example 1.000 */
            line_total: string;
        };
        PurchaseView: {
            items?: components["schemas"]["PaymentItem"][];
            customer?: {
                [key: string]: unknown;
            };
            billing_address?: {
                [key: string]: unknown;
            };
            shipping_address?: {
                [key: string]: unknown;
            };
            extra?: {
                [key: string]: unknown;
            };
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
            /**
             * @description Vouchers and gift cards of the cart.
             * @example [
             *       "EID"
             *     ]
             */
            codes?: string[];
        };
        PaymentDetailsAnswer: {
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["PaymentLinks"];
            purchase: components["schemas"]["PurchaseView"];
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
        };
        TimelineEntry: {
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:30.000Z
             */
            at: string;
            /** @example ottu_answered */
            event: string;
            /**
             * @example {
             *       "status": 201,
             *       "read_as": "success",
             *       "from": "sending",
             *       "to": "paid"
             *     }
             */
            details: {
                [key: string]: unknown;
            };
        };
        TimelineAnswer: {
            /** Format: uuid */
            payment_id: string;
            /** @example ORD-1001 */
            order_no: string;
            /** @description Oldest first. */
            entries: components["schemas"]["TimelineEntry"][];
        };
        ReviewRequest: {
            /**
             * @description `accept`: it is paid. `reject`: it is not, and ends as `canceled`.
             * @example accept
             * @enum {string}
             */
            decision: "accept" | "reject";
            /**
             * @description Why, in words. It stands in the timeline.
             * @example The bank statement of 1 June shows 0.500 KWD; the shopper paid the rest in the shop.
             */
            reason: string;
            /**
             * @description To `accept` a payment of which Ottu shows no success.
             * @example false
             */
            confirm_without_ottu?: boolean;
            /**
             * @description To `reject` a payment of which Ottu shows a success: the money was given back.
             * @example false
             */
            given_back?: boolean;
        };
        TransactionPaymentMethod: {
            /**
             * @description The gateway code.
             * @example credit-card
             */
            code: string;
            /** @example Credit Card */
            name: string;
            /**
             * @description Fee included.
             * @example 12.750
             */
            amount: string;
            /** @example KWD */
            currency_code: string;
            /** @example 0.250 */
            fee: string;
            /** @example Service fee */
            fee_description: string;
            /** @example redirect */
            flow?: string;
            /** @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123 */
            redirect_url?: string | null;
        } & {
            [key: string]: unknown;
        };
        TransactionAnswer: {
            /**
             * @description The key of everything.
             * @example 0123456789abcdef0123456789abcdef01234567
             */
            session_id: string;
            /**
             * @example created
             * @enum {string}
             */
            state: "created" | "pending" | "attempted" | "authorized" | "paid" | "failed" | "canceled" | "expired" | "invalided" | "refunded" | "cod";
            /** @example e_commerce */
            type: string;
            /**
             * @description With the digits of its currency.
             * @example 12.500
             */
            amount: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes: string[];
            /**
             * @description Decided by the gateway.
             * @example purchase
             * @enum {string}
             */
            operation?: "purchase" | "authorize";
            /** @example one_off */
            payment_type?: string;
            /** @example ORD-1001 */
            order_no?: string;
            /**
             * @description Where the payer goes.
             * @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123
             */
            checkout_url?: string;
            payment_methods?: components["schemas"]["TransactionPaymentMethod"][];
            /**
             * @description The gateway that settled.
             * @example credit-card
             */
            settled_pg_code?: string;
            /** @example 1 00:00:00 */
            expiration_time?: string;
            /** @example 01/06/2026 10:00:00 */
            due_datetime?: string;
            /** @description With `shortify_checkout_url`. */
            checkout_short_url?: string;
            /** @description With `generate_qr_code`. */
            qr_code_url?: string;
            /** @description With `include_sdk_setup_preload`: what the Checkout SDK needs. Not again on a replay. */
            sdk_setup_preload_payload?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        DeliveryAddress: {
            /** @example Block 4, Street 12 */
            line1: string;
            line2?: string;
            /** @example Kuwait City */
            city: string;
            state?: string;
            /** @example KW */
            country: string;
            /** @example 13001 */
            postal_code?: string;
            /** @example Sara */
            first_name: string;
            /** @example Al-Test */
            last_name: string;
            /**
             * Format: email
             * @example sara@example.com
             */
            email: string;
            /** @example +96550000001 */
            phone: string;
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
        CardAcceptanceCriteria: {
            /**
             * @description Days that a card must still be valid; 30 for `auto_debit` when left out.
             * @example 30
             */
            min_expiry_time?: number | string;
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
        Loyalty: {
            /** @example true */
            enabled: boolean;
            /**
             * @description `order_no` when left out.
             * @example LOY-SPRING-1
             */
            reference?: string;
            /**
             * @example {
             *       "campaign_id": "spring"
             *     }
             */
            metadata?: {
                [key: string]: unknown;
            };
        };
        CreateTransactionRequest: {
            /**
             * @description `one_off` when left out. `auto_pay` begins a subscription by the member `autopay`, which Ottu judges.
             * @enum {string}
             */
            payment_type?: "one_off" | "auto_debit" | "save_card" | "auto_pay";
            /** @description With `payment_type: auto_debit` or `auto_pay`, and only then. `{id, type}` names one that exists already. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it. MPGS takes 37 characters.
             * @example ORD-1001
             */
            order_no?: string;
            /**
             * @description Owner of saved cards and wallets; needed for `auto_debit`, `save_card` and a wallet.
             * @example cust-77
             */
            customer_id?: string;
            /** @example sara@example.com */
            customer_email?: string;
            /** @example +96550000001 */
            customer_phone?: string;
            customer_phone_2?: string;
            /** @example Sara */
            customer_first_name?: string;
            /** @example Al-Test */
            customer_last_name?: string;
            /**
             * Format: date
             * @example 1990-04-23
             */
            customer_birthdate?: string;
            billing_address?: components["schemas"]["BillingAddress"];
            shipping_address?: components["schemas"]["DeliveryAddress"];
            /**
             * @description `en` when left out.
             * @enum {string}
             */
            language?: "en" | "ar";
            /**
             * Format: uri
             * @description Where the payer returns to; a deep link into an app, too.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            /**
             * Format: uri
             * @description This service's own when left out. With an address of yours Ottu reports to you, and this service follows the payment by asking Ottu.
             * @example https://shop.example/ottu/webhook
             */
            webhook_url?: string;
            /**
             * @description How long it can be paid; a day when left out, half an hour for a charge.
             * @example 00:50:00
             */
            expiration_time?: string;
            /**
             * @description A reminder only; it can be paid afterwards.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
            notifications?: components["schemas"]["Notifications"];
            /**
             * @description The merchant's own people.
             * @example [
             *       "orders@shop.example"
             *     ]
             */
            email_recipients?: string[];
            /** @description must be sent as multipart/form-data; in JSON, upload the file first and name it in attachment_upload_url */
            attachment?: string;
            /**
             * @description The `file_url` of an uploaded attachment.
             * @example payment_transactions/attachments/invoice.pdf
             */
            attachment_upload_url?: string;
            card_acceptance_criteria?: components["schemas"]["CardAcceptanceCriteria"];
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            product_type?: string;
            vendor_name?: string;
            /** @description An active user of the merchant. */
            initiator_id?: number | string;
            /** @description Adds `qr_code_url` to the answer. */
            generate_qr_code?: boolean;
            /** @description Adds `checkout_short_url` to the answer. */
            shortify_checkout_url?: boolean;
            /** @description Adds `attachment_short_url` to the answer. */
            shortify_attachment_url?: boolean;
            /** @description Adds `sdk_setup_preload_payload` to the answer. */
            include_sdk_setup_preload?: boolean;
            /** @description Prepares the checkout page; ignored by Ottu on changes. */
            preload_checkout_page?: boolean;
            branding_options?: components["schemas"]["BrandingOptions"];
            loyalty?: components["schemas"]["Loyalty"] | null;
            /** @description Slug of a unit of the merchant. */
            unit_code?: string;
            mode?: string;
            /**
             * @example e_commerce
             * @enum {string}
             */
            type: "e_commerce" | "payment_request";
            /**
             * @description At most as many decimals as the currency has; reaches Ottu as it is spelled. `"0"` for `save_card`.
             * @example 12.5
             */
            amount: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description The payer picks one of them; exactly one with `payment_instrument`.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes: string[];
            /** @description Pays at once: needs the scope `payments:charge` and an `Idempotency-Key`, and is answered as a charge. */
            payment_instrument?: components["schemas"]["PaymentInstrument"];
        };
        UpdateTransactionRequest: {
            /**
             * @description `one_off` when left out. `auto_pay` begins a subscription by the member `autopay`, which Ottu judges.
             * @enum {string}
             */
            payment_type?: "one_off" | "auto_debit" | "save_card" | "auto_pay";
            /** @description With `payment_type: auto_debit` or `auto_pay`, and only then. `{id, type}` names one that exists already. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it. MPGS takes 37 characters.
             * @example ORD-1001
             */
            order_no?: string;
            /**
             * @description Owner of saved cards and wallets; needed for `auto_debit`, `save_card` and a wallet.
             * @example cust-77
             */
            customer_id?: string;
            /** @example sara@example.com */
            customer_email?: string;
            /** @example +96550000001 */
            customer_phone?: string;
            customer_phone_2?: string;
            /** @example Sara */
            customer_first_name?: string;
            /** @example Al-Test */
            customer_last_name?: string;
            /**
             * Format: date
             * @example 1990-04-23
             */
            customer_birthdate?: string;
            billing_address?: components["schemas"]["BillingAddress"];
            shipping_address?: components["schemas"]["DeliveryAddress"];
            /**
             * @description `en` when left out.
             * @enum {string}
             */
            language?: "en" | "ar";
            /**
             * Format: uri
             * @description Where the payer returns to; a deep link into an app, too.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            /**
             * Format: uri
             * @description This service's own when left out. With an address of yours Ottu reports to you, and this service follows the payment by asking Ottu.
             * @example https://shop.example/ottu/webhook
             */
            webhook_url?: string;
            /**
             * @description How long it can be paid; a day when left out, half an hour for a charge.
             * @example 00:50:00
             */
            expiration_time?: string;
            /**
             * @description A reminder only; it can be paid afterwards.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
            notifications?: components["schemas"]["Notifications"];
            /**
             * @description The merchant's own people.
             * @example [
             *       "orders@shop.example"
             *     ]
             */
            email_recipients?: string[];
            /** @description must be sent as multipart/form-data; in JSON, upload the file first and name it in attachment_upload_url */
            attachment?: string;
            /**
             * @description The `file_url` of an uploaded attachment.
             * @example payment_transactions/attachments/invoice.pdf
             */
            attachment_upload_url?: string;
            card_acceptance_criteria?: components["schemas"]["CardAcceptanceCriteria"];
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            product_type?: string;
            vendor_name?: string;
            /** @description An active user of the merchant. */
            initiator_id?: number | string;
            /** @description Adds `qr_code_url` to the answer. */
            generate_qr_code?: boolean;
            /** @description Adds `checkout_short_url` to the answer. */
            shortify_checkout_url?: boolean;
            /** @description Adds `attachment_short_url` to the answer. */
            shortify_attachment_url?: boolean;
            /** @description Adds `sdk_setup_preload_payload` to the answer. */
            include_sdk_setup_preload?: boolean;
            /** @description Prepares the checkout page; ignored by Ottu on changes. */
            preload_checkout_page?: boolean;
            branding_options?: components["schemas"]["BrandingOptions"];
            loyalty?: components["schemas"]["Loyalty"] | null;
            /** @description Slug of a unit of the merchant. */
            unit_code?: string;
            mode?: string;
            /**
             * @example e_commerce
             * @enum {string}
             */
            type?: "e_commerce" | "payment_request";
            /**
             * @description At most as many decimals as the currency has; reaches Ottu as it is spelled. `"0"` for `save_card`.
             * @example 12.5
             */
            amount?: string;
            /** @example KWD */
            currency_code?: string;
            /**
             * @description The payer picks one of them; exactly one with `payment_instrument`.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes?: string[];
        };
        ReplaceTransactionRequest: {
            /**
             * @description `one_off` when left out. `auto_pay` begins a subscription by the member `autopay`, which Ottu judges.
             * @enum {string}
             */
            payment_type?: "one_off" | "auto_debit" | "save_card" | "auto_pay";
            /** @description With `payment_type: auto_debit` or `auto_pay`, and only then. `{id, type}` names one that exists already. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it. MPGS takes 37 characters.
             * @example ORD-1001
             */
            order_no?: string;
            /**
             * @description Owner of saved cards and wallets; needed for `auto_debit`, `save_card` and a wallet.
             * @example cust-77
             */
            customer_id?: string;
            /** @example sara@example.com */
            customer_email?: string;
            /** @example +96550000001 */
            customer_phone?: string;
            customer_phone_2?: string;
            /** @example Sara */
            customer_first_name?: string;
            /** @example Al-Test */
            customer_last_name?: string;
            /**
             * Format: date
             * @example 1990-04-23
             */
            customer_birthdate?: string;
            billing_address?: components["schemas"]["BillingAddress"];
            shipping_address?: components["schemas"]["DeliveryAddress"];
            /**
             * @description `en` when left out.
             * @enum {string}
             */
            language?: "en" | "ar";
            /**
             * Format: uri
             * @description Where the payer returns to; a deep link into an app, too.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            /**
             * Format: uri
             * @description This service's own when left out. With an address of yours Ottu reports to you, and this service follows the payment by asking Ottu.
             * @example https://shop.example/ottu/webhook
             */
            webhook_url?: string;
            /**
             * @description How long it can be paid; a day when left out, half an hour for a charge.
             * @example 00:50:00
             */
            expiration_time?: string;
            /**
             * @description A reminder only; it can be paid afterwards.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
            notifications?: components["schemas"]["Notifications"];
            /**
             * @description The merchant's own people.
             * @example [
             *       "orders@shop.example"
             *     ]
             */
            email_recipients?: string[];
            /** @description must be sent as multipart/form-data; in JSON, upload the file first and name it in attachment_upload_url */
            attachment?: string;
            /**
             * @description The `file_url` of an uploaded attachment.
             * @example payment_transactions/attachments/invoice.pdf
             */
            attachment_upload_url?: string;
            card_acceptance_criteria?: components["schemas"]["CardAcceptanceCriteria"];
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
            product_type?: string;
            vendor_name?: string;
            /** @description An active user of the merchant. */
            initiator_id?: number | string;
            /** @description Adds `qr_code_url` to the answer. */
            generate_qr_code?: boolean;
            /** @description Adds `checkout_short_url` to the answer. */
            shortify_checkout_url?: boolean;
            /** @description Adds `attachment_short_url` to the answer. */
            shortify_attachment_url?: boolean;
            /** @description Adds `sdk_setup_preload_payload` to the answer. */
            include_sdk_setup_preload?: boolean;
            /** @description Prepares the checkout page; ignored by Ottu on changes. */
            preload_checkout_page?: boolean;
            branding_options?: components["schemas"]["BrandingOptions"];
            loyalty?: components["schemas"]["Loyalty"] | null;
            /** @description Slug of a unit of the merchant. */
            unit_code?: string;
            mode?: string;
            /**
             * @example e_commerce
             * @enum {string}
             */
            type: "e_commerce" | "payment_request";
            /**
             * @description At most as many decimals as the currency has; reaches Ottu as it is spelled. `"0"` for `save_card`.
             * @example 12.5
             */
            amount: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description The payer picks one of them; exactly one with `payment_instrument`.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes: string[];
        };
        CartCustomer: {
            /**
             * Format: email
             * @example sara@example.com
             */
            email?: string;
            /**
             * @description With its country code, or as it is dialled in the country of the address (`billing_address`, else `shipping_address`, else `DEFAULT_COUNTRY`); kept and answered as E.164.
             * @example +96550000001
             */
            phone?: string;
            /** @example +96522000002 */
            phone_2?: string;
            /** @example Sara */
            first_name?: string;
            /** @example Al-Test */
            last_name?: string;
            /**
             * Format: date
             * @example 1990-04-23
             */
            birthdate?: string;
        };
        CartBillingAddress: {
            /** @example Block 4, Street 12 */
            line1?: string;
            /** @example Floor 2 */
            line2?: string;
            /** @example Kuwait City */
            city?: string;
            /** @example Al Asimah */
            state?: string;
            /**
             * @description Its code of ISO 3166-1 (`KW`, `kw`, `KWT`), or its name in English or Arabic; kept and answered as `KW`.
             * @example KW
             */
            country?: string;
            /** @example 13001 */
            postal_code?: string;
        };
        CartShippingAddress: {
            /** @example Block 4, Street 12 */
            line1?: string;
            /** @example Floor 2 */
            line2?: string;
            /** @example Kuwait City */
            city?: string;
            /** @example Al Asimah */
            state?: string;
            /**
             * @description Its code of ISO 3166-1 (`KW`, `kw`, `KWT`), or its name in English or Arabic; kept and answered as `KW`.
             * @example KW
             */
            country?: string;
            /** @example 13001 */
            postal_code?: string;
            /** @example Sara */
            first_name?: string;
            /** @example Al-Test */
            last_name?: string;
            /**
             * Format: email
             * @example sara@example.com
             */
            email?: string;
            /**
             * @description With its country code, or as it is dialled in the address's `country`, else in `DEFAULT_COUNTRY`; kept and answered as E.164.
             * @example +96550000001
             */
            phone?: string;
        };
        BuyNowIntentRequest: {
            /** @example DATES-KHALAS */
            sku: string;
            /**
             * @description 1 when left out.
             * @example 1
             */
            quantity?: number;
            /**
             * @description All prices of the cart are in it. It never changes.
             * @example KWD
             */
            currency_code: string;
            /**
             * @description Of Ottu's pages. `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example en
             */
            language?: string;
            customer?: components["schemas"]["CartCustomer"];
            billing_address?: components["schemas"]["CartBillingAddress"];
            shipping_address?: components["schemas"]["CartShippingAddress"];
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
             * @description Vouchers and gift cards, for the quote of the shop. A list that is given takes the place of the whole.
             * @example [
             *       "EID"
             *     ]
             */
            codes?: string[];
            /**
             * Format: uri
             * @description Where the payer comes back to: one of those the shop allows.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            /**
             * @description The merchant's own name of the order, for answers about its payments, events and searches. Only with a service key: never from a browser.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /** @description What a solved challenge gave, when the answer before asked for one. */
            challenge_token?: string;
        };
        CartText: {
            /** @example Khalas dates, 1 kg box */
            en: string;
            /** @example تمر خلاص، علبة ١ كغ */
            ar: string;
        };
        CartLine: {
            /** @example DATES-KHALAS */
            sku: string;
            name: components["schemas"]["CartText"];
            /** @example 2 */
            quantity: number;
            /**
             * @description For show; absent where the shop names none. Of "three for 1.000" it is near a third.
             * @example 3.750
             */
            unit_price?: string;
            /**
             * @description What the line costs.
             * @example 7.500
             */
            line_total: string;
        };
        CartDiscount: {
            /** @example WELCOME */
            code?: string;
            /**
             * @example {
             *       "en": "Welcome",
             *       "ar": "أهلاً"
             *     }
             */
            name: components["schemas"]["CartText"];
            /**
             * @description What is taken off, above zero.
             * @example 0.500
             */
            amount: string;
        };
        CartFee: {
            /** @example GIFT-WRAP */
            code?: string;
            /**
             * @example {
             *       "en": "Gift wrapping",
             *       "ar": "تغليف هدية"
             *     }
             */
            name: components["schemas"]["CartText"];
            /**
             * @description What comes on top.
             * @example 0.250
             */
            amount: string;
        };
        CartView: {
            /**
             * Format: uuid
             * @example 0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90
             */
            id: string;
            /**
             * @description Goes up by one with each change.
             * @example 3
             */
            version: number;
            /**
             * @description `frozen`: it is being paid, and edits are refused. `paid`, `abandoned` and `expired` carts never open again.
             * @example open
             * @enum {string}
             */
            state: "open" | "frozen" | "paid" | "abandoned" | "expired";
            /**
             * Format: date-time
             * @description Of a cart that is held for the Checkout SDK: until when at most. It opens sooner when the payment fails.
             * @example 2026-06-01T10:32:30.000Z
             */
            held_until?: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @example ar
             * @enum {string|null}
             */
            language: "en" | "ar" | null;
            /** @description In the order in which they were put in. */
            items: components["schemas"]["CartLine"][];
            /** @description Only when something is taken off. */
            discounts?: components["schemas"]["CartDiscount"][];
            /** @description Only when something comes on top. */
            fees?: components["schemas"]["CartFee"][];
            /**
             * @description Only when the shop's quote has it.
             * @example 1.000
             */
            shipping?: string;
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
            customer: components["schemas"]["CartCustomer"] | null;
            billing_address: components["schemas"]["CartBillingAddress"] | null;
            shipping_address: components["schemas"]["CartShippingAddress"] | null;
            /**
             * @description The merchant's own members.
             * @example {
             *       "gift_wrap": true
             *     }
             */
            extra: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Vouchers and gift cards; `discounts` says what they are worth.
             * @example [
             *       "EID"
             *     ]
             */
            codes: string[];
            /**
             * @description Where Ottu's page sends the payer back to.
             * @example https://shop.example.com/thanks
             */
            redirect_url: string | null;
            /** @description What the payment of the cart agrees to, to be shown to the shopper; only where a server gave it. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description Whether the cart is bound to a signed-in customer.
             * @example false
             */
            signed_in: boolean;
            /**
             * Format: date-time
             * @description An unused cart is over then. Each change moves it on.
             * @example 2026-06-08T10:15:30.000Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:30.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            updated_at: string;
        };
        SdkView: {
            /**
             * @description Ottu's public key; it may be seen by anybody.
             * @example pk_1
             */
            public_key: string | null;
            /** @example sandbox.ottu.net */
            merchant_id: string | null;
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
        CheckoutView: {
            /**
             * @description Ottu's session.
             * @example 0123456789abcdef0123456789abcdef01234567
             */
            session_id: string;
            /**
             * @description Ottu's own checkout page.
             * @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123456789abcdef0123456789abcdef01234567
             */
            checkout_url: string | null;
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
             * @description The cart went on without an earlier try to pay it, of which it is not known yet what became. It is looked at before each new one; where it was paid after all the cart is closed.
             * @enum {string}
             */
            earlier_payment?: "checking";
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
        CartItem: {
            /** @example DATES-KHALAS */
            sku: string;
            /** @example 2 */
            quantity: number;
        };
        CreateCartRequest: {
            /**
             * @description All prices of the cart are in it. It never changes.
             * @example KWD
             */
            currency_code: string;
            /** @description Priced by the catalog; each SKU once. */
            items?: components["schemas"]["CartItem"][];
            /**
             * @description Of Ottu's pages. `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example ar
             */
            language?: string;
            customer?: components["schemas"]["CartCustomer"];
            billing_address?: components["schemas"]["CartBillingAddress"];
            shipping_address?: components["schemas"]["CartShippingAddress"];
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
             * @description Vouchers and gift cards, for the quote of the shop. A list that is given takes the place of the whole.
             * @example [
             *       "EID"
             *     ]
             */
            codes?: string[];
            /**
             * Format: uri
             * @description Where the payer comes back to: one of those the shop allows.
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            /**
             * @description The merchant's own name of the order, for answers about its payments, events and searches. Only with a service key: never from a browser.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /** @description What the payment of this cart agrees to, for `POST /v1/auto-debits` later. Only with a service key, and together with `customer_id`: the cart is that customer's from its beginning, is checked out with the customer's JWT, and is paid on Ottu's page. */
            agreement?: components["schemas"]["Agreement"];
            /**
             * @description Whose agreement it is: the `sub` of the customer. Goes with `agreement`.
             * @example cust-77
             */
            customer_id?: string;
            /** @description What a solved challenge gave, when the answer before asked for one. */
            challenge_token?: string;
        };
        NewCartAnswer: {
            cart: components["schemas"]["CartView"];
            /**
             * @description The secret of this cart, for the `Cart-Token` header. It is given in this answer only.
             * @example ct_qj8J0Vb3m4cXl1u3J0m8r0f6c0XyQk6gq8m2H5o1tWs
             */
            cart_token: string;
        };
        CartAnswer: {
            cart: components["schemas"]["CartView"];
        };
        ChangeCartRequest: {
            /**
             * @description `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example en
             */
            language?: string | null;
            customer?: components["schemas"]["CartCustomer"] | null;
            billing_address?: components["schemas"]["CartBillingAddress"] | null;
            shipping_address?: components["schemas"]["CartShippingAddress"] | null;
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
             * @description Vouchers and gift cards, for the quote of the shop. A list that is given takes the place of the whole.
             * @example [
             *       "EID"
             *     ]
             */
            codes?: string[] | null;
            /**
             * Format: uri
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string | null;
        };
        ChangedCartAnswer: {
            cart: components["schemas"]["CartView"];
            /**
             * @description Only when the cart was bound to this customer by this request, or by an earlier one whose answer was lost: the new secret of the cart. The old one opens nothing else any more.
             * @example ct_qj8J0Vb3m4cXl1u3J0m8r0f6c0XyQk6gq8m2H5o1tWs
             */
            cart_token?: string;
        };
        SetItemRequest: {
            /**
             * @description How many there shall be, whatever there are now.
             * @example 2
             */
            quantity: number;
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
        PayCartRequest: {
            /**
             * @description With `payload`, or `card_id` instead.
             * @example apple_pay
             * @enum {string}
             */
            wallet?: "apple_pay" | "google_pay";
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
             * @description Instead of `wallet` and `payload`: the id of one of the signed-in customer's saved cards.
             * @example q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE
             */
            card_id?: string;
            /** @description What a solved challenge gave, when the answer before asked for one. */
            challenge_token?: string;
        };
        ActionView: {
            /** @enum {string} */
            type: "redirect" | "iframe";
            /** @description The page to go to. */
            url?: string;
            /** @description What to show in a frame. */
            html?: string;
        };
        PaymentStatusView: {
            /**
             * @description `checking`: it is not known yet whether money moved; never let the shopper pay again, follow the status. `declined` and `try_another_method`: nothing was charged, the cart is open again.
             * @example paid
             * @enum {string}
             */
            status: "open" | "checking" | "action_required" | "paid" | "authorized" | "cash_on_delivery" | "declined" | "try_another_method" | "expired";
            /** @description What the shopper's bank wants done (3-D Secure). */
            action_required?: components["schemas"]["ActionView"];
            /**
             * Format: date-time
             * @description While the cart is held: until when at most, where that is known. People who look at it take their time.
             * @example 2026-06-01T10:32:30.000Z
             */
            held_until?: string;
            /**
             * @description The cart went on without an earlier try to pay it, of which it is not known yet what became. It is looked at before each new one; where it was paid after all the cart is closed.
             * @enum {string}
             */
            earlier_payment?: "checking";
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
             * @description For questions to the shop.
             * @example 7QX9V6B3M1K8T4R2W5Y0Z3A6C9
             */
            order_no: string | null;
            /**
             * @description What the cart costs, or what was paid.
             * @example 12.500
             */
            amount: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description Of the cart.
             * @example 3
             */
            version: number;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            updated_at: string;
        };
        PaymentStatusAnswer: {
            payment: components["schemas"]["PaymentStatusView"];
        };
        SavedCardView: {
            /**
             * @description This service's own name for the card, good for its owner only. Not the card's token at Ottu.
             * @example q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE
             */
            id: string;
            /** @example VISA */
            brand: string | null;
            /**
             * @description The last four digits.
             * @example 1019
             */
            last_four: string | null;
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
            /** @example Noura Al-Sabah */
            name_on_card: string | null;
            /**
             * @description The gateway that keeps it. A shopper sees cards of the gateways that he is offered.
             * @example credit-card
             */
            pg_code: string | null;
            /**
             * @description The one that the customer wants offered first.
             * @example true
             */
            is_preferred: boolean;
            /** @example false */
            is_expired: boolean;
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
        };
        SavedCardsAnswer: {
            /** @description Empty when there are none. The preferred one comes first. */
            cards: components["schemas"]["SavedCardView"][];
        };
        CustomerCardView: {
            /**
             * @description This service's own name for the card, good for its owner only. Not the card's token at Ottu.
             * @example q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE
             */
            id: string;
            /** @example VISA */
            brand: string | null;
            /**
             * @description The last four digits.
             * @example 1019
             */
            last_four: string | null;
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
            /** @example Noura Al-Sabah */
            name_on_card: string | null;
            /**
             * @description The gateway that keeps it. A shopper sees cards of the gateways that he is offered.
             * @example credit-card
             */
            pg_code: string | null;
            /**
             * @description The one that the customer wants offered first.
             * @example true
             */
            is_preferred: boolean;
            /** @example false */
            is_expired: boolean;
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
             * @description Ottu's word; where it says nothing, whether the card ends within 30 days, which an auto-debit minds.
             * @example false
             */
            will_expire_soon: boolean;
            /**
             * @description Ids of the agreements that are paid with it.
             * @example [
             *       "AGR-9"
             *     ]
             */
            agreements: string[];
        };
        CustomerCardsAnswer: {
            /** @description Empty when there are none. The preferred one comes first. */
            cards: components["schemas"]["CustomerCardView"][];
        };
        CardSetupCustomer: {
            /**
             * Format: email
             * @example sara@example.com
             */
            email?: string;
            /**
             * @description With its country code, or as it is dialled in the country of `DEFAULT_COUNTRY`; kept and sent to Ottu as E.164.
             * @example +96550000001
             */
            phone?: string;
            /** @example Sara */
            first_name?: string;
            /** @example Al-Test */
            last_name?: string;
        };
        CustomerCardSetupRequest: {
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
            /**
             * @description Gateways that keep cards. Those of `OTTU_PG_CODES` that do when left out.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes?: string[];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it.
             * @example CARD-1001
             */
            order_no?: string;
            /**
             * @description The merchant's own name of it, for answers, events and searches. Ottu is not told.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
        };
        CustomerCardSetupAnswer: {
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["PaymentLinks"];
            /**
             * @description Ottu's page, on which the payer types the card. Nothing is charged there.
             * @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123
             */
            checkout_url: string;
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
        AttachmentAnswer: {
            /**
             * @description Where Ottu keeps it, relative to its media address. Usable as `attachment_upload_url` of any number of transactions.
             * @example payment_transactions/attachments/invoice.pdf
             */
            file_url: string;
            /** @example invoice.pdf */
            original_filename: string;
            /**
             * @description With `shortify_attachment_url`.
             * @example https://merchant.ottu.net/b/x7Yz
             */
            attachment_short_url?: string;
        };
        PaymentLinkRequest: {
            /** @description Priced by the catalog. Either this or `amount`. */
            items?: components["schemas"]["BuyNowItem"][];
            /**
             * @description Above zero, in the digits of the currency. Either this or `items`.
             * @example 12.500
             */
            amount?: string;
            /** @example KWD */
            currency_code: string;
            /**
             * @description The payer picks one of them. Those of `OTTU_PG_CODES` when left out.
             * @example [
             *       "credit-card"
             *     ]
             */
            pg_codes?: string[];
            /**
             * @description Made by this service when left out. Used once, unless nothing came of it.
             * @example LINK-1001
             */
            order_no?: string;
            /**
             * @description The merchant's own name of the order, for answers, events and searches. Ottu is not told.
             * @example طلب ٢٠٢٦/١٠٠١
             */
            merchant_reference?: string;
            customer?: components["schemas"]["Customer"];
            billing_address?: components["schemas"]["BillingAddress"];
            shipping_address?: components["schemas"]["ShippingAddress"];
            /** @description Which messages Ottu sends to the payer, and by what. `created` is the message with the link; without it nothing is sent, and the link is yours to pass on. */
            notifications?: components["schemas"]["Notifications"];
            /**
             * @description How long it can be paid; a day when left out.
             * @example 3 00:00:00
             */
            expiration_time?: string;
            /**
             * @description A reminder only; it can be paid afterwards.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
            /**
             * @description The `file_url` of an uploaded attachment.
             * @example payment_transactions/attachments/invoice.pdf
             */
            attachment_upload_url?: string;
            /**
             * @description Of Ottu's page and messages. `en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.
             * @example ar
             */
            language?: string;
            /**
             * Format: uri
             * @description Where the payer comes back to: one of those the shop allows (`REDIRECT_URLS`).
             * @example https://shop.example.com/thanks
             */
            redirect_url?: string;
            /** @description The merchant's own members; Ottu returns them in its webhooks. */
            extra?: {
                [key: string]: unknown;
            };
        };
        PaymentLinkView: {
            /**
             * Format: uuid
             * @description Of the link, and of its payment.
             */
            id: string;
            /**
             * @description Ottu's page, which the payer opens; null while it is not known whether Ottu has made it.
             * @example https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123
             */
            url: string | null;
            /**
             * @description The same, short, where Ottu gave one.
             * @example https://sandbox.ottu.net/b/aB3x
             */
            short_url?: string;
            /**
             * @description Of its payment.
             * @example created
             * @enum {string}
             */
            state: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
            /**
             * @description Whether a payer can pay it now, as far as is known here.
             * @example true
             */
            open: boolean;
            /** @example 12.500 */
            amount: string;
            /** @example KWD */
            currency_code: string;
            /** @example LINK-1001 */
            order_no: string;
            /** @example طلب ٢٠٢٦/١٠٠١ */
            merchant_reference?: string;
            /**
             * Format: date-time
             * @description From when on it cannot be paid, once Ottu has said so.
             */
            expires_at: string | null;
            /**
             * @description As it was given.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
            /** @example payment_transactions/attachments/invoice.pdf */
            attachment_upload_url?: string;
            /**
             * @description Which messages Ottu sends to the payer, by channel.
             * @example {
             *       "sms": [
             *         "created",
             *         "paid"
             *       ]
             *     }
             */
            notifications: {
                [key: string]: string[];
            };
            /** Format: date-time */
            created_at: string;
        };
        PaymentLinkLinks: {
            /** @example /v1/payment-links/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4 */
            self: string;
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4 */
            payment: string;
            /** @example /v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/timeline */
            timeline: string;
        };
        PaymentLinkAnswer: {
            payment_link: components["schemas"]["PaymentLinkView"];
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["PaymentLinkLinks"];
        };
        PaymentLinkListAnswer: {
            /** @description Newest first. */
            payment_links: components["schemas"]["PaymentLinkView"][];
            /**
             * @description For the next page; null on the last one.
             * @example null
             */
            next_cursor: string | null;
        };
        PaymentLinkChange: {
            /**
             * @description The new amount, in the currency of the link; for links that were made by an amount.
             * @example 10.000
             */
            amount?: string;
            /**
             * @description The `amount` of the link as it was on the screen of whoever asks; required with `amount`. When it is another one by now, nothing is changed (`link_changed`).
             * @example 12.500
             */
            expected_amount?: string;
            /**
             * @description How long it can be paid, counted as Ottu counts it.
             * @example 00:50:00
             */
            expiration_time?: string;
            /**
             * @description A reminder only; it can be paid afterwards.
             * @example 31/12/2026 18:00
             */
            due_datetime?: string;
        };
        ResendRequest: {
            /**
             * @description All by which the link was announced, when left out.
             * @example [
             *       "sms"
             *     ]
             */
            channels?: ("email" | "sms" | "whatsapp")[];
        };
        ResendAnswer: {
            payment_link: components["schemas"]["PaymentLinkView"];
            payment: components["schemas"]["PaymentView"];
            links: components["schemas"]["PaymentLinkLinks"];
            /** @description By which Ottu was asked to send it. */
            sent: ("email" | "sms" | "whatsapp")[];
            /**
             * @description Ottu's own words.
             * @example Customer notified.
             */
            message: string | null;
        };
        OfferedService: {
            /** @example apple_pay */
            code: string;
            /** @example Apple Pay */
            name?: string;
            /** @example أبل باي */
            name_ar?: string;
        };
        OfferedMethod: {
            /**
             * @description What a cart is paid with.
             * @example credit-card
             */
            code: string;
            /** @example Credit Card */
            name: string;
            /** @example https://sandbox.ottu.net/static/icons/credit-card.svg */
            logo?: string;
            /** @example KWD */
            default_currency?: string;
            /**
             * @example [
             *       "KWD",
             *       "SAR"
             *     ]
             */
            accepted_currencies: string[];
            /** @description Wallets that work through it. */
            payment_services: components["schemas"]["OfferedService"][];
        };
        OfferedMethodsAnswer: {
            /** @description In the order in which the merchant wants them offered. */
            payment_methods: components["schemas"]["OfferedMethod"][];
        };
        PaymentMethodsQuery: {
            /**
             * @description `e_commerce` or `payment_request`.
             * @example e_commerce
             */
            plugin: string;
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
            /** @example true */
            tokenizable?: boolean | ("true" | "false");
            /** @example true */
            auto_debit?: boolean | ("true" | "false");
            /**
             * @description Names of gateways.
             * @example [
             *       "mpgs"
             *     ]
             */
            pg_names?: string[];
            /**
             * @example sandbox
             * @enum {string}
             */
            type?: "sandbox" | "production";
            /**
             * @description Gateways that have one of them.
             * @example [
             *       "e_commerce"
             *     ]
             */
            tags?: ("e_commerce" | "crm" | "pos" | "invoicing" | "subscriptions" | "marketplace" | "mobile_app" | "ticket_booking" | "donations" | "government" | "education" | "healthcare" | "insurance" | "logistics" | "hospitality" | "real_estate" | "retail" | "telecom" | "utilities" | "demo" | "test")[];
            /**
             * @description Gateways that have one of them.
             * @example [
             *       "apple_pay"
             *     ]
             */
            payment_services?: ("apple_pay" | "google_pay" | "samsung_pay" | "wallet")[];
        };
        ListedGateway: {
            /**
             * @description The gateway code.
             * @example credit-card
             */
            code: string;
            /** @example Credit Card */
            name: string;
            /** @example true */
            is_sandbox: boolean;
            /**
             * @example [
             *       "KWD",
             *       "USD"
             *     ]
             */
            accepted_currencies: string[];
            /** @example purchase */
            operation: string;
            /**
             * @example [
             *       "refund",
             *       "void"
             *     ]
             */
            operations: string[];
            /** @example true */
            is_tokenizable: boolean;
            /** @example true */
            auto_debit_enabled: boolean;
        } & {
            [key: string]: unknown;
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
        InboxEntryView: {
            /** @example 1042 */
            id: string;
            /** @enum {string} */
            kind: "payment" | "operation";
            /**
             * @description Which of the two signatures it has.
             * @enum {string}
             */
            scheme: "standard" | "autopay";
            /**
             * @example processed
             * @enum {string}
             */
            state: "received" | "processed" | "unmatched" | "failed";
            /** @example ORD-1001 */
            order_no: string | null;
            /**
             * @description As the event names it.
             * @example 0123456789abcdef0123456789abcdef01234567
             */
            session_id: string | null;
            /**
             * Format: uuid
             * @example 5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4
             */
            payment_id: string | null;
            /**
             * @description Why Ottu was asked about it; null when it was not needed.
             * @example [
             *       "session_id_differs"
             *     ]
             */
            doubts: string[] | null;
            /**
             * @description Why the last try did not finish it.
             * @example no_answer
             */
            trouble: string | null;
            /** @example 1 */
            tries: number;
            /**
             * Format: date-time
             * @example null
             */
            next_try_at: string | null;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:30.000Z
             */
            received_at: string;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            finished_at: string | null;
            /**
             * @description Of the body as it was sent, in hex.
             * @example aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
             */
            body_sha256: string;
        };
        InboxAnswer: {
            events: components["schemas"]["InboxEntryView"][];
            /**
             * @description `cursor` of the next page; null on the last.
             * @example 1041
             */
            next_cursor: string | null;
        };
        InboxEntryAnswer: {
            event: components["schemas"]["InboxEntryView"];
        };
        EventReceived: {
            /** @enum {string} */
            detail: "Success";
        };
        ErasedCounts: {
            /** @example 12 */
            payments: number;
            /** @example 3 */
            carts: number;
            /** @example 1 */
            agreements: number;
            /**
             * @description Events to the merchant's order system.
             * @example 14
             */
            merchant_events: number;
            /**
             * @description Events of Ottu.
             * @example 13
             */
            webhook_events: number;
        };
        ErasureAnswer: {
            /** @description What this request has erased. */
            erased: components["schemas"]["ErasedCounts"];
            /**
             * @description `false`: there was more than one request takes. Send it again.
             * @example true
             */
            complete: boolean;
        };
        MerchantEventView: {
            /**
             * Format: uuid
             * @description The `webhook-id`, the same at every try.
             * @example 0b7c1d1e-52d5-4b4e-8a37-6f1f3b0f9a11
             */
            id: string;
            /**
             * @example payment.paid
             * @enum {string}
             */
            type: "payment.pending" | "payment.authorized" | "payment.authorization_expiring" | "payment.captured" | "payment.paid" | "payment.cod" | "payment.failed" | "payment.expired" | "payment.canceled" | "payment.rejected" | "payment.unknown" | "payment.not_processed" | "payment.needs_review" | "payment.duplicate" | "payment.refund_queued" | "payment.refunded" | "payment.refund_rejected" | "payment.voided" | "card.saved" | "cart.completed";
            /**
             * Format: uuid
             * @description The payment that it is about; null where it is about a cart.
             * @example 5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4
             */
            payment_id: string | null;
            /**
             * @description Of that payment.
             * @example ORD-1001
             */
            order_no: string | null;
            /**
             * Format: uuid
             * @description The cart that it is about (`cart.completed`).
             * @example 0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90
             */
            cart_id?: string;
            /**
             * @description Counts the events of one payment, or of one cart.
             * @example 1
             */
            sequence: number;
            /**
             * @description `waiting` for its first or next try, `delivered`, or `dead`: refused with 410, or three days without success.
             * @example delivered
             * @enum {string}
             */
            state: "waiting" | "delivered" | "dead";
            /**
             * @description Tries since it was written or last sent again by hand.
             * @example 1
             */
            tries: number;
            /**
             * @description HTTP status of the last answer; null when none came.
             * @example 204
             */
            last_status: number | null;
            /**
             * @description Why no answer came, in a word.
             * @example ECONNREFUSED
             */
            last_fault: string | null;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-06-01T10:15:31.000Z
             */
            last_tried_at: string | null;
            /**
             * Format: date-time
             * @description While it waits; earlier events of the same payment or cart go first.
             * @example null
             */
            next_try_at: string | null;
            /**
             * Format: date-time
             * @description When it was delivered, or died.
             * @example 2026-06-01T10:15:31.000Z
             */
            finished_at: string | null;
        };
        MerchantEventsAnswer: {
            /** @description Newest first. */
            events: components["schemas"]["MerchantEventView"][];
            /**
             * @description For the next page; null on the last one.
             * @example null
             */
            next_cursor: string | null;
        };
        TestEventAnswer: {
            /**
             * Format: uuid
             * @description The `webhook-id` that it was sent with.
             * @example 0b7c1d1e-52d5-4b4e-8a37-6f1f3b0f9a11
             */
            id: string;
            /**
             * @description The receiver answered 2xx.
             * @example true
             */
            delivered: boolean;
            /**
             * @description HTTP status of the answer; null where none came.
             * @example 204
             */
            status: number | null;
            /**
             * @description Why no answer came, in a word such as `ECONNREFUSED` or `TIMEOUT`.
             * @example null
             */
            fault: string | null;
        };
        MerchantEventAnswer: {
            event: components["schemas"]["MerchantEventView"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The same as `request_id`. */
        "X-Request-Id": string;
        /** @description What is asked for. */
        "WWW-Authenticate": string;
        /** @description Seconds to wait before the request is sent again, where that may help. */
        "Retry-After": string;
        /** @description Of what the problem is about, as it is now; where the caller may see it. */
        ETag: string;
        /** @description `true` when this key has ended in this problem before. */
        "Idempotent-Replayed": "true";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It takes requests. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyAnswer"];
                };
            };
            /**
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                key_id?: string;
                action?: "agreement.cancel" | "attachment.upload" | "card.delete" | "card.setup" | "cart.buy_now" | "cart.create" | "customer.erase" | "event.redeliver" | "event.test" | "link.change" | "link.create" | "link.expire" | "link.resend" | "operation.approve" | "operation.refuse" | "operation.request" | "operation.resolve" | "payment.auto_debit" | "payment.charge" | "payment.erase" | "payment.inquire" | "payment.review" | "transaction.change" | "transaction.create" | "webhook.replay";
                payment_id?: string;
                outcome?: "done" | "refused" | "failed" | "open";
                /** @description Begun then or later. */
                from?: string;
                /** @description Begun before then. */
                to?: string;
                /** @description How many entries a page has at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; with the same filters. */
                cursor?: string;
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
                    "application/json": components["schemas"]["AuditAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgreements: {
        parameters: {
            query?: {
                /** @description Such as `AGR-9`. */
                agreement_id?: string;
                /** @description Such as `cust-77`. */
                customer_id?: string;
                /** @description Whether it was canceled. */
                canceled?: "true" | "false";
                /** @description Kept then or later, such as `2026-06-01T00:00:00Z`. */
                created_from?: string;
                /** @description Kept before then. */
                created_to?: string;
                /** @description How many entries a page has at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; with the same filters. */
                cursor?: string;
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    /** @description Where the payment can be read. */
                    Location: string;
                    /** @description `true` when this key was used before, or when the cycle has a payment that is paid, unknown or under way: nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoDebitAnswer"];
                };
            };
            /** @description The outcome is not known yet. The cycle is not charged again while that is so. */
            202: {
                headers: {
                    /** @description Where the payment can be read. */
                    Location: string;
                    /** @description `true` when this key was used before, or when the cycle has a payment that is paid, unknown or under way: nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    /** @description Where the payment can be read. */
                    Location: string;
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentAnswer"];
                };
            };
            /** @description The outcome is not known yet. Do not charge anew: send the same bytes with the same key again, or read `links.self`. */
            202: {
                headers: {
                    /** @description Where the payment can be read. */
                    Location: string;
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inquirePayment: {
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
            /** @description Ottu was asked: what it said, and the payment as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InquiryAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /** @description `inquiries_used_up`: The inquiries of this payment are used up */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `inquiry_too_early`: Ottu cannot be asked about this payment yet
             *
             *     `inquiry_busy`: Ottu was asked as often as it takes it in a minute
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `ottu_unreachable`: Ottu could not be reached
             *
             *     `ottu_throttled`: Ottu asked for fewer requests
             *
             *     `ottu_overloaded`: Too many calls to Ottu are under way
             *
             *     `store_unavailable`: The database is not available
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    /** @description Where the operations of the payment are listed. */
                    Location: string;
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationAnswer"];
                };
            };
            /** @description It is not settled yet: `unknown`, `queued`, or `awaiting_approval`. What it asks for is held back. */
            202: {
                headers: {
                    /** @description Where the operations of the payment are listed. */
                    Location: string;
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the payment, as `GET /v1/payments` shows it. */
                id: string;
                /** @description The id of the operation, as the list of them shows it. */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was sent, and is settled. */
            201: {
                headers: {
                    /** @description Where the operations of the payment are listed. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationAnswer"];
                };
            };
            /** @description It was sent, and is not settled yet. */
            202: {
                headers: {
                    /** @description Where the operations of the payment are listed. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationAnswer"];
                };
            };
            /** @description `ottu_rejected`: Ottu refused the request */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `approval_by_requester`: Who asked for an operation cannot approve it
             *
             *     `refund_limit_exceeded`: The service key may not refund so much
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
             * @description `operation_not_allowed`: The payment does not allow this operation now
             *
             *     `ottu_conflict`: Ottu has the transaction in a state that does not allow this
             *
             *     `approval_not_awaited`: The operation does not wait for approval
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuseOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the payment, as `GET /v1/payments` shows it. */
                id: string;
                /** @description The id of the operation, as the list of them shows it. */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is refused, and was never sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /** @description `approval_not_awaited`: The operation does not wait for approval */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the payment, as `GET /v1/payments` shows it. */
                id: string;
                /** @description The id of the operation, as the list of them shows it. */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolutionRequest"];
            };
        };
        responses: {
            /** @description It is what was decided. */
            200: {
                headers: {
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
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /** @description `operation_not_unknown`: What became of the operation is not for people to decide now */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summarizePayments: {
        parameters: {
            query: {
                /** @description The first day, from its midnight in `time_zone` on. */
                from: string;
                /** @description The day after the last one: its midnight is not in it any more. */
                to: string;
                /** @description Whose days they are. UTC unless given. */
                time_zone?: string;
                /** @description Some of `day`, `currency`, `state`, `gateway`, `method`. Rows are by currency in any case. */
                group_by?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Exact amounts, never added up over currencies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportPayments: {
        parameters: {
            query: {
                /** @description The first day, from its midnight in `time_zone` on. */
                from: string;
                /** @description The day after the last one: its midnight is not in it any more. */
                to: string;
                /** @description Whose days they are. UTC unless given. */
                time_zone?: string;
                /** @description `true`: captures, refunds and voids have rows of their own, each on its own day. */
                operations?: "true" | "false";
                /** @description Of the payment, as it is now. */
                state?: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
                currency?: string;
                /** @description As `gateway` of the summary has it. */
                gateway?: string;
                /** @description As `method` of the summary has it. */
                method?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description UTF-8 with a byte order mark, lines ended by CRLF, the first of them with the names of the columns. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example row_type,day,at,direction,moved,currency,fee,amount,captured,refunded,net,state,order_no,merchant_reference,reference_number,gateway,method,created_at,succeeded_at,payment_id,operation_id,session_id,customer_id,cart_id,agreement_id,cycle
                     *     payment,2026-06-01,2026-06-01T10:15:04+03:00,in,12.500,KWD,,12.500,12.500,2.500,10.000,paid,ORD-1001,,sandboxAA1001,mpgs,apple_pay,2026-06-01T10:15:01+03:00,2026-06-01T10:15:04+03:00,0197a3f0-5b1c-7d10-9a55-0d5ab6b2f1c4,,9fd2b0b4c7f54a0d9f4c2d1e6a7b8c9d0e1f2a3b,cust-77,,,
                     *     refund,2026-06-02,2026-06-02T09:00:00+03:00,out,2.500,KWD,,2.500,,,,paid,ORD-1001,,sandboxREF0001,mpgs,apple_pay,2026-06-01T10:15:01+03:00,2026-06-01T10:15:04+03:00,0197a3f0-5b1c-7d10-9a55-0d5ab6b2f1c4,7b1f7b8a-2f9c-4d8f-9a55-0d5ab6b2f1c4,9fd2b0b4c7f54a0d9f4c2d1e6a7b8c9d0e1f2a3b,cust-77,,,
                     */
                    "text/csv": string;
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDiscrepancies: {
        parameters: {
            query?: {
                /** @description How many entries a page has at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest comparison first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscrepanciesAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                state?: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
                /** @description Such as `ORD-1001`. */
                order_no?: string;
                session_id?: string;
                /** @description Any `reference_number` that Ottu has told of an attempt at the payment, to the letter. */
                reference_number?: string;
                /** @description As it was given, to the letter. */
                merchant_reference?: string;
                /** @description The shop's id of the customer, such as `cust-77`. */
                customer_id?: string;
                /** @description The customer's address; capitals do not count. */
                customer_email?: string;
                /** @description The customer's phone with its country code; spaces, `+` and `00` at its beginning do not count. */
                customer_phone?: string;
                /** @description The amount of the payment; needs `currency_code`. */
                amount?: string;
                /** @description The currency of `amount`. */
                currency_code?: string;
                /** @description Created then or later, such as `2026-06-01T00:00:00Z`. */
                created_from?: string;
                /** @description Created before then. */
                created_to?: string;
                /** @description How many entries a page has at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; with the same filters. */
                cursor?: string;
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPaymentTimeline: {
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
            /** @description What happened, oldest first. It holds no secret, payload or token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reviewPayment: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` header of `GET /v1/payments/{id}`, its quotation marks included. When the payment has changed since: 412. */
                "If-Match": string;
            };
            path: {
                /** @description The id of the payment, as `GET /v1/payments` shows it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewRequest"];
            };
        };
        responses: {
            /** @description The payment as it was decided. */
            200: {
                headers: {
                    /** @description Of the payment as it is now; for `If-Match` when its review is ended. */
                    ETag: string;
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
             *     `bad_request`: The request could not be read
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
             * @description `review_not_open`: The payment is not under review
             *
             *     `ottu_shows_success`: Ottu shows that the payment succeeded
             *
             *     `ottu_shows_no_success`: Ottu shows no success of the payment
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment_changed`: The payment has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
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
             *     `ottu_unreachable`: Ottu could not be reached
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    /** @description The payment of this service that the transaction belongs to, `rel="related"`; absent where it is not ours. */
                    Link?: string;
                    /** @description Where the transaction, or the payment of a charge, can be read. */
                    Location?: string;
                    /** @description `true` when this key was used before and nothing was created for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionAnswer"] | components["schemas"]["PaymentAnswer"];
                };
            };
            /** @description With `payment_instrument`: the outcome is not known yet. Do not charge anew: send the same bytes with the same key again, or read `links.self`. */
            202: {
                headers: {
                    /** @description The payment of this service that the transaction belongs to, `rel="related"`; absent where it is not ours. */
                    Link?: string;
                    /** @description Where the transaction, or the payment of a charge, can be read. */
                    Location?: string;
                    /** @description `true` when this key was used before and nothing was created for this request. */
                    "Idempotent-Replayed"?: "true";
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `customer_jwt_invalid`: The token of the customer is not valid */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `customer_jwt_invalid`: The token of the customer is not valid */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                /** @description The ETag of the cart that the shopper has seen. When the cart has moved since: 412. */
                "If-Match": string;
                /** @description Names this intent. Repeated with the same body it is answered again and never charged again. */
                "Idempotency-Key": string;
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quote_unusable`: The quote service of the shop gave an answer that could not be used */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `customer_jwt_invalid`: The token of the customer is not valid */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `customer_jwt_invalid`: The token of the customer is not valid */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                /** @description The ETag of the cart that the shopper has seen. When the cart has moved since: 412. */
                "If-Match": string;
                /** @description Names this intent. Repeated with the same body it is answered again and never charged again. */
                "Idempotency-Key": string;
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
                    /** @description Where the status can be read. */
                    Location: string;
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentStatusAnswer"];
                };
            };
            /** @description It is not known yet. Follow the status; do not pay again. */
            202: {
                headers: {
                    /** @description Where the status can be read. */
                    Location: string;
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cart_changed`: The cart has changed since */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_refused`: Ottu refuses what this shop is set up to ask for */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    /** @description The transaction that it belongs to; not beside `order_no`. */
                    session_id?: string;
                    /** @description The same by order number; not beside `session_id`. */
                    order_no?: string;
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPaymentLinks: {
        parameters: {
            query?: {
                state?: "sending" | "unknown" | "action_required" | "created" | "pending" | "attempted" | "rejected" | "not_processed" | "canceled" | "invalided" | "expired" | "failed" | "confirming" | "needs_review" | "cod" | "authorized" | "paid";
                /** @description Such as `ORD-1001`. */
                order_no?: string;
                session_id?: string;
                /** @description Any `reference_number` that Ottu has told of an attempt at the payment, to the letter. */
                reference_number?: string;
                /** @description As it was given, to the letter. */
                merchant_reference?: string;
                /** @description The shop's id of the customer, such as `cust-77`. */
                customer_id?: string;
                /** @description The customer's address; capitals do not count. */
                customer_email?: string;
                /** @description The customer's phone with its country code; spaces, `+` and `00` at its beginning do not count. */
                customer_phone?: string;
                /** @description The amount of the payment; needs `currency_code`. */
                amount?: string;
                /** @description The currency of `amount`. */
                currency_code?: string;
                /** @description Created then or later, such as `2026-06-01T00:00:00Z`. */
                created_from?: string;
                /** @description Created before then. */
                created_to?: string;
                /** @description How many entries a page has at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; with the same filters. */
                cursor?: string;
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
                    "application/json": components["schemas"]["PaymentLinkListAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPaymentLink: {
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
                "application/json": components["schemas"]["PaymentLinkRequest"];
            };
        };
        responses: {
            /** @description The link. */
            201: {
                headers: {
                    /** @description Where the link can be read. */
                    Location: string;
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentLinkAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
             *
             *     `nothing_to_pay`: There is nothing to pay
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quote_unusable`: The quote service of the shop gave an answer that could not be used
             *
             *     `ottu_not_found`: Ottu does not know what was asked for
             *
             *     `ottu_refused_credentials`: Ottu refused the credentials of this service
             *
             *     `ottu_bad_answer`: Ottu gave an answer that could not be used
             *
             *     `ottu_failed`: Ottu could not do it because of a fault of its own
             */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `catalog_unavailable`: Prices cannot be had at the moment
             *
             *     `ottu_locked`: Ottu is busy with this transaction
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPaymentLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the payment link, which is its payment's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link and its payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentLinkAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePaymentLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the payment link, which is its payment's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentLinkChange"];
            };
        };
        responses: {
            /** @description The link as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentLinkAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
             * @description `ottu_conflict`: Ottu has the transaction in a state that does not allow this
             *
             *     `link_closed`: The payment link can no longer be paid
             *
             *     `link_changed`: The payment link has another amount than was expected
             *
             *     `attempt_open`: A payment of this transaction is under way
             *
             *     `change_in_flight`: Another change of this transaction is under way
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendPaymentLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the payment link, which is its payment's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendRequest"];
            };
        };
        responses: {
            /** @description Ottu has taken it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResendAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
             * @description `link_closed`: The payment link can no longer be paid
             *
             *     `change_in_flight`: Another change of this transaction is under way
             *
             *     `ottu_conflict`: Ottu has the transaction in a state that does not allow this
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    expirePaymentLink: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this intent. Repeated with the same body it is answered again and never charged again. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description The id of the payment link, which is its payment's. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link is closed. */
            200: {
                headers: {
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentLinkAnswer"];
                };
            };
            /** @description Ottu's answer was lost: it is not known whether it is closed. */
            202: {
                headers: {
                    /** @description `true` when this key was used before and nothing was sent to Ottu for this request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentLinkAnswer"];
                };
            };
            /**
             * @description `idempotency_key_missing`: An Idempotency-Key header is needed
             *
             *     `idempotency_key_invalid`: The Idempotency-Key header is not valid
             *
             *     `ottu_rejected`: Ottu refused the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_in_flight`: A request with this Idempotency-Key is still in flight
             *
             *     `ottu_conflict`: Ottu has the transaction in a state that does not allow this
             *
             *     `link_closed`: The payment link can no longer be paid
             *
             *     `operation_not_allowed`: The payment does not allow this operation now
             *
             *     `change_in_flight`: Another change of this transaction is under way
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ottu_timeout`: Ottu did not answer in time */
            504: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookInbox: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                order_no?: string;
                state?: "received" | "processed" | "unmatched" | "failed";
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
                    "application/json": components["schemas"]["InboxAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /** @description `store_unavailable`: The database is not available */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the event, as the list shows it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event afterwards. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxEntryAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /** @description `store_unavailable`: The database is not available */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveOttuEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Lower-case hex HMAC-SHA256. */
                    signature: string;
                    order_no?: string | null;
                    session_id?: string;
                    reference_number?: string;
                    result?: string;
                    state?: string;
                    amount?: string;
                    currency_code?: string;
                } & {
                    [key: string]: unknown;
                };
                "application/x-www-form-urlencoded": {
                    /** @description Lower-case hex HMAC-SHA256. */
                    signature: string;
                    order_no?: string | null;
                    session_id?: string;
                    reference_number?: string;
                    result?: string;
                    state?: string;
                    amount?: string;
                    currency_code?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Stored, now or by an earlier delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventReceived"];
                };
            };
            /** @description The same, with `WEBHOOK_SUCCESS_STATUS=201`. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventReceived"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_not_verified`: The signature of the event could not be verified */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
             * @description `store_unavailable`: The database is not available
             *
             *     `shutting_down`: The service is shutting down
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseCustomer: {
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
            /** @description How much was erased; zeros for a customer who is not known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /** @description `agreements_open`: The customer may still be charged by agreements */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    erasePayment: {
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
            /** @description How much was erased; zeros when it was before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMerchantEvents: {
        parameters: {
            query?: {
                /** @description Dead letters are `dead`. */
                state?: "waiting" | "delivered" | "dead";
                type?: "payment.pending" | "payment.authorized" | "payment.authorization_expiring" | "payment.captured" | "payment.paid" | "payment.cod" | "payment.failed" | "payment.expired" | "payment.canceled" | "payment.rejected" | "payment.unknown" | "payment.not_processed" | "payment.needs_review" | "payment.duplicate" | "payment.refund_queued" | "payment.refunded" | "payment.refund_rejected" | "payment.voided" | "card.saved" | "cart.completed";
                payment_id?: string;
                /** @description How many entries a page has at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantEventsAnswer"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testMerchantEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestEventAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /** @description `merchant_events_off`: No address for events is configured */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverMerchantEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the event, as the list shows it; it is its `webhook-id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is being sent; read the list for what became of it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantEventAnswer"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
