import { Email, Text, AlsoCheck } from '../../http/fields/index.ts';
import type { FieldError } from '../../problems/problem.ts';
import { BirthDate, InternationalPhone, Refused, Country, phoneNumber, PhoneText } from './fields.ts';

/** The customer details that the shopper gives. The id of the customer comes from the customer JWT alone (M58). */
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

/** F2.3 */
export class CartBillingAddress {
  @Text({ max: 128, example: 'Block 4, Street 12' })
  line1: string;

  @Text({ max: 128, optional: true, example: 'Floor 2' })
  line2?: string;

  @Text({ max: 40, example: 'Kuwait City' })
  city: string;

  @Text({ max: 40, optional: true, example: 'Al Asimah' })
  state?: string;

  @Country()
  country: string;

  @Text({ max: 12, optional: true, example: '13001' })
  postal_code?: string;
}

/** F2.3: as for billing, and who receives the goods. */
@AlsoCheck(phoneOfItsCountry)
export class CartShippingAddress extends CartBillingAddress {
  @Text({ max: 64, example: 'Sara' })
  first_name: string;

  @Text({ max: 64, example: 'Al-Test' })
  last_name: string;

  @Email({ max: 128, example: 'sara@example.com' })
  email: string;

  @PhoneText({
    description: "With its country code, or as it is dialled in the address's `country`; kept and answered as E.164.",
  })
  phone: string;
}

function phoneOfItsCountry({ phone, country }: CartShippingAddress): FieldError[] {
  // Only a string has not been refused already.
  if (typeof phone !== 'string' || phoneNumber(phone, country) !== undefined) return [];
  const message = 'must be a valid phone number of the country, or one with its country code, such as "+96550000001"';
  return [{ pointer: '/phone', message }];
}
