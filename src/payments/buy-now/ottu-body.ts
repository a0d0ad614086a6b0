import type { JsonDocument } from '../../json/json-document.ts';
import type { Money } from '../../money/money.ts';
import { spliceInstrument } from '../../ottu/verbatim-json.ts';
import type { OrderNo } from '../identifiers.ts';
import type { ReadInstrument } from '../request/instrument.ts';
import type { BuyNowRequest } from './buy-now.request.ts';

export interface OttuBodyParts {
  readonly request: BuyNowRequest;
  readonly document: JsonDocument;
  readonly instrument: ReadInstrument;
  readonly orderNo: OrderNo;
  readonly amount: Money;
  readonly webhookUrl: string;
  /** `expiration_time`, as Ottu writes durations (M14). */
  readonly expirationTime: string;
}

/** The body of Ottu's one-step create (F3): our names become Ottu's, the payload and `extra` stay as they were written. */
export function ottuBody({ request, document, instrument, ...parts }: OttuBodyParts): string {
  const { customer } = request;
  return spliceInstrument(
    {
      type: request.type ?? 'e_commerce',
      amount: parts.amount.toString(),
      currency_code: parts.amount.currency,
      pg_codes: request.pg_codes,
      payment_type: request.payment_type ?? 'one_off',
      order_no: parts.orderNo,
      customer_id: customer?.id,
      customer_email: customer?.email,
      customer_phone: customer?.phone,
      customer_phone_2: customer?.phone_2,
      customer_first_name: customer?.first_name,
      customer_last_name: customer?.last_name,
      customer_birthdate: customer?.birthdate,
      billing_address: document.source('/billing_address'),
      shipping_address: document.source('/shipping_address'),
      agreement: document.source('/agreement'),
      extra: document.source('/extra'),
      language: request.language,
      expiration_time: parts.expirationTime,
      webhook_url: parts.webhookUrl,
    },
    instrument,
  );
}
