import { Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.ts';
import { Captcha } from './captcha.ts';
import { Counters, type Permit, type Refused } from './counters.ts';
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

/** The permits of one network, of its prefixes and of the total; all of them or none. */
async function consumeShared(counters: Counters, shared: Shared, network: Network): Promise<SharedPermits | Refused> {
  const permits: Permit[] = [];
  const refund = async (): Promise<void> => {
    for (const permit of permits) await permit.refund();
  };
  const refused = async (refusal: Refused): Promise<Refused> => {
    await refund();
    return refusal;
  };
  let suspicious = false;
  // The narrowest first, and the total last: one that floods must not use up what is there for others.
  const ofNetwork = await counters.consume(shared.each, network);
  if (ofNetwork.kind === 'refused') return ofNetwork;
  permits.push(ofNetwork);
  let widest = ofNetwork;
  for (const { prefix, of } of prefixesOf(network)) {
    const limit = shared.ofPrefix[prefix];
    if (limit === undefined) continue;
    const ofPrefix = await counters.consume(limit, of);
    if (ofPrefix.kind === 'taken') permits.push(ofPrefix);
    else if (!shared.soft.has(prefix)) return refused(ofPrefix);
    if (shared.soft.has(prefix)) suspicious ||= ofPrefix.kind === 'refused';
    else if (ofPrefix.kind === 'taken') widest = ofPrefix;
  }
  const ofAll = await counters.consume(shared.all, 'all');
  if (ofAll.kind === 'refused') return refused(ofAll);
  permits.push(ofAll);
  const part = ofAll.used / ofAll.permits;
  if (part > NEAR_TOTAL.keptFrom && widest.used > shared.little) {
    // Once its own window has ended, it has used little again.
    const waitMs = Math.max(0, widest.record.windowEnds - Date.now());
    return refused({ kind: 'refused', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  }
  return { kind: 'taken', suspicious: suspicious || part > NEAR_TOTAL.captchaFrom, refund };
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
    const ofCart = await this.counters.consume('cart_checkouts', cartId);
    if (ofCart.kind === 'refused') throw rateLimited(ofCart);
    const rest =
      what === 'payment'
        ? await this.counters.consume(CHECKOUTS.each, network)
        : await consumeShared(this.counters, CHECKOUTS, network);
    if (rest.kind === 'taken') {
      return async () => {
        await ofCart.refund();
        await rest.refund();
      };
    }
    await ofCart.refund();
    throw rateLimited(rest);
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
    const result = await this.counters.consume('customer_cards', customerId);
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
