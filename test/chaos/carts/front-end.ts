import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { sentToOttu, walletPayload } from './native-calls.ts';
import type { Shopper } from './plan-shoppers.ts';
import type { Shopped, ShopperPayment, ToldShopper } from './told-shopper.ts';

export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
  /** `Retry-After`, in ms. */
  readonly retryMs: number | undefined;
}

interface AnswerBody {
  readonly code?: string;
  readonly outcome?: string;
  readonly cart?: { readonly id: string; readonly version: number; readonly state: string };
  readonly cart_token?: string;
  readonly checkout?: { readonly session_id: string };
  readonly payment?: ShopperPayment & { readonly action_required?: { readonly url?: string } };
}

interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const LONGEST_REQUEST_MS = 8_000;

/** The shop's front end in one shopper's browser: asks a replica at random, and asks again when no answer comes. */
export class FrontEnd {
  readonly shopped: Shopped;
  readonly #world: World;
  readonly #random: Random;
  #token = '';
  /** The newest version that it has shown to the shopper. */
  #version = 1;
  #payments = 0;

  constructor(world: World, shopper: Shopper, random: Random) {
    this.#world = world;
    this.#random = random;
    this.shopped = {
      shopper,
      cartId: undefined,
      told: [],
      keys: [],
      keysMadeAt: [],
      acts: [],
      read: async () => this.status(),
    };
  }

  /** A cart whose answer was lost has no owner, since its token is lost: another one is made. */
  async create(items: readonly object[]): Promise<boolean> {
    const answer = await this.#insist({ method: 'POST', path: '', body: { currency_code: 'KWD', items } });
    if (answer?.status !== 201) return false;
    this.shopped.cartId = answer.body.cart?.id;
    this.#token = answer.body.cart_token ?? '';
    return true;
  }

  async setItem(sku: string, quantity: number): Promise<Answer | undefined> {
    return this.#insist({ method: 'PUT', path: `/items/${sku}`, body: { quantity } }, 4);
  }

  async look(): Promise<Answer | undefined> {
    return this.#insist({ method: 'GET', path: '' });
  }

  async checkout(): Promise<Answer | undefined> {
    const answer = await this.#insist({ method: 'POST', path: '/checkout' }, 15, 'checkout');
    const session = answer?.body.checkout?.session_id;
    if (session !== undefined) this.knowSession(session);
    return answer;
  }

  /** From now on Ottu's events about it have the fate of this shopper's. */
  knowSession(session: string): void {
    const { events } = this.shopped.shopper;
    if (events !== undefined) this.#world.road.decree(session, events);
  }

  async freeze(): Promise<Answer | undefined> {
    return this.#insist({ method: 'POST', path: '/freeze', headers: { 'if-match': this.#tag() } }, 4, 'freeze');
  }

  async unfreeze(): Promise<Answer | undefined> {
    return this.#insist({ method: 'POST', path: '/unfreeze' }, 4, 'unfreeze');
  }

  async abandon(): Promise<Answer | undefined> {
    return this.#insist({ method: 'DELETE', path: '' }, 4);
  }

  /** A new key for the cart as it was last shown; `pay` may be called with it as often as no answer comes. */
  newPayment(outcome: string): { readonly key: string; readonly sent: Sent } {
    const key = `cart-${this.shopped.shopper.number}-${(this.#payments += 1)}`;
    this.shopped.keys.push(key);
    this.shopped.keysMadeAt.push(Date.now());
    const body = { wallet: 'apple_pay', payload: walletPayload(key, outcome) };
    return {
      key,
      sent: {
        method: 'POST',
        path: '/payments',
        body,
        headers: { 'idempotency-key': key, 'if-match': this.#tag() },
      },
    };
  }

  async pay({ key, sent }: ReturnType<FrontEnd['newPayment']>): Promise<Answer | undefined> {
    return this.#tell(sent, 'payments', key);
  }

  async status(): Promise<Answer | undefined> {
    return this.#tell({ method: 'GET', path: '/payment' }, 'payment');
  }

  async #tell(sent: Sent, about: ToldShopper['about'], key?: string): Promise<Answer | undefined> {
    const asked = Date.now();
    const answer = await this.#ask(sent);
    if (answer === undefined) return undefined;
    const { status: httpStatus, body } = answer;
    this.shopped.told.push({
      about,
      key,
      httpStatus,
      code: body.code,
      outcome: body.outcome,
      payment: httpStatus < 300 ? body.payment : undefined,
      asked,
      heard: Date.now(),
      untrue: key !== undefined && body.outcome === 'none' && this.#isUntrue(key, body.code),
    });
    return answer;
  }

  /** Whether `none` was wrong. What Ottu refused it got, and charged nothing. */
  #isUntrue(key: string, code: string | undefined): boolean {
    if (code === 'payment_refused') return false;
    // M8: its call is under way. A twin's may be made while any other answer arrives (M5).
    if (code === 'idempotency_in_flight') return true;
    return !this.shopped.shopper.twin && sentToOttu(this.#world.simulator, key) > 0;
  }

  /** Until a replica answers with anything but a 5xx. */
  async #insist(sent: Sent, tries = 15, about?: ToldShopper['about']): Promise<Answer | undefined> {
    for (let left = tries; ; left -= 1) {
      const answer = await (about === undefined ? this.#ask(sent) : this.#tell(sent, about));
      if ((answer !== undefined && answer.status < 500) || left === 1) return answer;
      await sleep(50 + this.#random.below(300));
    }
  }

  async #ask({ method, path, body, headers = {} }: Sent): Promise<Answer | undefined> {
    const { cartId, shopper } = this.shopped;
    const replica = this.#random.pick(this.#world.replicas);
    try {
      const answer = await fetch(`${replica.url}/v1/carts${cartId === undefined ? '' : `/${cartId}`}${path}`, {
        method,
        headers: {
          'x-forwarded-for': shopper.address,
          ...(cartId === undefined ? {} : { 'cart-token': this.#token }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(LONGEST_REQUEST_MS),
      });
      const text = await answer.text();
      const read = (text === '' ? {} : JSON.parse(text)) as AnswerBody;
      this.#version = Math.max(this.#version, read.cart?.version ?? 0);
      const retry = Number(answer.headers.get('retry-after') ?? Number.NaN);
      return { status: answer.status, body: read, retryMs: Number.isFinite(retry) ? retry * 1000 : undefined };
    } catch {
      // The connection broke, or no replica listened.
      return undefined;
    }
  }

  #tag(): string {
    return `"v${this.#version}"`;
  }
}
