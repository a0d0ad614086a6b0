import { CountryCode, Email, PhoneText, Text, DateOnly } from '../../http/fields/index.ts';

const CUSTOMER_PHONE =
  'With its country code, or as it is dialled in the country of the address (`billing_address`, else `shipping_address`, else `DEFAULT_COUNTRY`); kept, answered and sent to Ottu as E.164.';
const SHIPPING_PHONE =
  "With its country code, or as it is dialled in the address's `country`; kept, answered and sent to Ottu as E.164.";

/** F2.3 */
export class BillingAddress {
  @Text({ max: 128, example: 'Block 4, Street 12' })
  line1: string;

  @Text({ max: 128, optional: true })
  line2?: string;

  @Text({ max: 40, example: 'Kuwait City' })
  city: string;

  @Text({ max: 40, optional: true })
  state?: string;

  @CountryCode()
  country: string;

  @Text({ max: 12, optional: true, example: '13001' })
  postal_code?: string;
}

/** F2.3: as for billing, and who receives the goods. */
export class ShippingAddress extends BillingAddress {
  @Text({ max: 64, example: 'Sara' })
  first_name: string;

  @Text({ max: 64, example: 'Al-Test' })
  last_name: string;

  @Email({ max: 128 })
  email: string;

  @PhoneText({ description: SHIPPING_PHONE })
  phone: string;
}

/** Who pays. Lengths are Ottu's (F2.2). */
export class Customer {
  @Text({
    max: 64,
    optional: true,
    description: 'Owner of saved cards and wallets at Ottu (`customer_id`).',
    example: 'cust-77',
  })
  id?: string;

  @Email({ max: 128, optional: true, example: 'sara@example.com' })
  email?: string;

  @PhoneText({ optional: true, description: CUSTOMER_PHONE })
  phone?: string;

  @PhoneText({ optional: true, example: '+96522000002' })
  phone_2?: string;

  @Text({ max: 64, optional: true, example: 'Sara' })
  first_name?: string;

  @Text({ max: 64, optional: true, example: 'Al-Test' })
  last_name?: string;

  @DateOnly({ optional: true })
  birthdate?: string;
}
