import { Email, Text } from '../../http/fields/index.ts';
import { BillingAddress } from '../../payments/request/address.dto.ts';

/** F2.3: who receives the goods, and where. How a phone number is written is Ottu's to judge. */
export class DeliveryAddress extends BillingAddress {
  @Text({ max: 64, example: 'Sara' })
  first_name: string;

  @Text({ max: 64, example: 'Al-Test' })
  last_name: string;

  @Email({ max: 128, example: 'sara@example.com' })
  email: string;

  @Text({ max: 16, example: '+96550000001' })
  phone: string;
}
