import type { JsonObject } from '../json.ts';

/** A saved card (F6). `token` looks like a card number and is none. */
export interface Card {
  readonly token: string;
  readonly customer_id: string;
  readonly brand: string;
  readonly name_on_card: string;
  /** Masked. */
  readonly number: string;
  readonly expiry_month: string;
  readonly expiry_year: string;
  readonly cvv_required: boolean;
  readonly pg_code: string;
  readonly pg_name: string;
  readonly sandbox: boolean;
  agreements: string[];
  /** From when on the list has it, the simulator's time; at once where it is left out. */
  readonly listedFrom?: number;
}

export interface CardStore {
  find(token: string): Card | undefined;
  save(card: Card): void;
  remove(token: string): void;
  /** Whether this token was one and was removed. */
  isRemoved(token: string): boolean;
  ofCustomer(customerId: string): readonly Card[];
  reset(): void;
}

/** The card that every fresh simulator has. */
const SEED: Card = {
  token: '9990001112223334',
  customer_id: 'cust-77',
  brand: 'VISA',
  name_on_card: 'Sara Al-Test',
  number: '**** 1019',
  expiry_month: '01',
  expiry_year: '39',
  cvv_required: false,
  pg_code: 'credit-card',
  pg_name: 'mpgs',
  sandbox: true,
  agreements: ['AGR-9'],
};

export function createCardStore(): CardStore {
  const cards = new Map<string, Card>();
  const removed = new Set<string>();
  const byCustomer = new Map<string, Set<Card>>();
  const save = (card: Card): void => {
    const before = cards.get(card.token);
    if (before !== undefined) byCustomer.get(before.customer_id)?.delete(before);
    cards.set(card.token, card);
    removed.delete(card.token);
    const own = byCustomer.get(card.customer_id) ?? new Set();
    byCustomer.set(card.customer_id, own.add(card));
  };
  const reset = (): void => {
    cards.clear();
    removed.clear();
    byCustomer.clear();
    save({ ...SEED, agreements: [...SEED.agreements] });
  };
  reset();
  return {
    find: (token) => cards.get(token),
    save,
    remove(token) {
      const card = cards.get(token);
      cards.delete(token);
      if (card === undefined) return;
      removed.add(token);
      byCustomer.get(card.customer_id)?.delete(card);
    },
    isRemoved: (token) => removed.has(token),
    ofCustomer: (customerId) => [...(byCustomer.get(customerId) ?? [])],
    reset,
  };
}

/** A card as the API and events show it at that time of the simulator's clock. */
export function cardAnswer(card: Card, now: number): JsonObject {
  const { sandbox: _, listedFrom: __, ...shown } = card;
  const isExpired = endOf(card) <= now;
  return {
    ...shown,
    pg: card.pg_name,
    is_expired: isExpired,
    will_expire_soon: !isExpired && endOf(card) <= now + SOON,
    is_preferred: false,
  };
}

/** Ottu names no span: the one that a card of an automatic debit must have left (F2.2). */
const SOON = 30 * 24 * 60 * 60 * 1000;

/** A card is good to the end of its month. Milliseconds since 1970. */
export function endOf({ expiry_month: month, expiry_year: year }: Card): number {
  return Date.UTC(2000 + Number(year), Number(month), 1);
}

/** For tests and demos: a card of this customer as if it had been saved once, with what is given in place of what it has. */
export function plantedCard(card: Partial<Card> & Pick<Card, 'token' | 'customer_id'>): Card {
  return { ...SEED, ...card, agreements: [...(card.agreements ?? [])] };
}
