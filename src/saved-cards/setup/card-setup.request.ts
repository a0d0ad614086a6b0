import {
  Email,
  FreeObject,
  LanguageTag,
  Nested,
  PhoneText,
  ReturnAddress,
  Text,
  TextList,
} from '../../http/fields/index.ts';
import { MerchantReference } from '../../payments/request/merchant-reference.ts';

/** Whose card it is, as far as Ottu's page or a gateway wants to know. The id is the path's, or the verified `sub` (M58). */
export class CardSetupCustomer {
  @Email({ max: 128, optional: true, example: 'sara@example.com' })
  email?: string;

  @PhoneText({
    optional: true,
    description:
      'With its country code, or as it is dialled in the country of `DEFAULT_COUNTRY`; kept and sent to Ottu as E.164.',
  })
  phone?: string;

  @Text({ max: 64, optional: true, example: 'Sara' })
  first_name?: string;

  @Text({ max: 64, optional: true, example: 'Al-Test' })
  last_name?: string;
}

/** What a shopper says of the card that he wants to keep: nothing about the card itself, which Ottu's page asks for. */
export class ShopperCardSetupRequest {
  @Text({
    min: 3,
    max: 3,
    pattern: /^[A-Z]{3}$/,
    patternMessage: 'must be three capital letters (ISO 4217)',
    description: 'Nothing is charged; gateways take cards by currency.',
    example: 'KWD',
  })
  currency_code: string;

  @Nested(() => CardSetupCustomer, { optional: true })
  customer?: CardSetupCustomer;

  @LanguageTag({ optional: true, description: "Of Ottu's page.", example: 'en' })
  language?: string;

  @ReturnAddress({
    max: 2000,
    optional: true,
    description: 'Where the payer comes back to: one of those the shop allows (`REDIRECT_URLS`).',
  })
  redirect_url?: string;
}

/** What a server of the merchant may say beside that. */
export class CustomerCardSetupRequest extends ShopperCardSetupRequest {
  @TextList({
    min: 1,
    max: 50,
    each: { max: 50, pattern: /^[-a-zA-Z0-9_]+$/, patternMessage: 'must be a gateway code: letters, digits, - and _' },
    optional: true,
    description: 'Gateways that keep cards. Those of `OTTU_PG_CODES` that do when left out.',
    example: ['credit-card'],
  })
  pg_codes?: string[];

  @Text({
    max: 37,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternMessage: 'must be letters, digits, - and _ only',
    optional: true,
    description: 'Made by this service when left out. Used once, unless nothing came of it.',
    example: 'CARD-1001',
  })
  order_no?: string;

  @MerchantReference({
    description: "The merchant's own name of it, for answers, events and searches. Ottu is not told.",
  })
  merchant_reference?: string;

  @FreeObject({ optional: true, description: "The merchant's own members; Ottu returns them in its webhooks." })
  extra?: Record<string, unknown>;
}
