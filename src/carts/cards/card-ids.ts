import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import type { Secret } from '../../config/secret.ts';
import { Settings } from '../../config/settings.ts';
import type { CardToken } from '../../ottu/cards-api.ts';

/** Other uses of the same secret get other keys. */
const PURPOSE = 'ottu-bff card id v1';
const KEY_BYTES = 32;

/**
 * The names by which browsers know saved cards (decision 15): keyed hashes of customer and token, the same on every
 * replica, of no use anywhere else. Made with the newest webhook key and known again with each that is still live.
 */
@Injectable()
export class CardIds {
  readonly #keys: readonly Buffer[];

  constructor({ ottu }: Settings) {
    this.#keys = ottu.webhookKeys.map(derived);
  }

  of(customerId: string, token: CardToken): string {
    const [newest] = this.#keys;
    if (newest === undefined) throw new Error('settings without a webhook key passed their reader');
    return idOf(newest, customerId, token);
  }

  /** In constant time, whatever is equal. */
  matches(id: string, customerId: string, token: CardToken): boolean {
    const given = Buffer.from(id, 'utf8');
    return this.#keys
      .map((key) => Buffer.from(idOf(key, customerId, token), 'utf8'))
      .map((own) => own.length === given.length && timingSafeEqual(own, given))
      .includes(true);
  }
}

function derived(secret: Secret): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), '', PURPOSE, KEY_BYTES));
}

/** The length of the customer's id stands before it, so that no two pairs are one text. */
function idOf(key: Buffer, customerId: string, token: CardToken): string {
  const customer = Buffer.from(customerId, 'utf8');
  return createHmac('sha256', key)
    .update(`${customer.length}:`)
    .update(customer)
    .update(token.reveal(), 'utf8')
    .digest('base64url');
}
