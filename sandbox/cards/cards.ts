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
}

export interface CardStore {
  find(token: string): Card | undefined;
  save(card: Card): void;
  remove(token: string): void;
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
  const byCustomer = new Map<string, Set<Card>>();
  const save = (card: Card): void => {
    const before = cards.get(card.token);
    if (before !== undefined) byCustomer.get(before.customer_id)?.delete(before);
    cards.set(card.token, card);
    const own = byCustomer.get(card.customer_id) ?? new Set();
    byCustomer.set(card.customer_id, own.add(card));
  };
  const reset = (): void => {
    cards.clear();
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
      if (card !== undefined) byCustomer.get(card.customer_id)?.delete(card);
    },
    ofCustomer: (customerId) => [...(byCustomer.get(customerId) ?? [])],
    reset,
  };
}

/** A card as the API and events show it. */
export function cardAnswer(card: Card): JsonObject {
  const { sandbox: _, ...shown } = card;
  return { ...shown, pg: card.pg_name, is_expired: isOver(card), will_expire_soon: false, is_preferred: false };
}

/** A card is good to the end of its month. */
function isOver({ expiry_month: month, expiry_year: year }: Card): boolean {
  return Date.UTC(2000 + Number(year), Number(month), 1) <= Date.now();
}

/** For tests and demos: a card of this customer as if it had been saved once, with what is given in place of what it has. */
export function plantedCard(card: Partial<Card> & Pick<Card, 'token' | 'customer_id'>): Card {
  return { ...SEED, ...card, agreements: [...(card.agreements ?? [])] };
}
