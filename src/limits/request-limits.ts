import { Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.ts';
import { Captcha } from './captcha.ts';
import { Counters, type Permit, type Refused, type Wanted } from './counters.ts';
import { NEAR_TOTAL, type LimitName } from './limits-table.ts';
import { prefixesOf, type Network, type Prefix } from '../http/network.ts';

/** One total and what keeps a few networks from using it up. */
interface Shared {
  readonly each: LimitName;
  readonly ofPrefix: Readonly<Partial<Record<Prefix, LimitName>>>;
  /** Passing these refuses nobody. */
  readonly soft: ReadonlySet<Prefix>;
  readonly all: LimitName;
  /** What a network may have used that the last part of the total is kept for. */
  readonly little: number;
}

const CARTS: Shared = {
  each: 'network_carts',
  ofPrefix: { ipv6_56: 'ipv6_56_carts', ipv6_48: 'ipv6_48_carts', ipv4_24: 'ipv4_24_carts' },
  soft: new Set(['ipv4_24']),
  all: 'all_carts',
  little: NEAR_TOTAL.littleCarts,
};

const CHECKOUTS: Shared = {
  each: 'network_checkouts',
  ofPrefix: { ipv6_56: 'ipv6_56_checkouts', ipv6_48: 'ipv6_48_checkouts' },
  soft: new Set(),
  all: 'all_checkouts',
  little: NEAR_TOTAL.littleCheckouts,
};

interface SharedPermits {
  readonly kind: 'taken';
  /** Whether this may be a flood: much of the total is used, or very much by the prefix. */
  readonly suspicious: boolean;
  readonly refund: () => Promise<void>;
}

/** What one of them takes of a network, of its prefixes and of the total. */
function sharedPermits(shared: Shared, network: Network): readonly [Wanted, ...Wanted[]] {
  // The narrowest first, and the total last: one that floods must not use up what is there for others.
  return [
    { limit: shared.each, whose: network },
    ...prefixesOf(network).flatMap(({ prefix, of }) => {
      const limit = shared.ofPrefix[prefix];
      return limit === undefined ? [] : [{ limit, whose: of, soft: shared.soft.has(prefix) }];
    }),
    { limit: shared.all, whose: 'all' },
  ];
}

/** The permits of one network, of its prefixes and of the total, behind those of its own; all of them or none. */
async function consumeShared(
  counters: Counters,
  shared: Shared,
  network: Network,
  own: readonly Wanted[] = [],
): Promise<SharedPermits | Refused> {
  const wanted = sharedPermits(shared, network);
  const taken = await counters.consume([...own, ...wanted]);
  if (taken.kind === 'refused') return taken;
  const permitOf = (limit: LimitName): Permit | undefined => taken.permits.find(({ record }) => record.limit === limit);
  const soft = wanted.filter((one) => one.soft === true);
  // The last of those that refuse, before the total.
  const widest = wanted.filter((one) => one.soft !== true).at(-2);
  const ofWidest = widest && permitOf(widest.limit);
  const ofAll = permitOf(shared.all);
  if (ofAll === undefined || ofWidest === undefined) throw new Error('a permit was taken that is not there');
  const part = ofAll.used / ofAll.permits;
  if (part > NEAR_TOTAL.keptFrom && ofWidest.used > shared.little) {
    await taken.refund();
    // Once its own window has ended, it has used little again.
    const waitMs = Math.max(0, ofWidest.record.windowEnds - Date.now());
    return { kind: 'refused', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
  }
  const suspicious = part > NEAR_TOTAL.captchaFrom || soft.some(({ limit }) => permitOf(limit) === undefined);
  return { kind: 'taken', suspicious, refund: () => taken.refund() };
}

/** M95: creating carts is limited per network, per prefix of networks and in all. */
@Injectable()
export class CartLimits {
  constructor(
    private readonly counters: Counters,
    private readonly captcha: Captcha,
  ) {}

  /**
   * Consumes the permits of one new cart; they are not refunded.
   *
   * @param captchaResponse what a solved CAPTCHA gave; asked for near the total, and of prefixes that make very many.
   * @throws Problem `too_many_carts` (429, Retry-After) or `challenge_required` (403), outcome `none`; then no permit is
   * consumed.
   * @throws StoreUnavailable
   */
  async consume(network: Network, captchaResponse?: string): Promise<void> {
    const taken = await consumeShared(this.counters, CARTS, network);
    if (taken.kind === 'refused') throw tooManyCarts(taken);
    if (!taken.suspicious) return;
    try {
      await this.captcha.demand(captchaResponse);
    } catch (error) {
      await taken.refund();
      throw error;
    }
  }
}

/** M95: what makes calls to Ottu on a shopper's word is limited per cart, per network, per prefix of networks and in all. */
@Injectable()
export class CheckoutLimits {
  constructor(private readonly counters: Counters) {}

  /**
   * Consumes the permits of one operation that calls Ottu: after the cart is authorized, before the call. The caller
   * refunds them only where it did not call Ottu after all, since Ottu counts every call, refused ones too.
   *
   * @param what a payment counts against its cart and network alone: a spent total closes no till.
   * @returns refunds them; never throws.
   * @throws Problem `rate_limited` (429, Retry-After, outcome `none`); then no permit is consumed.
   * @throws StoreUnavailable
   */
  async consume(
    cartId: string,
    network: Network,
    what: 'checkout' | 'payment' = 'checkout',
  ): Promise<() => Promise<void>> {
    const ofCart: Wanted = { limit: 'cart_checkouts', whose: cartId };
    const taken =
      what === 'payment'
        ? await this.counters.consume([ofCart, { limit: CHECKOUTS.each, whose: network }])
        : await consumeShared(this.counters, CHECKOUTS, network, [ofCart]);
    if (taken.kind === 'refused') throw rateLimited(taken);
    return () => taken.refund();
  }
}

/** M95: how often Ottu is asked for the saved cards of one customer. */
@Injectable()
export class CardLimits {
  constructor(private readonly counters: Counters) {}

  /**
   * Called before the call; not refunded, since Ottu counts every call, refused ones too.
   *
   * @throws Problem `rate_limited` (429, Retry-After, outcome `none`)
   * @throws StoreUnavailable
   */
  async consume(customerId: string): Promise<void> {
    const result = await this.counters.consume([{ limit: 'customer_cards', whose: customerId }]);
    if (result.kind === 'taken') return;
    throw rateLimited(result);
  }
}

function tooManyCarts({ retryAfterSeconds }: Refused): Problem {
  return new Problem('too_many_carts', { outcome: 'none', retryAfterSeconds });
}

function rateLimited({ retryAfterSeconds }: Refused): Problem {
  return new Problem('rate_limited', { outcome: 'none', retryAfterSeconds });
}
