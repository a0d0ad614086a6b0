import { Injectable, type OnModuleInit } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import { cardTokenHash } from '../ottu/card-token-hash.ts';
import type { CardToken } from '../ottu/cards-api.ts';
import {
  CardListPort,
  type CardListHooks,
  type CardLook,
  type SoughtCard,
} from '../payments/reconciliation/card-list-port.ts';
import type { ProblemCode } from '../problems/catalog.ts';
import { Problem } from '../problems/problem.ts';
import { CustomerCards, type CustomerCard } from './customer-cards.ts';
import { toCustomerCardView } from './saved-card.ts';

/** Ottu refuses to show the list, and the same question again is no better. */
const REFUSALS: ReadonlySet<ProblemCode> = new Set([
  'ottu_api_key_needed',
  'ottu_rejected',
  'ottu_refused_credentials',
  'ottu_not_found',
]);

/** M24: whether Ottu's list shows a card that was to be saved. */
@Injectable()
export class ShownCards implements CardListHooks, OnModuleInit {
  constructor(
    private readonly port: CardListPort,
    private readonly cards: CustomerCards,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.port.provide(this);
  }

  /**
   * Where an event has named the card, that one; else any on the gateways that were asked, and which it is then nobody knows:
   * it may be one that the customer had before, while Ottu's list does not have the new one yet.
   */
  async look({ customerId, pgCodes, cardHash }: SoughtCard): Promise<CardLook> {
    let cards: readonly CustomerCard[];
    try {
      cards = await this.cards.list({ customerId, askedBy: 'follow_up' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { kind: REFUSALS.has(error.code) ? 'not_shown' : 'no_answer' };
    }
    const found = cards.filter(({ card: { token, pgCode } }) =>
      cardHash === undefined ? pgCode === undefined || pgCodes.includes(pgCode) : this.#isNamed(token, cardHash),
    );
    const [only, ...others] = found;
    if (only === undefined) return { kind: 'not_shown' };
    const isKnown = cardHash !== undefined && others.length === 0;
    return { kind: 'shown', card: isKnown ? toCustomerCardView(only.id, only.card) : null };
  }

  /** By any live key: the event may have come before a rotation. */
  #isNamed(token: CardToken, hash: string): boolean {
    return this.settings.ottu.webhookKeys.some((key) => cardTokenHash(token.reveal(), key.reveal()) === hash);
  }
}
