import { Injectable } from '@nestjs/common';

/** The card that a payment of type `save_card` is to have left at Ottu (M24). */
export interface SoughtCard {
  readonly customerId: string;
  readonly pgCodes: readonly string[];
  /** Keyed hash of its token, where an event named it (M70). */
  readonly cardHash: string | undefined;
}

export type CardLook =
  | {
      readonly kind: 'shown';
      /** As servers of the merchant see it; null where no event has named it. */
      readonly card: object | null;
    }
  | { readonly kind: 'not_shown' }
  /** Ottu was away, or could not be asked yet. */
  | { readonly kind: 'no_answer' };

/** What `payments` needs of Ottu's list of saved cards. */
export interface CardListHooks {
  look(sought: SoughtCard): Promise<CardLook>;
}

/** Where `saved-cards` registers itself, because `payments` imports nothing above it. Without it no card is ever shown. */
@Injectable()
export class CardListPort {
  #cards: CardListHooks | undefined;

  provide(cards: CardListHooks): void {
    this.#cards = cards;
  }

  async look(sought: SoughtCard): Promise<CardLook> {
    return this.#cards === undefined ? { kind: 'not_shown' } : this.#cards.look(sought);
  }
}
