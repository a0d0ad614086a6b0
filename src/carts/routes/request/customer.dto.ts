import { Email, Text } from '../../../http/fields/index.ts';
import { BirthDate, InternationalPhone, Refused } from './fields.ts';

/** Who buys, as the shopper says. Who the customer is at Ottu is said by the customer JWT and nothing else (M58). */
export class CartCustomer {
  @Refused('is not taken from a shopper: sign in, and send the token of the customer as Authorization: Bearer')
  id?: never;

  @Email({ max: 128, optional: true, example: 'sara@example.com' })
  email?: string;

  @InternationalPhone({ optional: true, description: 'With its country code; kept and answered as E.164.' })
  phone?: string;

  @InternationalPhone({ optional: true, example: '+96522000002' })
  phone_2?: string;

  @Text({ max: 64, optional: true, example: 'Sara' })
  first_name?: string;

  @Text({ max: 64, optional: true, example: 'Al-Test' })
  last_name?: string;

  @BirthDate({ optional: true })
  birthdate?: string;
}
