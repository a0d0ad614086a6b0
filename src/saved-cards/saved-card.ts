import type { OttuCard } from '../ottu/cards-api.ts';
import type { CustomerCardView, SavedCardView } from './saved-cards.response.ts';

/** Why a card can pay nothing here. */
export type Unusable = 'needs_cvv' | 'expired';

/** F13.3: an auto-debit takes a card that is good for 30 days more, unless it was agreed otherwise. */
const SOON_MS = 30 * 24 * 60 * 60_000;

/** Only a card of which Ottu says that it needs no security code can be paid without Ottu's own page (F6). */
export function needsCvv({ cvvRequired }: OttuCard): boolean {
  return cvvRequired !== false;
}

/** Ottu's word, and the printed date where it says nothing. A card is good to the end of its month. */
export function isExpired(card: OttuCard, now = new Date()): boolean {
  return card.isExpired ?? endsBefore(card, now.getTime());
}

/** Ottu's word, and the printed date where it says nothing. One that has expired is past that. */
export function willExpireSoon(card: OttuCard, now = new Date()): boolean {
  if (card.willExpireSoon !== undefined) return card.willExpireSoon;
  return !isExpired(card, now) && endsBefore(card, now.getTime() + SOON_MS);
}

function endsBefore({ expiryMonth, expiryYear }: OttuCard, time: number): boolean {
  const [month, year] = [Number(expiryMonth), Number(expiryYear)];
  if (!Number.isInteger(month) || !Number.isInteger(year)) return false;
  return Date.UTC(2000 + (year % 100), month, 1) <= time;
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
    last_four: /(?<!\d)\d{4}$/.exec(card.number?.trim() ?? '')?.[0] ?? null,
    expiry_month: card.expiryMonth ?? null,
    expiry_year: card.expiryYear ?? null,
    name_on_card: card.nameOnCard ?? null,
    pg_code: card.pgCode ?? null,
    is_preferred: card.isPreferred === true,
    is_expired: isExpired(card),
    needs_cvv: needsCvv(card),
  };
}
