import { CHECKOUT_PROBLEMS } from '../routes/carts.docs.ts';
import { createHash } from 'node:crypto';

import { AlsoCheck, FreeObject, OneOf, Text } from '../../http/fields/index.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { NATIVE_WALLETS, type NativeWallet } from '../../ottu/native-payments-api.ts';
import type { ProblemCode } from '../../problems/catalog.ts';
import { SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';
import type { FieldError } from '../../problems/problem.ts';

/** Either what a wallet's sheet gave, or a saved card. */
@AlsoCheck(oneForm)
export class PayCartRequest {
  @OneOf(NATIVE_WALLETS, { optional: true, description: 'With `payload`, or `card_id` instead.', example: 'apple_pay' })
  wallet?: NativeWallet;

  @FreeObject({
    optional: true,
    description: "With `wallet`: what the wallet's sheet gave, unchanged. Its JSON text reaches Ottu byte for byte.",
    example: {
      paymentData: { version: 'EC_v1', data: '…', signature: '…', header: { publicKeyHash: '…', transactionId: '…' } },
    },
  })
  payload?: Record<string, unknown>;

  @Text({
    max: 64,
    optional: true,
    description: "Instead of `wallet` and `payload`: the id of one of the signed-in customer's saved cards.",
    example: 'q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE',
  })
  card_id?: string;

  @Text({
    max: 4096,
    optional: true,
    description: 'What a solved challenge gave, when the answer before asked for one.',
  })
  challenge_token?: string;
}

/** Exactly one of the two forms. Members may hold any JSON value when this runs. */
function oneForm({ wallet, payload, card_id }: PayCartRequest): FieldError[] {
  if (card_id === undefined) {
    return [
      ...(wallet === undefined ? [{ pointer: '/wallet', message: 'is required, or card_id' }] : []),
      ...(payload === undefined ? [{ pointer: '/payload', message: 'is required, or card_id' }] : []),
    ];
  }
  const message = 'must not be given together with card_id';
  return [
    ...(wallet === undefined ? [] : [{ pointer: '/wallet', message }]),
    ...(payload === undefined ? [] : [{ pointer: '/payload', message }]),
  ];
}

/** A verifier takes a CAPTCHA response once, so that a request that is sent again brings another one. */
const ONCE_ONLY: ReadonlySet<string> = new Set(['challenge_token']);

/**
 * Two requests to pay are the same one where this is equal (M8): the hash of the source text of every member but the
 * CAPTCHA response. Lower-case hex.
 */
export function paymentSha256(document: JsonDocument): string {
  const hash = createHash('sha256');
  for (const { name, source } of document.members('')) {
    if (!ONCE_ONLY.has(name)) hash.update(`${JSON.stringify(name)}:${source.text}\n`);
  }
  return hash.digest('hex');
}

/** What a payment can end in, beside what the parameters of its route say. */
export const PAYING_PROBLEMS = [
  ...CHECKOUT_PROBLEMS,
  ...SERVICE_PROBLEMS,
  'challenge_required',
  'too_many_attempts',
  'customer_jwt_missing',
  'card_not_found',
  'card_not_usable',
  'cards_unavailable',
  'agreement_needs_page',
  'ottu_api_key_needed',
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

The price comes from the shop. If it has changed meanwhile: 409 \`price_changed\` with the cart, nothing is charged, and
the cart has a new version to show. 409 \`items_not_sold\`: something in it is sold out.

A saved card needs the token of its customer, and a cart that is bound to that customer. One that needs its security code,
has expired or does not serve here is 409 \`card_not_usable\`, before anything is charged.

A cart that begins an agreement is paid on Ottu's page: 409 \`agreement_needs_page\` here.
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
