import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { answerLost, CREATE, EVENTS_LOST, payAtOttu, sentBodies } from '../support/ottu.ts';
import { Database } from '../../src/database/database.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { HOUR } from '../support/time.ts';
import { createTransaction, paymentAt, relatedPayment } from '../support/transactions.ts';
import { createLink, getLink, linkBody, LINKS, listLinks } from './support.ts';

const ALLOWED = 'https://shop.example/return';

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startTestService({
    OTTU_PG_CODES: 'knet,credit-card',
    OTTU_TIMEOUT_MS: '2000',
    REDIRECT_URLS: ALLOWED,
    OTTU_EXTRA: '{"branch":"web"}',
    PUBLIC_URL: 'https://bff.example',
    MERCHANT_EVENTS_URL: 'http://127.0.0.1:9/events',
    MERCHANT_EVENTS_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
  });
  url = service.url;
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const created = (): unknown[] => sentBodies(service, CREATE);

describe('POST /v1/payment-links', () => {
  it('F2.2: makes a payment request at Ottu, has it announced, and answers the link, its payment and their addresses', async () => {
    const body = linkBody({
      order_no: `LINK-${randomUUID().slice(0, 8)}`,
      merchant_reference: 'invoice 77',
      customer: { id: 'cust-77', email: 'sara@example.com', phone: '+965 5000 0001', first_name: 'Sara' },
      notifications: { email: ['created'], sms: ['created', 'paid'], whatsapp: ['created'] },
      expiration_time: '3 00:00:00',
      due_datetime: '31/12/2026 18:00',
      attachment_upload_url: 'payment_transactions/attachments/invoice.pdf',
      language: 'ar-KW',
      redirect_url: `${ALLOWED}/thanks`,
      extra: { table: 7 },
    });
    const answer = await createLink(url, { body });
    expect(answer.status).toBe(201);
    const { payment_link: link, payment, links } = answer.body;
    expect(link).toMatchObject({
      id: payment.id,
      state: 'created',
      open: true,
      amount: '12.500',
      currency_code: 'KWD',
      order_no: body['order_no'],
      merchant_reference: 'invoice 77',
      due_datetime: '31/12/2026 18:00',
      attachment_upload_url: body['attachment_upload_url'],
      notifications: body['notifications'],
    });
    expect(link.url).toContain(payment.session_id);
    expect(link.short_url).toMatch(/^http/);
    expect(new Date(link.expires_at).getTime()).toBeGreaterThan(Date.now() + 71 * HOUR);
    expect(payment).toMatchObject({ state: 'created', outcome: 'unknown', amount: '12.500' });
    expect(links).toEqual({
      self: `${LINKS}/${link.id}`,
      payment: `/v1/payments/${link.id}`,
      timeline: `/v1/payments/${link.id}/timeline`,
    });
    expect(answer.headers['location']).toBe(links.self);
    expect(created()).toEqual([
      {
        type: 'payment_request',
        payment_type: 'one_off',
        amount: '12.500',
        currency_code: 'KWD',
        pg_codes: ['credit-card'],
        order_no: body['order_no'],
        customer_id: 'cust-77',
        customer_email: 'sara@example.com',
        customer_phone: '+96550000001',
        customer_first_name: 'Sara',
        extra: { branch: 'web', table: 7 },
        language: 'ar',
        redirect_url: `${ALLOWED}/thanks`,
        notifications: body['notifications'],
        expiration_time: '3 00:00:00',
        due_datetime: '31/12/2026 18:00',
        attachment_upload_url: body['attachment_upload_url'],
        shortify_checkout_url: true,
        webhook_url: 'https://bff.example/v1/webhooks/ottu',
      },
    ]);
    const sent = service.simulator.messages({ order_no: link.order_no });
    expect(sent.map(({ channel, event }) => `${channel} ${event}`)).toEqual([
      'email created',
      'sms created',
      'whatsapp created',
    ]);
    const { purchase, events } = await paymentAt(url, links.payment);
    expect(purchase).toMatchObject({ customer: { id: 'cust-77', phone: '+96550000001' }, extra: { table: 7 } });
    expect(events).toEqual(['creating', 'created']);
    expect((await getLink(url, link.id)).body).toEqual({ payment_link: link, payment, links });
  });

  it('prices items by the catalog, takes the gateways of the shop where none is named, and sends nothing unasked', async () => {
    const body = { items: [{ sku: 'DATES-KHALAS', quantity: 2 }], currency_code: 'KWD' };
    const answer = await createLink(url, { body });
    expect(answer.status).toBe(201);
    expect(created()).toMatchObject([{ pg_codes: ['knet', 'credit-card'], amount: answer.body.payment.amount }]);
    const { purchase } = await paymentAt(url, answer.body.links.payment);
    expect(purchase).toMatchObject({
      items: [{ sku: 'DATES-KHALAS', quantity: 2, line_total: answer.body.payment.amount }],
    });
    expect(answer.body.payment_link.notifications).toEqual({});
    expect(service.simulator.messages()).toHaveLength(0);
  });

  it.each<[string, object, string]>([
    ['an e-mail without an address', { notifications: { email: ['created'] } }, '/customer/email'],
    ['an SMS without a phone', { customer: { email: 'a@b.example' } }, '/customer/phone'],
    [
      'a WhatsApp message without a phone',
      { customer: undefined, notifications: { whatsapp: ['created'] } },
      '/customer/phone',
    ],
    ['a message that Ottu has not', { notifications: { whatsapp: ['refunded'] } }, '/notifications/whatsapp'],
    ['a channel that Ottu has not', { notifications: { pigeon: ['created'] } }, '/notifications/pigeon'],
    ['an amount and items', { items: [{ sku: 'DATES-KHALAS', quantity: 1 }] }, '/amount'],
    ['neither of them', { amount: undefined }, '/amount'],
    ['more decimals than the currency has', { amount: '1.0005' }, '/amount'],
    ['nothing', { amount: '0.000' }, '/amount'],
    ['an address that the shop does not allow', { redirect_url: 'https://evil.example/' }, '/redirect_url'],
    ['an expiry that is no length of time', { expiration_time: 'tomorrow' }, '/expiration_time'],
    ['a file that Ottu would not take', { attachment_upload_url: 'invoice.exe' }, '/attachment_upload_url'],
    ['a member that nobody knows', { pg_code: 'credit-card' }, '/pg_code'],
  ])('refuses %s, before Ottu hears of it', async (_what, changes, at) => {
    const answer = await createLink(url, { body: linkBody(changes as Record<string, unknown>) });
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed', outcome: 'none' });
    expect(answer.body.errors.map(({ pointer }: { readonly pointer: string }) => pointer)).toContain(at);
    expect(created()).toHaveLength(0);
  });

  it('refuses an instrument, a key without the scope, and a request without an Idempotency-Key', async () => {
    const instrument = { instrument_type: 'token', payload: { token: '9990001112223334' } };
    const charged = await createLink(url, { body: linkBody({ payment_instrument: instrument }) });
    expect(charged.body).toMatchObject({ status: 403, code: 'server_to_server_only' });
    for (const caller of ['shop', 'operator'] as const) {
      expect((await createLink(url, { caller })).body).toMatchObject({ status: 403, code: 'scope_missing' });
      expect((await getLink(url, randomUUID(), caller)).status).toBe(403);
    }
    const keyless = await request(url).post(LINKS).set('authorization', authorization('links')).send(linkBody());
    expect(keyless.body).toMatchObject({ status: 400, code: 'idempotency_key_missing' });
    expect(created()).toHaveLength(0);
  });

  it("answers Swagger UI, which is this service's own origin, and no other", async () => {
    const from = (origin: string) => createLink(url).set('origin', origin);
    expect((await from('https://bff.example')).status).toBe(201);
    expect((await from('https://evil.example')).body).toMatchObject({ status: 403, code: 'server_to_server_only' });
  });

  it('each documented example works as it is', async () => {
    const { body: document } = await request(url).get('/docs-json');
    const { examples } = document.paths[LINKS].post.requestBody.content['application/json'];
    expect(Object.keys(examples)).toHaveLength(3);
    for (const { value } of Object.values<{ value: Record<string, unknown> }>(examples)) {
      expect((await createLink(url, { body: value })).status).toBe(201);
    }
  });
});

