import { randomInt } from 'node:crypto';

import request, { type Response, type Test } from 'supertest';

import type { Headers, TestCart } from '../carts/support.ts';
import { pay, teaCart, type PayCall } from '../checkout/support.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';

export interface ShownCard {
  readonly id: string;
  readonly last_four: string | null;
  readonly payable: boolean;
  readonly [member: string]: unknown;
}

export const listCards = (url: string, headers: Headers = {}): Test => request(url).get('/v1/cards').set(headers);

export const deleteCard = (url: string, id: string, headers: Headers = {}): Test =>
  request(url)
    .delete(`/v1/cards/${encodeURIComponent(id)}`)
    .set(headers);

export async function cardsOf(url: string, headers: Headers): Promise<ShownCard[]> {
  const { body } = await listCards(url, headers);
  return body.cards as ShownCard[];
}

type Card = Parameters<TestService['simulator']['saveCard']>[0];

/** A card that Ottu has of this customer; its token. */
export function saved({ simulator }: TestService, customerId: string, card: Partial<Card> = {}): string {
  const token = `98${String(randomInt(1e7)).padStart(7, '0')}${String(randomInt(1e7)).padStart(7, '0')}`;
  simulator.saveCard({ token, customer_id: customerId, ...card });
  return token;
}

/** The id by which this customer's browser knows the one card with these digits. */
export async function idOf(url: string, headers: Headers, lastFour: string): Promise<string> {
  const found = (await cardsOf(url, headers)).find(({ last_four }) => last_four === lastFour);
  if (found === undefined) throw new Error(`no card ends in ${lastFour}`);
  return found.id;
}

/** Pays a cart of tea, the customer's own, with this card. */
export async function payByCard(
  url: string,
  cart: TestCart,
  cardId: string,
  { headers = {}, ...call }: PayCall = {},
): Promise<Response> {
  return pay(url, cart, { ...call, headers, body: { card_id: cardId } });
}

export const ownCart = (url: string, headers: Headers): Promise<TestCart> => teaCart(url, {}, headers);

const SERVER = { authorization: authorization('cards') } as const;

const customerPath = (customer: string): string => `/v1/customers/${encodeURIComponent(customer)}/cards`;

export const listCustomerCards = (url: string, customer: string, headers: Headers = SERVER): Test =>
  request(url).get(customerPath(customer)).set(headers);

export interface Deletion {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Headers;
}

export const deleteCustomerCard = (
  url: string,
  customer: string,
  id: string,
  { query = {}, headers = SERVER }: Deletion = {},
): Test =>
  request(url)
    .delete(`${customerPath(customer)}/${encodeURIComponent(id)}`)
    .query(query)
    .set(headers);

export async function customerCardsOf(url: string, customer: string): Promise<ShownCard[]> {
  const { body } = await listCustomerCards(url, customer);
  return body.cards as ShownCard[];
}
