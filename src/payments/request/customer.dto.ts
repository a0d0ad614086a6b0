import { DateOnly, Email, Text } from '../../http/fields/index.ts';
import { PHONE } from './address.dto.ts';

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
