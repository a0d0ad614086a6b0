import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';

import type { TestCart } from '../carts/support.ts';
import { authorization } from '../support/service-keys.ts';
import { signed } from '../webhooks/support.ts';
import type { Hostile, Route } from './programme.ts';
import { Wire, type Answer } from './wire.ts';

/** Sends hostile requests as somebody who has every key that the route asks for, each from another network than the one before. */
export class HostileClient {
  readonly #wire: Wire;

  /**
   * @param customer the header of a customer who signed in.
   * @param networks how many there are.
   */
  constructor(
    url: string,
    private readonly customer: string,
    private readonly cart: () => TestCart,
    networks?: number,
  ) {
    this.#wire = new Wire(url, networks);
  }

  close(): void {
    this.#wire.close();
  }

  async answerTo(hostile: Hostile): Promise<Answer> {
    const { route, headers = {}, body } = hostile;
    return this.#wire.send({
      method: route.method,
      path: this.#pathOf(hostile),
      headers: { ...this.#headersFor(route), ...headers },
      body,
    });
  }

  #headersFor(route: Route): OutgoingHttpHeaders {
    const operates = /^\/v1\/(payments|webhook-inbox|merchant-events)/.test(route.path);
    return {
      'idempotency-key': randomUUID(),
      ...(route.examples.length > 0 && { 'content-type': 'application/json' }),
      ...(route.callers.includes('service_key') && { authorization: authorization(operates ? 'operator' : 'shop') }),
      ...(route.callers.includes('customer_jwt') && { authorization: this.customer }),
      ...(route.callers.includes('cart_token') && { 'cart-token': this.cart().token, 'if-match': '"v1"' }),
    };
  }

  #pathOf({ route, path = {}, query }: Hostile): string {
    const filled = route.path.replaceAll(
      /\{(\w+)\}/g,
      (_all, name: string) => path[name] ?? this.#exampleOf(route, name),
    );
    return query === undefined ? filled : `${filled}?${query}`;
  }

  #exampleOf({ path }: Route, name: string): string {
    if (name === 'sku') return 'KARAK-TEA';
    return path.startsWith('/v1/carts') ? this.cart().id : '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4';
  }
}

/** The body with a signature of Ottu's, where it is an object. */
export function signedIfPossible(body: string, key: string): string {
  try {
    return signed(JSON.stringify({ ...(JSON.parse(body) as object), signature: undefined }), { key });
  } catch {
    return body;
  }
}
