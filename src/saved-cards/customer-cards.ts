import { Injectable } from '@nestjs/common';

import { noteForAudit } from '../audit/key-use.ts';
import type { Shopper } from '../access/customer-jwt.ts';
import { Settings } from '../config/settings.ts';
import { CardLimits } from '../limits/request-limits.ts';
import { CardsApi, cardsOf, type CardOwner, type OttuCard } from '../ottu/cards-api.ts';
import { problemOfFault } from '../ottu/errors/problem-of-fault.ts';
import { problemOfReply } from '../ottu/errors/problem-of-reply.ts';
import type { CallGroup } from '../ottu/transport/call-policy.ts';
import { Deadline } from '../ottu/transport/deadline.ts';
import type { OttuReply } from '../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../ottu/transport/transport-fault.ts';
import { Agreements } from '../payments/auto-debits/agreements.ts';
import { Problem, type ProblemOptions } from '../problems/problem.ts';
import { CardIds } from './card-ids.ts';

export interface CustomerCard {
  readonly id: string;
  readonly card: OttuCard;
}

/** Whose cards, and who asks for them: their owner's browser, a server of the merchant, or this service by itself. */
export interface CardHolder {
  readonly customerId: string;
  readonly askedBy: 'shopper' | 'server' | 'follow_up';
}

/** M58: Ottu's `customer_id` is the verified `sub` and nothing else. */
export function ownCards({ id }: Shopper): CardHolder {
  return { customerId: id, askedBy: 'shopper' };
}

const RETRY_AFTER_SECONDS = 5;

/** What the calls count as, against the day's quota (M95). */
const GROUPS: Readonly<Record<CardHolder['askedBy'], Readonly<Record<'list' | 'delete', CallGroup>>>> = {
  shopper: { list: 'storefront', delete: 'storefront' },
  server: { list: 'read', delete: 'operations' },
  follow_up: { list: 'background', delete: 'background' },
};

/**
 * The saved cards of one customer. A shopper sees his own, on the gateways that shoppers are offered, and nothing of what
 * is wrong at Ottu; a server of the merchant sees those of any customer, on every gateway, and which fault it was. Ottu's
 * own words, which could quote a token, reach neither.
 */
@Injectable()
export class CustomerCards {
  constructor(
    private readonly api: CardsApi,
    private readonly ids: CardIds,
    private readonly agreements: Agreements,
    private readonly limits: CardLimits,
    private readonly settings: Settings,
  ) {}

  /**
   * The preferred one first.
   *
   * @throws Problem `ottu_api_key_needed` (501); `cards_unavailable` (503) for a shopper, and for a server what a call to
   * Ottu can end in; outcome `none`
   */
  async list(holder: CardHolder, signal?: AbortSignal): Promise<CustomerCard[]> {
    const cards = await this.#ask(holder, signal);
    return cards
      .map((card) => ({ id: this.ids.of(holder.customerId, card.token), card }))
      .toSorted((a, b) => Number(b.card.isPreferred === true) - Number(a.card.isPreferred === true));
  }

  /**
   * The card that this id names, among those of this customer.
   *
   * @throws Problem `card_not_found` (404), or one of `list`; outcome `none`
   */
  async find(holder: CardHolder, id: string): Promise<OttuCard> {
    return this.#among(await this.#ask(holder), holder, id);
  }

