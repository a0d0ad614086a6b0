import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';

import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';
import { createTransaction, patchTransaction, putTransaction, transactionBody } from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

type Example = { readonly value: Record<string, unknown> };

/** The bodies that the written document gives for one operation, by name. */
async function examplesOf(path: string, method: string): Promise<[string, Record<string, unknown>][]> {
  const { body } = await request(service.url).get('/docs-json');
  const { examples } = body.paths[path][method].requestBody.content['application/json'];
  return Object.entries<Example>(examples).map(([name, { value }]) => [name, value]);
}

it('every documented example of a create works as it is', async () => {
  const examples = await examplesOf('/v1/payment-transactions', 'post');
  expect(examples.length).toBeGreaterThanOrEqual(6);
  for (const [name, body] of examples) {
    const answer = await createTransaction(service.url, { body, key: randomUUID() });
    const state = (answer.body.payment ?? answer.body).state;
    expect({ name, status: answer.status, state }).toEqual({
      name,
      status: 201,
      state: body['payment_instrument'] ? 'paid' : 'created',
    });
  }
});

it('every documented example of a change works on a transaction like the documented one', async () => {
  const [, body = {}] = (await examplesOf('/v1/payment-transactions', 'post'))[0] ?? [];
  for (const [name, change] of await examplesOf('/v1/payment-transactions/{session_id}', 'patch')) {
    const created = await createTransaction(service.url, { body });
    const answer = await patchTransaction(service.url, created.body.session_id, change);
    expect({ name, status: answer.status }).toEqual({ name, status: 200 });
  }
  for (const [name, change] of await examplesOf('/v1/payment-transactions/{session_id}', 'put')) {
    const created = await createTransaction(service.url, { body });
    const answer = await putTransaction(service.url, created.body.session_id, change);
    expect({ name, status: answer.status }).toEqual({ name, status: 200 });
  }
});

it('every documented example of the payment-methods query finds a gateway', async () => {
  for (const [name, body] of await examplesOf('/v1/payment-methods/query', 'post')) {
    const answer = await request(service.url)
      .post('/v1/payment-methods/query')
      .set('authorization', authorization('reader'))
      .send(body);
    expect({ name, status: answer.status, found: answer.body.payment_methods.length > 0 }).toEqual({
      name,
      status: 200,
      found: true,
    });
  }
});

it('PUT says in its documentation what it needs that PATCH does not', async () => {
  const { body } = await request(service.url).get('/docs-json');
  const { put, patch } = body.paths['/v1/payment-transactions/{session_id}'];
  expect(put.description).toMatch(/needs more than PATCH[\s\S]*Can use[\s\S]*already stored/);
  expect(patch.description).toContain('only for gateways that it changes');
});

it('every member of the facts is documented, with its limits', async () => {
  const { body } = await request(service.url).get('/docs-json');
  const { properties, required } = body.components.schemas.CreateTransactionRequest;
  expect(required.toSorted()).toEqual(['amount', 'currency_code', 'pg_codes', 'type']);
  const members =
    `type amount currency_code pg_codes payment_type agreement customer_id customer_email customer_phone customer_phone_2
    customer_first_name customer_last_name customer_birthdate billing_address shipping_address order_no language redirect_url webhook_url
    expiration_time due_datetime notifications email_recipients attachment attachment_upload_url card_acceptance_criteria extra product_type
    vendor_name initiator_id payment_instrument generate_qr_code shortify_checkout_url shortify_attachment_url include_sdk_setup_preload
    preload_checkout_page branding_options loyalty unit_code mode`.split(/\s+/);
  expect(Object.keys(properties).toSorted()).toEqual(members.toSorted());
  expect(properties.order_no).toMatchObject({ maxLength: 128 });
  expect(properties.customer_phone).toMatchObject({ maxLength: 16 });
  expect(properties.payment_type.enum).toEqual(['one_off', 'auto_debit', 'save_card', 'auto_pay']);
  expect(Object.keys(transactionBody()).every((member) => required.includes(member))).toBe(true);
});
