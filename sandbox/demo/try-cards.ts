import { randomUUID } from 'node:crypto';

/** More than the service needs to see before it asks for challenges. */
const MOST_TRIES = 60;

/**
 * Plays somebody who tries stolen cards on the shop: a cart for each, and every one declined. Goes on until the service
 * asks for a challenge (M96). Answers how many were tried.
 *
 * @throws Error when it is stopped by anything else, such as the limit of attempts from one network
 */
export async function tryCards(serviceUrl: string): Promise<number> {
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const code = await tryOne(serviceUrl);
    if (code === 'challenge_required') return tried;
    if (code !== undefined) throw new Error(`After ${tried} cards the service answered ${code}.`);
  }
  throw new Error(`The service took ${MOST_TRIES} declined cards and asked for no challenge.`);
}

/** The code of a refusal; nothing where the bank was asked. */
async function tryOne(serviceUrl: string): Promise<string | undefined> {
  const bought = await post(`${serviceUrl}/v1/buy-now/intents`, { sku: 'KARAK-TEA', currency_code: 'KWD' });
  if (bought.cart === undefined) return bought.code;
  const { cart, cart_token: token = '' } = bought;
  const tried = await post(
    `${serviceUrl}/v1/carts/${cart.id}/payments`,
    { wallet: 'apple_pay', payload: declinedPayload() },
    { 'cart-token': token, 'if-match': bought.etag, 'idempotency-key': randomUUID() },
  );
  return tried.code;
}

interface Answer {
  readonly etag: string;
  readonly code?: string;
  readonly cart?: { readonly id: string };
  readonly cart_token?: string;
}

async function post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { ...((await response.json()) as object), etag: response.headers.get('etag') ?? '' };
}

/** What the simulated bank makes of it is marked in it. */
function declinedPayload(): object {
  const transactionId = randomUUID();
  return {
    paymentData: {
      version: 'EC_v1',
      data: 'sim-declined',
      signature: 'c2lnbmF0dXJl',
      header: { publicKeyHash: 'aGFzaA==', ephemeralPublicKey: 'a2V5', transactionId },
    },
    paymentMethod: { displayName: 'Visa 1019', network: 'Visa', type: 'credit' },
    transactionIdentifier: transactionId,
  };
}
