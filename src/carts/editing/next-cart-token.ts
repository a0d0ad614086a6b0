import { createHmac } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { cartTokenHash, cartTokenOf, sameCartToken, type NewCartToken } from '../../access/cart-token.ts';
import { derivedKey } from '../../config/derived-key.ts';
import { Settings } from '../../config/settings.ts';

/** Other uses of the same secret get other keys. */
const PURPOSE = 'ottu-bff cart token v1';

/** What the token after the next rotation is made of. */
export interface Succession {
  readonly cartId: string;
  /** Hash of the token before. */
  readonly former: string;
  /** To whom the cart is bound from then on. */
  readonly customer: string;
}

/**
 * The token of a cart that has changed hands (M58). It follows from the one before and from a key that is in no row, so
 * that the same request gets the same token, however often and in whatever order its twins arrive: the answer may be lost,
 * and a token that was delivered stays good. Nobody can make it from the old token or from the rows.
 */
@Injectable()
export class NextCartToken {
  readonly #newest: Buffer;
  readonly #keys: readonly Buffer[];

  constructor({ ottu }: Settings) {
    const [newest, ...older] = ottu.webhookKeys;
    this.#newest = derivedKey(newest, PURPOSE);
    this.#keys = [this.#newest, ...older.map((secret) => derivedKey(secret, PURPOSE))];
  }

  after(succession: Succession): NewCartToken {
    return made(this.#newest, succession);
  }

  /** The one that was made then; nothing when its key has been rotated out meanwhile. */
  again(succession: Succession, sha256: string): string | undefined {
    return this.#keys.map((key) => made(key, succession)).find((each) => sameCartToken(each.sha256, sha256))?.token;
  }
}

function made(key: Buffer, { cartId, former, customer }: Succession): NewCartToken {
  const token = cartTokenOf(createHmac('sha256', key).update(`${cartId}:${former}:${customer}`, 'utf8').digest());
  return { token, sha256: cartTokenHash(token) };
}
