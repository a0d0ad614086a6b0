import { Injectable, type PipeTransform } from '@nestjs/common';

import { isStorable } from '../http/query-parameters.ts';
import { Problem } from '../problems/problem.ts';
import type { CardHolder } from './customer-cards.ts';

/** F6: Ottu knows customers by ids of so many characters. */
const MAX_ID_LENGTH = 64;

export const CUSTOMER_ID = {
  name: 'id',
  description: "The customer's id at Ottu (`customer_id`), 1 to 64 characters; of a signed-in shopper the `sub`.",
  schema: {
    type: 'string',
    minLength: 1,
    maxLength: MAX_ID_LENGTH,
    pattern: String.raw`^[^\u0000]*[^\s\u0000][^\u0000]*$`,
  },
  example: 'cust-77',
} as const;

/** Reads the customer of a path, for the servers that may name any. */
@Injectable()
export class AnyCustomer implements PipeTransform<string, CardHolder> {
  /** @throws Problem `validation_failed`, outcome `none` */
  transform(customerId: string): CardHolder {
    // In characters, as the field `customer.id` counts them: an id that payments take has cards, and can be erased.
    if (customerId.trim() !== '' && [...customerId].length <= MAX_ID_LENGTH && isStorable(customerId)) {
      return { customerId, askedBy: 'server' };
    }
    throw new Problem('validation_failed', {
      detail: "The customer's id in the path must have 1 to 64 characters, not only blanks, and no U+0000.",
      outcome: 'none',
    });
  }
}
