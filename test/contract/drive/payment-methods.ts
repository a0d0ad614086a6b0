import { expected } from './expected.ts';
import type { Stage } from './stage.ts';

const OTTU = '/b/pbl/v2/payment-methods/';
const QUERY = '/v1/payment-methods/query';
const OFFER = '/v1/payment-methods';

const FULL = {
  plugin: 'e_commerce',
  currencies: ['KWD', 'SAR'],
  customer_id: 'cust-77',
  operation: 'purchase',
  tokenizable: true,
  auto_debit: true,
  pg_names: ['mpgs'],
  type: 'sandbox',
  tags: ['e_commerce'],
  payment_services: ['apple_pay', 'google_pay'],
};

/** Ottu's query with the fewest and with all of its filters, and what a storefront is offered. */
export async function drivePaymentMethods(stage: Stage): Promise<void> {
  for (const body of [{ plugin: 'payment_request' }, FULL]) {
    await expected(
      200,
      stage.serves('POST', QUERY) ? stage.service('POST', QUERY, body) : stage.ottu('POST', OTTU, body),
    );
  }
  if (stage.serves('GET', OFFER)) await expected(200, stage.service('GET', OFFER));
  await expected(400, stage.ottu('POST', OTTU, { currencies: ['KWD'] }));
}
