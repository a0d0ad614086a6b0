import type { ProblemCode } from '../../problems/catalog.ts';
import { SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';

/** What a payment can end in, beside what the parameters of its route say. */
export const PAYING_PROBLEMS = [
  'checkout_unavailable',
  ...SERVICE_PROBLEMS,
  'challenge_required',
  'too_many_attempts',
  'catalog_unavailable',
  'quote_unusable',
  'customer_jwt_missing',
  'card_not_found',
  'card_not_usable',
  'cards_unavailable',
  'cart_empty',
  'cart_frozen',
  'cart_closed',
  'price_changed',
  'payment_refused',
  'not_found',
  'idempotency_key_reused',
  'idempotency_in_flight',
] as const satisfies readonly ProblemCode[];

export const PAY_DESCRIPTION = `
Pays the cart with what the Apple Pay or Google Pay sheet gave, or with one of the signed-in customer's saved cards
(\`card_id\`, as \`GET /v1/cards\` shows it), through Ottu's native payment API. Exactly one of the two. Needs an
\`Idempotency-Key\` for the intent and \`If-Match\` with the ETag of the cart that the shopper has seen: what is charged is
that version and no other. The cart is frozen while it is being paid; a decline opens it again.

The price comes from the shop. If it has changed meanwhile: 409 \`price_changed\`, nothing is charged, and the cart has a
new version to show.

A saved card needs the token of its customer, and a cart that is bound to that customer. One that needs its security code,
has expired or does not serve here is 409 \`card_not_usable\`, before anything is charged.
`.trim();

export const STATUS_DESCRIPTION = `
\`open\` before anybody has tried to pay. \`checking\` means that nobody knows yet whether money moved: say so, and ask
again. Ottu's own words are never in it.
`.trim();

export const PAY_EXAMPLES = {
  apple_pay: {
    summary: 'Apple Pay',
    value: {
      wallet: 'apple_pay',
      payload: {
        paymentData: {
          version: 'EC_v1',
          data: 'sim-success',
          signature: 'MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgEFADCABgkqhkiG9w0BBwEAAKCAMIID',
          header: {
            publicKeyHash: 'l0CnXdMv',
            ephemeralPublicKey: 'MFkwEwYHKoZIzj0CAQYI',
            transactionId: '31323334353637',
          },
        },
        paymentMethod: { displayName: 'Visa 1234', network: 'Visa', type: 'debit' },
        transactionIdentifier: '3132333435363738393031323334353637',
      },
    },
  },
  saved_card: {
    summary: 'A saved card',
    value: { card_id: 'q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE' },
  },
} as const;
