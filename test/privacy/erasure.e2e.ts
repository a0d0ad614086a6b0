import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { agreed, debit, readAgreements } from '../auto-debits/support.ts';
import { changeCart, getCart, type TestCart } from '../carts/support.ts';
import { checkout, startCheckoutService, teaCart } from '../checkout/support.ts';
import { SECRET } from '../merchant-events/receiver.ts';
import { operate } from '../operations/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { everyRow } from '../support/rows.ts';
import { freePort } from '../support/free-port.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { CREATE, payAtOttu } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { DAY } from '../support/time.ts';
import { createTransaction, patchTransaction, transactionBody } from '../support/transactions.ts';
import { Canary, erase, erasePayment } from './support.ts';

type Members = Readonly<Record<string, unknown>>;

const SARA = new Canary('zqsara', '50971234', '1977-03-09');
const OMAR = new Canary('zqomar', '50975678', '1978-04-10');
const REDIRECT = 'https://shop.example/return';
const NOTHING = { payments: 0, carts: 0, agreements: 0, merchant_events: 0, webhook_events: 0 };

let identity: IdentityProvider;
let service: TestService;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({
    ...identity.variables,
    // Nobody listens there: the events wait.
    MERCHANT_EVENTS_URL: `http://127.0.0.1:${await freePort()}/events`,
    MERCHANT_EVENTS_SECRET: SECRET,
  });
});
afterAll(async () => {
  await service.close();
  await identity.close();
});

const read = async (path: string, caller: 'operator' | 'shop' = 'operator') =>
  request(service.url).get(path).set('authorization', authorization(caller));

async function payments(): Promise<Members[]> {
  const { body } = await read('/v1/payments?limit=100');
  return body.payments as Members[];
}

/** Whatever is shown of all that is there. */
async function everyAnswer(): Promise<string> {
  const ids = (await withRows(service, (db) => db.selectFrom('payments').select('id').execute())).map(({ id }) => id);
  const paths = [
    '/v1/payments?limit=100',
    '/v1/merchant-events?limit=100',
    '/v1/webhook-inbox?limit=100',
    '/v1/agreements?limit=100',
    ...ids.flatMap((id) => ['', '/timeline', '/operations'].map((path) => `/v1/payments/${id}${path}`)),
  ];
  const answers = [];
  for (const path of paths) {
    const answer = await read(path);
    expect(answer.status).toBe(200);
    answers.push(answer.text);
  }
  return answers.join('\n');
}

function linesWith(text: string, { marks }: Canary): string[] {
  return text.split('\n').filter((line) => marks.some((mark) => line.toLowerCase().includes(mark)));
}

/** All that stays of payments: in each of them amounts, states, numbers and times. */
async function figures(): Promise<unknown> {
  const { rows } = await withRows(service, (db) =>
    sql`select id, order_no, session_id, reference_number, state, result, review_reasons, amount_minor, captured_minor,
        refunded_minor, currency_code, merchant_reference, next_check, created_at, updated_at, succeeded_at
      from payments order by id`.execute(db),
  );
  const day = (offset: number): string => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
  const summary = await read(`/v1/payments/summary?from=${day(-2)}&to=${day(2)}&time_zone=UTC`);
  expect(summary.status).toBe(200);
  return { rows, summary: summary.body as unknown };
}

async function cartOf(person: Canary): Promise<{ readonly cart: TestCart; readonly session: string }> {
  const headers = { authorization: await identity.bearer(person.id) };
  const { customer, details } = person;
  const cart = await teaCart(
    service.url,
    { customer, ...details, codes: [person.word], redirect_url: REDIRECT },
    headers,
  );
  const handedOut = await checkout(service.url, cart, headers);
  expect(handedOut.status).toBe(200);
  return { cart, session: String(handedOut.body.checkout?.session_id ?? handedOut.body.session_id) };
}