describe('M7 to M9: one key makes one link', () => {
  it('for twins at once, and for whoever comes later', async () => {
    const call = { key: randomUUID() };
    const answers = await Promise.all([createLink(url, call), createLink(url, call), createLink(url, call)]);
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThan(0);
    expect(
      answers.filter(({ status }) => status !== 201).every(({ body }) => body.code === 'idempotency_in_flight'),
    ).toBe(true);
    const later = await createLink(url, call);
    expect(later.headers['idempotent-replayed']).toBe('true');
    expect(new Set([...made, later].map(({ body }) => body.payment_link.url)).size).toBe(1);
    expect(created()).toHaveLength(1);
    expect(service.simulator.messages()).toHaveLength(1);
  });

  it('with another body it is refused', async () => {
    const key = randomUUID();
    await createLink(url, { key });
    const other = await createLink(url, { key, body: linkBody({ amount: '13.000' }) });
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(created()).toHaveLength(1);
  });

  it('M32, M45: a lost answer is told as what may have been sent, and the same key answers with that link once it is found', async () => {
    service.simulator.setFaults([answerLost(CREATE), EVENTS_LOST]);
    const call = { key: randomUUID() };
    const lost = await createLink(url, call);
    expect(lost.body).toMatchObject({ code: 'ottu_bad_answer', outcome: 'unknown' });
    const { id } = lost.body.payment;
    expect((await getLink(url, id)).body.payment_link).toMatchObject({ url: null, open: false });
    expect((await createLink(url, call)).body).toMatchObject({ outcome: 'unknown', payment: { id } });
    expect(created()).toHaveLength(1);
    service.simulator.clearFaults();
    await payAtOttu(service, service.simulator.messages()[0]?.session_id);
    await service.passTime(2 * HOUR);
    const found = await createLink(url, call);
    expect(found.status).toBe(201);
    expect(found.body.payment).toMatchObject({ id, state: 'paid' });
    expect(found.body.payment_link.url).toContain(found.body.payment.session_id);
    expect((await getLink(url, id)).body.payment_link.url).toBe(found.body.payment_link.url);
    expect(created()).toHaveLength(1);
  });

  it('a link without messages whose answer was lost was handed to nobody', async () => {
    service.simulator.setFaults([answerLost(CREATE)]);
    const answer = await createLink(url, { body: linkBody({ notifications: undefined }) });
    expect(answer.body).toMatchObject({ code: 'ottu_bad_answer', outcome: 'none' });
  });

  it('M5a: what Ottu turned away for a reason outside of the request is tried again by the same key', async () => {
    const status = {
      match: { ...CREATE, nth: 1 },
      fault: { kind: 'status', status: 403, body: { detail: 'No.' } },
    } as const;
    service.simulator.setFaults([status]);
    const call = { key: randomUUID() };
    expect((await createLink(url, call)).body).toMatchObject({ code: 'ottu_refused_credentials', outcome: 'none' });
    const again = await createLink(url, call);
    expect(again.status).toBe(201);
    expect(again.body.payment_link.url).toContain(again.body.payment.session_id);
  });

  it('what Ottu refuses of the customer points into the body', async () => {
    const body = { customer_email: ['Enter a valid email address.'] };
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status: 400, body } }]);
    const answer = await createLink(url, {
      body: linkBody({ customer: { email: 'a@b.example', phone: '+96550000001' } }),
    });
    expect(answer.body).toMatchObject({
      code: 'ottu_rejected',
      outcome: 'none',
      errors: [{ pointer: '/customer/email' }],
    });
  });
});

