import { randomUUID } from 'node:crypto';
import { Agent, request, type OutgoingHttpHeaders } from 'node:http';

import type { TestCart } from '../carts/support.ts';
import { authorization } from '../support/service-keys.ts';
import { signed } from '../webhooks/support.ts';
import type { Hostile, Route } from './programme.ts';

/** A stream answers until its cart has ended: its end is not waited for. */
const STREAM = '/v1/carts/{id}/events';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sends hostile requests as somebody who has every key that the route asks for, each from another network than the one before. */
export class HostileClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  #sent = 0;

  /**
   * @param customer the header of a customer who signed in.
   * @param networks how many there are.
   */
  constructor(
    private readonly url: string,
    private readonly customer: string,
    private readonly cart: () => TestCart,
    private readonly networks = 65_536,
  ) {}

  close(): void {
    this.#agent.destroy();
  }

  async answerTo(hostile: Hostile): Promise<Answer> {
    const { route, headers = {}, body } = hostile;
    return new Promise((resolve, reject) => {
      const call = request(
        this.url + this.#pathOf(hostile),
        { method: route.method, agent: this.#agent, headers: { ...this.#headersFor(route), ...headers } },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => {
            text += piece;
            if (route.path === STREAM && response.statusCode === 200) call.destroy();
          });
          const end = (): void => resolve({ status: response.statusCode ?? 0, text });
          response.once('end', end).once('close', end).once('error', end);
        },
      );
      call.once('error', reject);
      call.end(body);
    });
  }

  #headersFor(route: Route): OutgoingHttpHeaders {
    this.#sent += 1;
    const operates = /^\/v1\/(payments|webhook-inbox|merchant-events)/.test(route.path);
    return {
      'x-forwarded-for': `2001:${(this.#sent % this.networks).toString(16)}::1`,
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