/** Each way in which something about a person comes here. */
async function everything(person: Canary): Promise<{ readonly open: string; readonly cart: TestCart }> {
  const { url, simulator } = service;
  const customer = { id: person.id, ...person.customer };
  // Buy Now: paid, then given back; declined in the person's name; refused by Ottu with her words.
  const body = buyNowBody({ customer, ...person.details });
  const bought = await buyNow(url, { body });
  expect(bought.body.payment.state).toBe('paid');
  const refund = { operation: 'refund', amount: '0.300', reason: `${person.word} wants it`, extra: person.extra };
  expect((await operate(service, bought.body.payment.id, refund)).status).toBeLessThan(300);
  simulator.setFaults([
    {
      match: CREATE,
      fault: { kind: 'resign', set: { message: person.word, pg_params: { card_holder: person.word } } },
    },
  ]);
  expect((await buyNow(url, { body })).status).toBeLessThan(300);
  const refusal = { customer_email: [`${person.word} is no e-mail`] };
  simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status: 400, body: refusal } }]);
  expect((await buyNow(url, { body })).status).toBe(400);
  expect((await createTransaction(url, { body: transactionBody(person.ottuMembers), key: randomUUID() })).status).toBe(
    400,
  );
  simulator.clearFaults();
  // Carts: one paid on Ottu's page, one that is still open.
  const paidCart = await cartOf(person);
  await payAtOttu(service, paidCart.session);
  const openCart = await cartOf(person);
  // The Checkout API: a session that waits for its payer.
  const created = await createTransaction(url, { body: transactionBody(person.ottuMembers) });
  expect(created.status).toBe(201);
  // An agreement, and a charge by it; a card that is saved by either side.
  const names = await agreed(service, {
    customer: person.id,
    body: { ...person.ottuMembers },
    terms: { id: `AGR-${person.word}`, seller: { name: person.word, short_name: person.word } },
  });
  const agreementId = `AGR-${person.word}`;
  expect(names.customer_id).toBe(person.id);
  const charged = await debit(service, {
    agreement_id: agreementId,
    customer_id: person.id,
    cycle: '1',
    amount: '19.000',
  });
  expect(charged.body).toMatchObject({ payment: { state: 'paid' } });
  const [agreement] = ((await readAgreements(service, '', { customer_id: person.id })).body.agreements ??
    []) as Members[];
  expect(agreement).toMatchObject({ agreement_id: agreementId });
  const setUps = [
    request(url)
      .post('/v1/cards/setup')
      .set('authorization', await identity.bearer(person.id)),
    request(url).post(`/v1/customers/${person.id}/cards/setup`).set('authorization', authorization('cards')),
  ];
  for (const setUp of setUps) {
    const answer = await setUp.set('idempotency-key', `${person.id}-key`).send({ currency_code: 'KWD' });
    expect(answer.status).toBe(201);
    await payAtOttu(service, answer.body.session_id ?? answer.body.payment.session_id);
  }
  await service.runDue();
  return { open: String(created.body.session_id), cart: openCart.cart };
}

async function cancelAgreements(person: Canary): Promise<void> {
  const { body } = await readAgreements(service, '', { customer_id: person.id });
  for (const { id } of body.agreements as { readonly id: string }[]) {
    const answer = await request(service.url)
      .post(`/v1/agreements/${id}/cancel`)
      .set('authorization', authorization('shop'));
    expect(answer.status).toBe(200);
  }
}

