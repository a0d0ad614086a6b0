import { Email, PhoneText, Text } from '../../http/fields/index.ts';
import { Country } from './country.ts';
import { BirthDate, Refused } from './fields.ts';

/**
 * The customer details that the shopper gives. The id of the customer comes from the customer JWT alone (M58). Empty texts
 * count as left out.
 */
export class CartCustomer {
  @Refused('is not taken from a shopper: sign in, and send the token of the customer as Authorization: Bearer')
  id?: never;

  @Email({ max: 128, blank: true, example: 'sara@example.com' })
  email?: string;

  @PhoneText({
    blank: true,
    description:
      'With its country code, or as it is dialled in the country of the address (`billing_address`, else `shipping_address`, else `DEFAULT_COUNTRY`); kept and answered as E.164.',
  })
  phone?: string;

  @PhoneText({ blank: true, example: '+96522000002' })
  phone_2?: string;

  @Text({ max: 64, blank: true, example: 'Sara' })
  first_name?: string;

  @Text({ max: 64, blank: true, example: 'Al-Test' })
  last_name?: string;

  @BirthDate({ blank: true })
  birthdate?: string;
}

/**
 * As much of an address as a wallet or a form gives: prices may depend on it. Ottu gets it once it has what Ottu requires
 * of one (F2.3). Empty texts count as left out.
 */
export class CartBillingAddress {
  @Text({ max: 128, blank: true, example: 'Block 4, Street 12' })
  line1?: string;

  @Text({ max: 128, blank: true, example: 'Floor 2' })
  line2?: string;

  @Text({ max: 40, blank: true, example: 'Kuwait City' })
  city?: string;

  @Text({ max: 40, blank: true, example: 'Al Asimah' })
  state?: string;

  @Country({ blank: true })
  country?: string;

  @Text({ max: 12, blank: true, example: '13001' })
  postal_code?: string;
}

/** F2.3: as for billing, and who receives the goods. */
export class CartShippingAddress extends CartBillingAddress {
  @Text({ max: 64, blank: true, example: 'Sara' })
  first_name?: string;

  @Text({ max: 64, blank: true, example: 'Al-Test' })
  last_name?: string;

  @Email({ max: 128, blank: true, example: 'sara@example.com' })
  email?: string;

  @PhoneText({
    blank: true,
    description:
      "With its country code, or as it is dialled in the address's `country`, else in `DEFAULT_COUNTRY`; kept and answered as E.164.",
  })
  phone?: string;
}
