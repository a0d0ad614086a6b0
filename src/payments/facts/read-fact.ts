import type { JsonDocument } from '../../json/json-document.ts';
import { storable } from '../../database/storable.ts';
import type { FactSource, ProviderFact } from './provider-fact.ts';

/**
 * Reads the payment-event shape (F11.2), which one-step answers, native answers, webhooks and inquiries share, and of
 * which a retrieved transaction has a part. Amounts keep the spelling of the source text, numbers included.
 */
export function readFact(document: JsonDocument, source: FactSource): ProviderFact {
  const text = (name: string): string | undefined => {
    const found = document.source(`/${name}`)?.scalarText();
    // What Ottu says is stored: a character that the database refuses must not stop a settlement.
    return found === undefined || found === '' ? undefined : storable(found);
  };
  const pgParams = document.source('/pg_params');
  return {
    source,
    state: text('state'),
    result: text('result'),
    orderNo: text('order_no'),
    sessionId: text('session_id'),
    amount: text('amount'),
    currencyCode: text('currency_code'),
    settledAmount: text('settled_amount'),
    referenceNumber: text('reference_number'),
    isSandbox: booleanOf(text('is_sandbox')),
    pgCode: source === 'retrieve' || source === 'create' ? text('settled_pg_code') : text('gateway_account'),
    customerId: text('customer_id'),
    paymentType: text('payment_type'),
    message: text('message'),
    pgParams: pgParams?.isObject() === true ? (pgParams.value() as Record<string, unknown>) : undefined,
  };
}

function booleanOf(text: string | undefined): boolean | undefined {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}