describe('the erasure of a customer', () => {
  it('takes the person out of every row and answer, and leaves amounts, states, numbers and everybody else', async () => {
    const sara = await everything(SARA);
    await everything(OMAR);
    const rows = await everyRow(service);
    const before = await figures();
    const tables = new Set(linesWith(rows, SARA).map((line) => line.split(' ')[0] ?? ''));
    expect([...tables].toSorted((a, b) => a.localeCompare(b))).toEqual(
      [
        'agreements',
        'carts',
        'idempotency_keys',
        'merchant_events',
        'payment_amounts',
        'payment_attempts',
        'payment_operations',
        'payment_timeline',
        'payments',
        'transaction_writes',
        'webhook_inbox',
      ].map((table) => `public.${table}`),
    );
    const omars = linesWith(rows, OMAR).length;

    const refused = await erase(service.url, SARA.id);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'agreements_open', agreements: [`AGR-${SARA.word}`] });
    expect(linesWith(await everyRow(service), SARA)).toEqual(linesWith(rows, SARA));

    await cancelAgreements(SARA);
    const answer = await erase(service.url, SARA.id);
    expect(answer.status).toBe(200);
    expect(answer.body.complete).toBe(true);
    expect(linesWith(await everyRow(service), SARA)).toEqual([]);
    expect(linesWith(await everyAnswer(), SARA)).toEqual([]);
    expect(await figures()).toEqual(before);
    expect(linesWith(await everyRow(service), OMAR)).toHaveLength(omars);
    expect(answer.body.erased).toMatchObject({ agreements: 1, carts: 2 });
    expect((await erase(service.url, SARA.id)).body).toEqual({ erased: NOTHING, complete: true });

    // A shopper who still has the cart open, a server that patches, the payer: what comes later brings none of it back, and
    // the payment is paid as it would have been.
    const edit = await changeCart(service.url, sara.cart, { customer: SARA.customer, ...SARA.details });
    expect(edit.status).toBe(200);
    expect(linesWith(await everyRow(service), SARA)).toEqual([]);
    const { customer_id: _id, ...members } = SARA.ottuMembers as Members;
    const patched = await patchTransaction(service.url, sara.open, members);
    expect(patched.status).toBe(200);
    expect(linesWith(patched.text, SARA)).toHaveLength(1);
    expect(linesWith(await everyRow(service), SARA)).toEqual([]);
    await payAtOttu(service, sara.open);
    await service.runDue();
    const paid = (await payments()).find(({ session_id: session }) => session === sara.open);
    expect(paid).toMatchObject({ state: 'paid', outcome: 'final', amount: '12.500' });
    expect(linesWith(await everyRow(service), SARA)).toEqual([]);
    expect(linesWith(await everyAnswer(), SARA)).toEqual([]);
    expect((await getCart(service.url, sara.cart)).body.cart?.state).toBe('expired');
  }, 60_000);

  it('answers zeros for a customer whom nobody knows, and 403 to a key without the scope', async () => {
    const unknown = await erase(service.url, 'nobody-knows');
    expect(unknown.status).toBe(200);
    expect(unknown.body).toEqual({ erased: NOTHING, complete: true });
    const without = await erase(service.url, OMAR.id, 'operator');
    expect(without.status).toBe(403);
    expect(without.body.code).toBe('scope_missing');
    expect(linesWith(await everyRow(service), OMAR).length).toBeGreaterThan(0);
  });

  it('takes a guest, who has no id, out of one payment by its id', async () => {
    const guest = new Canary('zqguest', '50979012', '1979-05-11');
    const { customer, details } = guest;
    const bought = await buyNow(service.url, { body: buyNowBody({ customer, ...details }) });
    const { id } = bought.body.payment as { readonly id: string };
    const before = await figures();
    expect(linesWith(await everyRow(service), guest).length).toBeGreaterThan(1);
    await service.runDue();
    expect((await erasePayment(service.url, id, 'operator')).status).toBe(403);
    expect((await erasePayment(service.url, randomUUID())).status).toBe(404);
    expect((await erasePayment(service.url, id)).body).toMatchObject({ erased: { payments: 1 }, complete: true });
    await service.runDue();
    expect(linesWith(await everyRow(service), guest)).toEqual([]);
    expect((before as { readonly summary: unknown }).summary).toEqual(
      ((await figures()) as { readonly summary: unknown }).summary,
    );
    expect((await erasePayment(service.url, id)).body).toEqual({ erased: NOTHING, complete: true });
  });

  it('of more payments than one request takes says so, and goes on when it is asked again', async () => {
    const many = 'has-many';
    const bought = await buyNow(service.url, { body: buyNowBody({ customer: { id: many } }) });
    const { id } = bought.body.payment as { readonly id: string };
    await withRows(service, (db) =>
      sql`insert into payments (id, order_no, origin, transaction_type, payment_type, pg_codes, customer_id, amount_minor,
            currency_code, state, snapshot, mode, review_reasons)
          select gen_random_uuid(), 'MANY' || n, origin, transaction_type, payment_type, pg_codes, customer_id, amount_minor,
            currency_code, state, snapshot, mode, review_reasons
            from payments, generate_series(1, 250) n where id = ${id}`.execute(db),
    );
    const first = await erase(service.url, many);
    expect(first.body).toMatchObject({ erased: { payments: 250 }, complete: false });
    expect((await erase(service.url, many)).body).toMatchObject({ erased: { payments: 1 }, complete: true });
    expect((await erase(service.url, many)).body).toEqual({ erased: NOTHING, complete: true });
  }, 60_000);
});
