import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { derivedKey } from '../config/secret.ts';
import { Settings } from '../config/settings.ts';
import type { CardToken } from '../ottu/cards-api.ts';

/** Other uses of the same secret get other keys. */
const PURPOSE = 'ottu-bff card id v1';

/**
 * The names by which browsers know saved cards (decision 15): keyed hashes of customer and token, the same on every
 * replica, of no use anywhere else. Made with the newest webhook key and known again with each that is still live.
 */
@Injectable()
export class CardIds {
  readonly #newest: KeyObject;
  readonly #keys: readonly KeyObject[];

  constructor({ ottu }: Settings) {
    const [newest, ...older] = ottu.webhookKeys;
    this.#newest = createSecretKey(derivedKey(newest, PURPOSE));
    this.#keys = [this.#newest, ...older.map((secret) => createSecretKey(derivedKey(secret, PURPOSE)))];
  }

  of(customerId: string, token: CardToken): string {
    return idOf(this.#newest, customerId, token);
  }

  /** In a time that does not depend on what is equal. */
  matches(id: string, customerId: string, token: CardToken): boolean {
    const given = Buffer.from(id, 'utf8');
    return this.#keys
      .map((key) => Buffer.from(idOf(key, customerId, token), 'utf8'))
      .map((own) => own.length === given.length && timingSafeEqual(own, given))
      .includes(true);
  }
}

/** The length of the customer's id stands before it, so that no two pairs are one text. */
function idOf(key: KeyObject, customerId: string, token: CardToken): string {
  const customer = Buffer.from(customerId, 'utf8');
  return createHmac('sha256', key)
    .update(`${customer.length}:`)
    .update(customer)
    .update(token.reveal(), 'utf8')
    .digest('base64url');
}
