import type { OttuCard } from '../ottu/cards-api.ts';
import type { SavedCardView } from './saved-cards.response.ts';

/** Why a card can pay nothing here. */
export type Unusable = 'needs_cvv' | 'expired';

/** Only a card of which Ottu says that it needs no security code can be paid without Ottu's own page (F6). */
export function needsCvv({ cvvRequired }: OttuCard): boolean {
  return cvvRequired !== false;
}

/** Ottu's word, and the printed date where it says nothing. A card is good to the end of its month. */
export function isExpired({ isExpired: reported, expiryMonth, expiryYear }: OttuCard, now = new Date()): boolean {
  if (reported !== undefined) return reported;
  const [month, year] = [Number(expiryMonth), Number(expiryYear)];
  if (!Number.isInteger(month) || !Number.isInteger(year)) return false;
  return Date.UTC(2000 + (year % 100), month, 1) <= now.getTime();
}

export function unusable(card: OttuCard): Unusable | undefined {
  if (isExpired(card)) return 'expired';
  return needsCvv(card) ? 'needs_cvv' : undefined;
}

/** A card as its owner's browser may see it: an allow-list, and never more than four digits. */
export function toSavedCardView(id: string, card: OttuCard): SavedCardView {
  return {
    id,
    brand: card.brand ?? null,
    last_four: /(?<!\d)\d{4}$/.exec(card.number?.trim() ?? '')?.[0] ?? null,
    expiry_month: card.expiryMonth ?? null,
    expiry_year: card.expiryYear ?? null,
    name_on_card: card.nameOnCard ?? null,
    pg_code: card.pgCode ?? null,
    is_preferred: card.isPreferred === true,
    is_expired: isExpired(card),
    needs_cvv: needsCvv(card),
    payable: unusable(card) === undefined,
  };
}
