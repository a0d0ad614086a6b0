import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, order } from '../testing/client.ts';

describe('extras of a transaction', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());
  const create = async (changes: JsonObject) => (await call(simulator, 'POST', CREATE, order(changes))).body;

  it('F2.5: gives a short link that leads to the checkout page, and keeps it', async () => {
    const body = await create({ shortify_checkout_url: true });
    expect(body['checkout_short_url']).toMatch(new RegExp(`^${simulator.url}/b/[0-9a-f]{8}$`));
    const followed = await fetch(String(body['checkout_short_url']), { redirect: 'manual' });
    expect([followed.status, followed.headers.get('location')]).toEqual([303, body['checkout_url']]);
    const again = await call(simulator, 'GET', `${CREATE}${String(body['session_id'])}/`);
    expect(again.body['checkout_short_url']).toBe(body['checkout_short_url']);
    expect(await create({})).not.toHaveProperty('checkout_short_url');
  });

  it('F2.5: gives the URL of a picture with the link', async () => {
    const { qr_code_url: url } = await create({ generate_qr_code: true });
    const picture = await fetch(String(url));
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  });

  it('F2.2: shows and shortens an attachment that was uploaded before', async () => {
    const body = await create({
      attachment_upload_url: 'payment_transactions/attachments/a.pdf',
      shortify_attachment_url: true,
    });
    expect(body['attachment']).toBe(`${simulator.url}/media/payment_transactions/attachments/a.pdf`);
    expect(body['attachment_short_url']).toMatch(/\/b\/[0-9a-f]{8}$/);
  });

  it('F2.7: gives the SDK its set-up: wallets as services, pages as methods, tabby apart, saved cards', async () => {
    const body = await create({
      include_sdk_setup_preload: true,
      pg_codes: ['credit-card', 'tabby'],
      customer_id: 'cust-77',
      branding_options: { payment_methods: { 'credit-card': { text: '10% off', color: '#fff' } } },
    });
    const preload = body['sdk_setup_preload_payload'] as JsonObject;
    expect(preload).toMatchObject({
      session_id: body['session_id'],
      amount: '12.500',
      currency_code: 'KWD',
      customer_id: 'cust-77',
      is_amount_editable: false,
      expiration_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      payment_methods: [
        { code: 'credit-card', branding_options: { text: '10% off', color: '#fff', font_weight: 700 } },
      ],
      flex_methods: [{ code: 'tabby' }],
      payment_services: [
        { flow: 'apple_pay', code: 'credit-card', pg_code: 'credit-card', merchant_id: expect.any(String) },
        { flow: 'google_pay', code: 'credit-card', gateway: 'mpgs', environment: 'TEST', total_price: '12.500' },
      ],
      cards: [{ token: '9990001112223334', delete_url: expect.any(String), submit_url: expect.any(String) }],
      cancel_url: `${simulator.url}/b/checkout/cancel/${String(body['session_id'])}/`,
    });
    const again = await call(simulator, 'GET', `${CREATE}${String(body['session_id'])}/`);
    expect(again.body).not.toHaveProperty('sdk_setup_preload_payload');
    expect(again.body).not.toHaveProperty('branding_options');
  });

  it('F2.7: gives it on PATCH too, with the new amount, and no cards while one is being saved', async () => {
    const { session_id: id } = await create({});
    const { body } = await call(simulator, 'PATCH', `${CREATE}${String(id)}/`, {
      amount: '2',
      include_sdk_setup_preload: true,
    });
    expect(body['sdk_setup_preload_payload']).toMatchObject({ amount: '2.000' });
    const saving = await create({
      payment_type: 'save_card',
      amount: '0',
      customer_id: 'cust-77',
      webhook_url: 'https://shop.example/hook',
      include_sdk_setup_preload: true,
    });
    expect(saving['sdk_setup_preload_payload']).toMatchObject({ cards: [], amount: '0.000' });
  });
});
