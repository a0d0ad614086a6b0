import { inspect } from 'node:util';

import { writeJson } from '../json/write-json.ts';
import type { ReadOptions } from './call-options.ts';
import { OTTU_PATHS } from './paths.ts';
import { isRecord, jsonValueOf, saysJson } from './reply-json.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

/** Ottu's token of a saved card. It is enough to charge the card, so only `reveal()` shows it. */
export class CardToken {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[card token]';
  }

  toJSON(): string {
    return '[card token]';
  }

  [inspect.custom](): string {
    return '[card token]';
  }
}

/** A saved card as Ottu shows it (F6); a member that it leaves out is `undefined`. */
export interface OttuCard {
  readonly token: CardToken;
  readonly customerId: string | undefined;
  readonly pgCode: string | undefined;
  readonly brand: string | undefined;
  readonly nameOnCard: string | undefined;
  /** Masked, such as `**** 1019`. */
  readonly number: string | undefined;
  /** Two digits. */
  readonly expiryMonth: string | undefined;
  /** The last two digits. */
  readonly expiryYear: string | undefined;
  readonly isExpired: boolean | undefined;
  readonly willExpireSoon: boolean | undefined;
  readonly isPreferred: boolean | undefined;
  readonly cvvRequired: boolean | undefined;
  /** Ids of the agreements that are paid by this card. */
  readonly agreements: readonly string[];
}

/** Whose cards. At Ottu cards of tests and of real customers are apart. */
export interface CardOwner {
  readonly customerId: string;
  readonly mode: 'sandbox' | 'live';
}

export interface CardOptions extends ReadOptions {
  /** Cards of these gateways only; all when not given. */
  readonly pgCodes?: readonly string[] | undefined;
  /** The card that this agreement is paid by, and no other (F6). */
  readonly agreementId?: string | undefined;
}

/** Ottu's user cards (F6). It takes an API key only, never a user name and password (F1.3). */
export class CardsApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Asks for a customer's cards, by POST (F6): repeated as a GET is. `cardsOf` reads the answer.
   *
   * @throws TransportFault
   */
  async list(
    { customerId, mode }: CardOwner,
    deadline: Deadline,
    { group = 'read', signal, pgCodes, agreementId }: CardOptions = {},
  ): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.cards,
      operation: 'list_cards',
      json: writeJson({
        customer_id: customerId,
        type: typeOf(mode),
        ...(pgCodes === undefined ? {} : { pg_codes: pgCodes }),
        ...(agreementId === undefined ? {} : { agreement_id: agreementId }),
      }),
      policy: { group, repeat: 'always', deadline },
      signal,
    });
  }

  /**
   * Forgets a card: 204. A second time is 404, also where this client has sent it twice by itself.
   *
   * @throws TransportFault
   */
  async delete(
    { customerId, mode }: CardOwner,
    token: CardToken,
    deadline: Deadline,
    { group = 'operations' }: Pick<ReadOptions, 'group'> = {},
  ): Promise<OttuReply> {
    const owner = new URLSearchParams({ customer_id: customerId, type: typeOf(mode) });
    return this.#transport.send({
      method: 'DELETE',
      path: `${OTTU_PATHS.card(token.reveal())}?${owner.toString()}`,
      operation: 'delete_card',
      policy: { group, repeat: 'always', deadline },
    });
  }
}

/**
 * The cards of a good answer. Ottu's prose says a list, its schema a single object; both are read.
 *
 * @returns nothing when the answer is no list of cards.
 */
export function cardsOf(reply: OttuReply): OttuCard[] | undefined {
  if (reply.status !== 200 || !saysJson(reply)) return undefined;
  const value = jsonValueOf(reply);
  const cards = isRecord(value) && 'token' in value ? [value] : value;
  return Array.isArray(cards) ? cards.filter(isRecord).flatMap(cardOf) : undefined;
}

function cardOf(card: Record<string, unknown>): OttuCard[] {
  const { token } = card;
  // Dots alone would be another path.
  if (typeof token !== 'string' || /^\.*$/.test(token)) return [];
  return [
    {
      token: new CardToken(token),
      customerId: textOf(card['customer_id']),
      pgCode: textOf(card['pg_code']),
      brand: textOf(card['brand']),
      nameOnCard: textOf(card['name_on_card']),
      number: textOf(card['number']),
      expiryMonth: textOf(card['expiry_month']),
      expiryYear: textOf(card['expiry_year']),
      isExpired: booleanOf(card['is_expired']),
      willExpireSoon: booleanOf(card['will_expire_soon']),
      isPreferred: booleanOf(card['is_preferred']),
      cvvRequired: booleanOf(card['cvv_required']),
      agreements: Array.isArray(card['agreements'])
        ? card['agreements'].filter((agreement) => typeof agreement === 'string')
        : [],
    },
  ];
}

function typeOf(mode: CardOwner['mode']): 'sandbox' | 'production' {
  return mode === 'sandbox' ? 'sandbox' : 'production';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
