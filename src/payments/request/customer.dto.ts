import { CountryCode, Email, Text, DateOnly } from '../../http/fields/index.ts';

export const PHONE = {
  max: 16,
  pattern: /^\+?[0-9][0-9 ()-]{3,14}$/,
  patternMessage: 'must be a phone number such as "+96550000001"',
};

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

  @Text({ ...PHONE, example: '+96550000001' })
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

  @Text({ ...PHONE, optional: true, example: '+96550000001' })
  phone?: string;

  @Text({ ...PHONE, optional: true })
  phone_2?: string;

  @Text({ max: 64, optional: true, example: 'Sara' })
  first_name?: string;

  @Text({ max: 64, optional: true, example: 'Al-Test' })
  last_name?: string;

  @DateOnly({ optional: true })
  birthdate?: string;
}
