import type { OttuCard } from './cards-api.ts';

/** F13.3: an auto-debit takes a card that is good for 30 days more, unless it was agreed otherwise. */
const SOON_MS = 30 * 24 * 60 * 60_000;

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

/** Never more of its number, whatever Ottu shows. */
export function lastFour({ number }: Pick<OttuCard, 'number'>): string | undefined {
  return /(?<!\d)\d{4}$/.exec(number?.trim() ?? '')?.[0];
}