  #among(all: readonly OttuCard[], { customerId }: CardHolder, id: string): OttuCard {
    // Compared with every card, so that time tells nothing about which it is.
    const cards = all.map((card) => ({ card, same: this.ids.matches(id, customerId, card.token) }));
    const found = cards.find(({ same }) => same);
    if (found !== undefined) return found.card;
    throw new Problem('card_not_found', { outcome: 'none' });
  }

  /**
   * A card that pays an agreement stays, without a word to Ottu, which leaves open what it would do (F15.28).
   *
   * @param force lets Ottu decide also of such a card.
   * @throws Problem `card_not_found`, `card_in_use` (409, with the agreements), or one of `list`; outcome `none`
   */
  async delete(holder: CardHolder, id: string, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
    const all = await this.#ask(holder);
    const found = this.#among(all, holder, id);
    const card = { ...found, agreements: await this.#paidWith(holder, found, all) };
    noteForAudit({ ids: { card_id: id }, before: { agreements: card.agreements.length, forced: force } });
    if (card.agreements.length > 0 && !force) throw inUse(card, 'Agreements are paid with this card.');
    const reply = await this.#call(holder, (deadline) =>
      this.api.delete(this.#owner(holder), card.token, deadline, { group: GROUPS[holder.askedBy].delete }),
    );
    if (reply.status === 204 || reply.status === 200) return;
    const problem = problemOfReply(reply);
    // It was there a moment ago: another request, or the first of two tries, was faster.
    if (problem.code === 'not_found') return;
    if (problem.code === 'ottu_rejected' && found.agreements.length > 0) {
      throw inUse(found, 'Ottu keeps the card, since agreements are paid with it.');
    }
    throw unavailable(holder, problem);
  }

  /** M82: what Ottu's list says, and what is kept here; an agreement that has ended here needs its card no more. */
  async #paidWith(
    { customerId }: CardHolder,
    { agreements, pgCode }: OttuCard,
    all: readonly OttuCard[],
  ): Promise<string[]> {
    const kept = await this.agreements.ofCustomer(customerId, pgCode);
    const over = new Set(kept.filter(({ isOver }) => isOver).map(({ id }) => id));
    const listed = new Set(all.flatMap((card) => card.agreements));
    // Of one that Ottu's list names with no card, any of them on its gateway may be the card.
    const unlisted = kept.filter(({ id, isOver }) => !isOver && !listed.has(id)).map(({ id }) => id);
    return [...agreements.filter((id) => !over.has(id)), ...unlisted];
  }

  /** Of this customer, and for a shopper on the gateways of shoppers, also if Ottu ignores the filter. */
  async #ask(holder: CardHolder, signal?: AbortSignal): Promise<OttuCard[]> {
    const { customerId, askedBy } = holder;
    this.assertListed();
    const pgCodes = askedBy === 'shopper' ? this.settings.ottu.pgCodes : undefined;
    if (pgCodes?.length === 0) return [];
    if (askedBy === 'shopper') await this.limits.consume(customerId);
    const reply = await this.#call(holder, (deadline) =>
      this.api.list(this.#owner(holder), deadline, { group: GROUPS[askedBy].list, pgCodes, signal }),
    );
    const cards = cardsOf(reply);
    if (cards === undefined) throw unavailable(holder, problemOfReply(reply));
    return cards.filter(
      ({ customerId: owner = customerId, pgCode }) =>
        owner === customerId && (pgCodes === undefined || (pgCode !== undefined && pgCodes.includes(pgCode))),
    );
  }

  /**
   * F1.3: Ottu shows saved cards to an API key alone, so that asking it by user name is in vain.
   *
   * @throws Problem `ottu_api_key_needed` (501), outcome `none`
   */
  assertListed(): void {
    if (this.settings.ottu.credentials.kind === 'api_key') return;
    throw new Problem('ottu_api_key_needed', {
      detail: 'Ottu shows saved cards to an API key only, and this service has a user name and password.',
      outcome: 'none',
    });
  }

  async #call(holder: CardHolder, send: (deadline: Deadline) => Promise<OttuReply>): Promise<OttuReply> {
    try {
      return await send(new Deadline(this.settings.ottu.timeoutMs));
    } catch (error) {
      throw error instanceof TransportFault ? unavailable(holder, problemOfFault(error)) : error;
    }
  }

  #owner({ customerId }: CardHolder): CardOwner {
    return { customerId, mode: this.settings.ottu.mode };
  }
}

const MOST_AGREEMENTS_SHOWN = 100;

function inUse({ agreements }: OttuCard, detail: string): Problem {
  return new Problem('card_in_use', {
    detail,
    outcome: 'none',
    agreements: agreements.slice(0, MOST_AGREEMENTS_SHOWN),
  });
}

/** What is wrong with Ottu is for the merchant; a shopper can come back later, or pay in another way. */
function unavailable({ askedBy }: CardHolder, { code, options }: Problem): Problem {
  const { operatorNote, retryAfterSeconds, cause } = options;
  const kept: ProblemOptions = {
    outcome: 'none',
    cause,
    ...(operatorNote === undefined ? {} : { operatorNote }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  if (askedBy === 'shopper') {
    return new Problem('cards_unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, ...kept });
  }
  // That Ottu knows no such list says nothing about this route.
  return new Problem(code === 'not_found' ? 'ottu_not_found' : code, kept);
}