describe('a link is a payment like any other', () => {
  it('M24, M90: what its payer pays on the page is paid here, and the merchant has an event of it', async () => {
    const { body } = await createLink(url);
    await payAtOttu(service, body.payment.session_id);
    await service.runDue();
    // Ottu's event goes to PUBLIC_URL, which is not here: the clock finds the payment (M31).
    await service.passTime(HOUR);
    const { body: now } = await getLink(url, body.payment_link.id);
    expect(now.payment).toMatchObject({ state: 'paid', outcome: 'final', captured_amount: '12.500' });
    expect(now.payment_link).toMatchObject({ state: 'paid', open: false });
    const { rows } = await service.app
      .get(Database)
      .query((db) =>
        sql<{ type: string }>`select type from merchant_events where payment_id = ${now.payment.id}`.execute(db),
      );
    expect(rows.map(({ type }) => type)).toContain('payment.paid');
  });
});

describe('GET /v1/payment-links', () => {
  it('lists links alone, newest first, by pages and by the filters of payments', async () => {
    const customer = { id: `cust-${randomUUID()}`, phone: '+96550000001' };
    const made = [];
    for (let number = 0; number < 3; number += 1) {
      made.push((await createLink(url, { body: linkBody({ customer }) })).body.payment_link);
    }
    await createTransaction(url, {
      body: {
        type: 'payment_request',
        amount: '1',
        currency_code: 'KWD',
        pg_codes: ['knet'],
        customer_id: customer.id,
      },
    });
    const first = await listLinks(url, { customer_id: customer.id, limit: '2' });
    const second = await listLinks(url, { customer_id: customer.id, limit: '2', cursor: first.body.next_cursor });
    expect([...first.body.payment_links, ...second.body.payment_links]).toEqual(made.toReversed());
    expect(second.body.next_cursor).toBeNull();
    expect((await listLinks(url, { order_no: made[0].order_no })).body.payment_links).toEqual([made[0]]);
    expect((await listLinks(url, { state: 'paid', customer_id: customer.id })).body.payment_links).toEqual([]);
    expect((await listLinks(url, { colour: 'red' })).body).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  it('reads the index of links and not the whole table', async () => {
    const { rows } = await service.app.get(Database).inTransaction(async (tx) => {
      // Of a handful of rows any plan is as good: only what the index could not do would remain.
      for (const way of ['seqscan', 'bitmapscan', 'sort']) {
        await sql`set local ${sql.raw(`enable_${way}`)} = off`.execute(tx);
      }
      return sql<Record<string, string>>`
        explain select * from payments payment where payment.origin = 'link'
          order by payment.created_at desc, payment.id desc limit 51`.execute(tx);
    });
    const plan = rows.map((row) => Object.values(row)[0]).join('\n');
    expect(plan).toContain('payments_links');
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  });

  it.each([
    ['a link that there is not', randomUUID()],
    ['what is no id', 'LINK-1001'],
  ])('%s is 404', async (_what, id) => {
    expect((await getLink(url, id)).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('a payment of another kind is no link', async () => {
    const { payment } = await relatedPayment(url, await createTransaction(url));
    expect((await getLink(url, payment['id'])).body).toMatchObject({ status: 404, code: 'not_found' });
  });
});
