import { Injectable } from '@nestjs/common';

import type { Shopper } from '../access/customer-jwt.ts';
import { Settings } from '../config/settings.ts';
import { CardLimits } from '../limits/request-limits.ts';
import { CardsApi, cardsOf, type CardOwner, type OttuCard } from '../ottu/cards-api.ts';
import { problemOfFault } from '../ottu/errors/problem-of-fault.ts';
import { problemOfReply } from '../ottu/errors/problem-of-reply.ts';
import { Deadline } from '../ottu/transport/deadline.ts';
import type { OttuReply } from '../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../ottu/transport/transport-fault.ts';
import { Problem } from '../problems/problem.ts';
import { CardIds } from './card-ids.ts';

export interface CustomerCard {
  readonly id: string;
  readonly card: OttuCard;
}

const RETRY_AFTER_SECONDS = 5;

/**
 * The saved cards of one signed-in customer. Ottu's `customer_id` is the verified `sub` and nothing else (M58); nothing
 * of Ottu's own words reaches the shopper.
 */
@Injectable()
export class CustomerCards {
  constructor(
    private readonly api: CardsApi,
    private readonly ids: CardIds,
    private readonly limits: CardLimits,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem `cards_unavailable` (503, outcome `none`) */
  async list(shopper: Shopper, signal?: AbortSignal): Promise<CustomerCard[]> {
    const cards = await this.#ask(shopper, signal);
    return cards
      .map((card) => ({ id: this.ids.of(shopper.id, card.token), card }))
      .toSorted((a, b) => Number(b.card.isPreferred === true) - Number(a.card.isPreferred === true));
  }

  /**
   * The card that this id names, among those of this customer.
   *
   * @throws Problem `card_not_found` (404), `cards_unavailable` (503); outcome `none`
   */
  async find(shopper: Shopper, id: string): Promise<OttuCard> {
    // Compared with every card, so that time tells nothing about which it is.
    const cards = (await this.#ask(shopper)).map((card) => ({
      card,
      same: this.ids.matches(id, shopper.id, card.token),
    }));
    const found = cards.find(({ same }) => same);
    if (found !== undefined) return found.card;
    throw new Problem('card_not_found', { outcome: 'none' });
  }

  /** @throws Problem `card_not_found`, `card_in_use` (409), `cards_unavailable` */
  async delete(shopper: Shopper, id: string): Promise<void> {
    const card = await this.find(shopper, id);
    const reply = await this.#call((deadline) =>
      this.api.delete(this.#owner(shopper), card.token, deadline, { group: 'storefront' }),
    );
    if (reply.status === 204 || reply.status === 200) return;
    const problem = problemOfReply(reply);
    // It was there a moment ago: another request, or the first of two tries, was faster.
    if (problem.code === 'not_found') return;
    if (problem.code === 'ottu_rejected' && card.agreements.length > 0) {
      throw new Problem('card_in_use', { detail: 'A subscription is paid with this card.', outcome: 'none' });
    }
    throw unavailable(problem);
  }

  /** Of this customer and on the gateways of shoppers, also if Ottu ignores the filter. */
  async #ask(shopper: Shopper, signal?: AbortSignal): Promise<OttuCard[]> {
    const { pgCodes } = this.settings.ottu;
    if (pgCodes.length === 0) return [];
    await this.limits.consume(shopper.id);
    const reply = await this.#call((deadline) =>
      this.api.list(this.#owner(shopper), deadline, { group: 'storefront', pgCodes, signal }),
    );
    const cards = cardsOf(reply);
    if (cards === undefined) throw unavailable(problemOfReply(reply));
    return cards.filter(
      ({ customerId = shopper.id, pgCode }) =>
        customerId === shopper.id && pgCode !== undefined && pgCodes.includes(pgCode),
    );
  }

  async #call(send: (deadline: Deadline) => Promise<OttuReply>): Promise<OttuReply> {
    try {
      return await send(new Deadline(this.settings.ottu.timeoutMs));
    } catch (error) {
      throw error instanceof TransportFault ? unavailable(problemOfFault(error)) : error;
    }
  }

  #owner({ id }: Shopper): CardOwner {
    return { customerId: id, mode: this.settings.ottu.mode };
  }
}

/** What is wrong with Ottu is for operators; a shopper can come back later, or pay in another way. */
function unavailable({ options }: Problem): Problem {
  return new Problem('cards_unavailable', {
    outcome: 'none',
    retryAfterSeconds: options.retryAfterSeconds ?? RETRY_AFTER_SECONDS,
    ...(options.operatorNote === undefined ? {} : { operatorNote: options.operatorNote }),
  });
}
