/**
 * Every code that a problem document of this service can carry: its status and the sentence that explains it.
 * The kind of error decides the status here and nowhere else. The catalog is written into the OpenAPI document.
 */
const PROBLEM_CATALOG = {
  // The request itself
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  ambiguous_json: { status: 400, title: 'The body can be read in more than one way' },
  validation_failed: { status: 400, title: 'Some fields are not valid' },
  bad_request: { status: 400, title: 'The request could not be read' },
  not_found: { status: 404, title: 'There is nothing here' },
  url_too_long: { status: 414, title: 'The address is longer than this service accepts' },
  payload_too_large: { status: 413, title: 'The body is larger than this route accepts' },
  unsupported_media_type: { status: 415, title: 'This route takes application/json' },
  headers_too_large: { status: 431, title: 'The headers are larger than this service accepts' },
  request_timeout: { status: 408, title: 'The request did not arrive in time' },
  // Who is calling
  service_key_missing: { status: 401, title: 'A service key is needed' },
  service_key_invalid: { status: 401, title: 'The service key is not valid' },
  service_key_expired: { status: 401, title: 'The service key has expired' },
  forbidden: { status: 403, title: 'This is not allowed' },
  scope_missing: { status: 403, title: 'The service key may not do this' },
  server_to_server_only: { status: 403, title: 'Only servers may do this' },
  webhook_not_verified: { status: 401, title: 'The signature of the event could not be verified' },
  // Shoppers
  customer_jwt_missing: { status: 401, title: 'The customer must be signed in' },
  customer_jwt_invalid: { status: 401, title: 'The token of the customer is not valid' },
  customer_jwt_not_configured: { status: 400, title: 'This service takes no tokens of customers' },
  identity_provider_unavailable: { status: 503, title: 'The identity provider could not be asked' },
  challenge_required: { status: 403, title: 'A challenge must be solved first' },
  card_not_found: { status: 404, title: 'The customer has no such card' },
  card_not_usable: { status: 409, title: 'The card cannot pay for this' },
  card_in_use: { status: 409, title: 'The card is needed and cannot be removed' },
  cards_not_kept: { status: 409, title: 'No gateway of this shop keeps cards in this currency' },
  cards_unavailable: { status: 503, title: 'Saved cards cannot be had at the moment' },
  rate_limited: { status: 429, title: 'Too many requests' },
  too_many_attempts: { status: 429, title: 'Too many attempts to pay' },
  too_many_streams: { status: 429, title: 'Too many event streams are open' },
  too_many_carts: { status: 429, title: 'Too many carts were created' },
  // Idempotency
  idempotency_key_missing: { status: 400, title: 'An Idempotency-Key header is needed' },
  idempotency_key_invalid: { status: 400, title: 'The Idempotency-Key header is not valid' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used with another body' },
  idempotency_in_flight: { status: 409, title: 'A request with this Idempotency-Key is still in flight' },
  // Carts
  cart_frozen: { status: 409, title: 'The cart is being paid' },
  payer_is_paying: { status: 409, title: 'Somebody may be paying the cart at this moment' },
  cart_closed: { status: 409, title: 'The cart is over' },
  cart_changed: { status: 412, title: 'The cart has changed since' },
  cart_busy: { status: 409, title: 'The cart is being changed by others' },
  items_not_sold: { status: 409, title: 'Something in the cart is not sold any more' },
  // Changes of a transaction
  cart_empty: { status: 409, title: 'There is nothing in the cart' },
  payment_needed: { status: 409, title: 'The cart has to be paid' },
  nothing_to_pay: { status: 409, title: 'There is nothing to pay' },
  agreement_needs_page: {
    status: 409,
    title: 'The cart begins an agreement, and is paid on the page of the payment provider',
  },
  precondition_required: { status: 428, title: 'An If-Match header is needed' },
  price_changed: { status: 409, title: 'The price of the cart has changed' },
  session_replaced: { status: 409, title: 'The payment session was replaced by another' },
  payment_refused: { status: 400, title: 'The payment was not accepted' },
  customer_details_refused: { status: 400, title: 'The payment provider does not take the details of the customer' },
  checkout_unavailable: { status: 503, title: 'The payment provider cannot be reached' },
  session_owned_by_cart: { status: 409, title: 'The transaction belongs to a cart' },
  attempt_open: { status: 409, title: 'A payment of this transaction is under way' },
  change_in_flight: { status: 409, title: 'Another change of this transaction is under way' },
  order_no_taken: { status: 409, title: 'The order number was used before' },
  // What Ottu said, or that it could not be asked
  ottu_rejected: { status: 400, title: 'Ottu refused the request' },
  ottu_refused: { status: 502, title: 'Ottu refuses what this shop is set up to ask for' },
  ottu_api_key_needed: { status: 501, title: 'Ottu allows this with an API key only' },
  ottu_refused_credentials: { status: 502, title: 'Ottu refused the credentials of this service' },
  ottu_not_found: { status: 502, title: 'Ottu does not know what was asked for' },
  ottu_conflict: { status: 409, title: 'Ottu has the transaction in a state that does not allow this' },
  ottu_bad_answer: { status: 502, title: 'Ottu gave an answer that could not be used' },
  ottu_failed: { status: 502, title: 'Ottu could not do it because of a fault of its own' },
  ottu_timeout: { status: 504, title: 'Ottu did not answer in time' },
  ottu_locked: { status: 503, title: 'Ottu is busy with this transaction' },
  ottu_overloaded: { status: 503, title: 'Too many calls to Ottu are under way' },
  ottu_throttled: { status: 503, title: 'Ottu asked for fewer requests' },
  ottu_unreachable: { status: 503, title: 'Ottu could not be reached' },
  // The merchant's quote service
  catalog_unavailable: { status: 503, title: 'Prices cannot be had at the moment' },
  quote_unusable: { status: 502, title: 'The quote service of the shop gave an answer that could not be used' },
  // Inquiries
  inquiry_too_early: { status: 429, title: 'Ottu cannot be asked about this payment yet' },
  inquiry_busy: { status: 429, title: 'Ottu was asked as often as it takes it in a minute' },
  inquiries_used_up: { status: 409, title: 'The inquiries of this payment are used up' },
  // Reviews
  review_not_open: { status: 409, title: 'The payment is not under review' },
  payment_changed: { status: 412, title: 'The payment has changed since' },
  ottu_shows_success: { status: 409, title: 'Ottu shows that the payment succeeded' },
  ottu_shows_no_success: { status: 409, title: 'Ottu shows no success of the payment' },
  // Operations
  operation_not_allowed: { status: 409, title: 'The payment does not allow this operation now' },
  amount_exceeds_balance: { status: 409, title: 'The amount is more than is left of the payment' },
  balance_changed: { status: 409, title: 'The payment has another balance than was expected' },
  refund_limit_exceeded: { status: 403, title: 'The service key may not refund so much' },
  operation_not_unknown: { status: 409, title: 'What became of the operation is not for people to decide now' },
  approval_not_awaited: { status: 409, title: 'The operation does not wait for approval' },
  approval_by_requester: { status: 403, title: 'Who asked for an operation cannot approve it' },
  // Payment links
  link_closed: { status: 409, title: 'The payment link can no longer be paid' },
  link_changed: { status: 409, title: 'The payment link has another amount than was expected' },
  // Auto-debits
  agreement_not_found: { status: 404, title: 'The customer has no such agreement' },
  agreement_differs: { status: 409, title: 'The agreement has other terms already' },
  agreement_canceled: { status: 409, title: 'The agreement was canceled' },
  agreements_open: { status: 409, title: 'The customer may still be charged by agreements' },
  agreement_ended: { status: 409, title: 'The agreement has ended' },
  cycle_too_early: { status: 409, title: 'The agreement allows the next charge later only' },
  cycle_charged: { status: 409, title: 'The cycle was charged before' },
  amount_not_agreed: { status: 409, title: 'The agreement does not allow this amount' },
  // Events to the merchant
  merchant_events_off: { status: 409, title: 'No address for events is configured' },
  // This service
  store_unavailable: { status: 503, title: 'The database is not available' },
  streams_full: { status: 503, title: 'No more event streams can be served at the moment' },
  shutting_down: { status: 503, title: 'The service is shutting down' },
  internal_error: { status: 500, title: 'Something went wrong in this service' },
} as const satisfies Record<string, ProblemKind>;

interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

export type ProblemCode = keyof typeof PROBLEM_CATALOG;

export function problemKind(code: ProblemCode): ProblemKind {
  return PROBLEM_CATALOG[code];
}

export function problemCodes(): ProblemCode[] {
  return Object.keys(PROBLEM_CATALOG) as ProblemCode[];
}
