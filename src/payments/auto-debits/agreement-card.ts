import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { AgreementRow } from '../../database/schema.ts';
import { isExpired, lastFour, willExpireSoon } from '../../ottu/card-facts.ts';
import { CardsApi, cardsOf, type CardToken, type OttuCard } from '../../ottu/cards-api.ts';
import { problemOfFault } from '../../ottu/errors/problem-of-fault.ts';
import { problemOfReply } from '../../ottu/errors/problem-of-reply.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import type { AgreementCardView } from './agreement.response.ts';

export interface AgreementCard {
  readonly token: CardToken;
  /** The gateway that keeps it, which alone can charge it (F3.2). */
  readonly pgCode: string;
  readonly shown: AgreementCardView;
}

/** What is known of the card of an agreement when somebody looks. */
export interface ShownCard {
  readonly card: AgreementCardView | null;
  /** Why it could not be looked at. */
  readonly card_problem?: { readonly code: string };
}

type Agreement = Pick<AgreementRow, 'agreement_id' | 'customer_id' | 'pg_code'>;

const RETRY_AFTER_SECONDS = 5;

/** The card that an agreement is paid by. Ottu is asked each time: a token is kept nowhere here. */
@Injectable()
export class AgreementCards {
  constructor(
    private readonly api: CardsApi,
    private readonly settings: Settings,
  ) {}

  /**
   * @param pgCode as the caller names it, for an agreement whose gateway is not known.
   * @throws Problem `card_not_found`, `card_not_usable` (on another gateway), `cards_unavailable`, `ottu_api_key_needed`;
   * outcome `none`
   */
  async find(agreement: Agreement, pgCode: string | undefined, group: CallGroup = 'charge'): Promise<AgreementCard> {
    const { agreement_id: id, customer_id: customerId } = agreement;
    this.#assertListed();
    const cards = await this.#ask(agreement, group);
    // Also where Ottu ignores the filter: never another customer's card, nor one that was not agreed on.
    const agreed = cards.filter(
      (each) => (each.customerId ?? customerId) === customerId && each.agreements.includes(id) && each.pgCode,
    );
    const named = agreement.pg_code ?? pgCode;
    const card = agreed.find((each) => each.pgCode === named) ?? agreed[0];
    if (card?.pgCode === undefined) {
      throw new Problem('card_not_found', {
        detail:
          'Ottu shows no card of this customer under this agreement. He has to begin it anew, by a payment of his own.',
        outcome: 'none',
        retry: { advice: 'payer' },
      });
    }
    const gateway = named ?? card.pgCode;
    if (card.pgCode !== gateway) {
      throw new Problem('card_not_usable', {
        detail: `The card of the agreement is kept by another gateway than ${gateway}.`,
        outcome: 'none',
        retry: { advice: 'payer' },
      });
    }
    return { token: card.token, pgCode: gateway, shown: viewOf(card, gateway) };
  }

  /** The card that would be charged now: an agreement moves to another one by a new first payment (F13.2). */
  async show(agreement: Agreement): Promise<ShownCard> {
    try {
      return { card: (await this.find(agreement, undefined, 'read')).shown };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { card: null, card_problem: { code: error.code } };
    }
  }

  /** F1.3: Ottu shows saved cards to an API key alone. */
  #assertListed(): void {
    if (this.settings.ottu.credentials.kind === 'api_key') return;
    throw new Problem('ottu_api_key_needed', {
      detail: 'Ottu shows the card of an agreement to an API key only, and this service has a user name and password.',
      outcome: 'none',
    });
  }

  async #ask({ agreement_id: agreementId, customer_id: customerId }: Agreement, group: CallGroup) {
    const { mode, timeoutMs } = this.settings.ottu;
    try {
      // M95: what a charge needs counts as one.
      const reply = await this.api.list({ customerId, mode }, new Deadline(timeoutMs), {
        group,
        agreementId,
      });
      const cards = cardsOf(reply);
      if (cards === undefined) throw unavailable(problemOfReply(reply));
      return cards;
    } catch (error) {
      throw error instanceof TransportFault ? unavailable(problemOfFault(error)) : error;
    }
  }
}

function viewOf(card: OttuCard, gateway: string): AgreementCardView {
  const four = lastFour(card);
  return {
    number: four === undefined ? null : `**** ${four}`,
    brand: card.brand ?? null,
    expiry_month: card.expiryMonth ?? null,
    expiry_year: card.expiryYear ?? null,
    is_expired: isExpired(card),
    will_expire_soon: willExpireSoon(card),
    pg_code: gateway,
  };
}

function unavailable({ options }: Problem): Problem {
  return new Problem('cards_unavailable', {
    detail: 'Nothing was charged. The same request may be sent again with the same key.',
    outcome: 'none',
    retryAfterSeconds: options.retryAfterSeconds ?? RETRY_AFTER_SECONDS,
    ...(options.operatorNote === undefined ? {} : { operatorNote: options.operatorNote }),
  });
}
