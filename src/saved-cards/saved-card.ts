import { isExpired, lastFour, willExpireSoon } from '../ottu/card-facts.ts';
import type { OttuCard } from '../ottu/cards-api.ts';
import type { CustomerCardView, SavedCardView } from './saved-cards.response.ts';

/** Why a card can pay nothing here. */
export type Unusable = 'needs_cvv' | 'expired';

/** Only a card of which Ottu says that it needs no security code can be paid without Ottu's own page (F6). */
export function needsCvv({ cvvRequired }: OttuCard): boolean {
  return cvvRequired !== false;
}

export function unusable(card: OttuCard): Unusable | undefined {
  if (isExpired(card)) return 'expired';
  return needsCvv(card) ? 'needs_cvv' : undefined;
}

/** A card as its owner's browser may see it: an allow-list, and never more than four digits. */
export function toSavedCardView(id: string, card: OttuCard): SavedCardView {
  return { ...commonView(id, card), payable: unusable(card) === undefined };
}

/** A card as servers of the merchant see it: an allow-list too. */
export function toCustomerCardView(id: string, card: OttuCard): CustomerCardView {
  const common = commonView(id, card);
  return {
    ...common,
    number: common.last_four === null ? null : `**** ${common.last_four}`,
    will_expire_soon: willExpireSoon(card),
    agreements: [...card.agreements],
  };
}

function commonView(id: string, card: OttuCard): Omit<SavedCardView, 'payable'> {
  return {
    id,
    brand: card.brand ?? null,
    last_four: lastFour(card) ?? null,
    expiry_month: card.expiryMonth ?? null,
    expiry_year: card.expiryYear ?? null,
    name_on_card: card.nameOnCard ?? null,
    pg_code: card.pgCode ?? null,
    is_preferred: card.isPreferred === true,
    is_expired: isExpired(card),
    needs_cvv: needsCvv(card),
  };
}
