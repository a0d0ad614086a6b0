import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import type { Fault } from '../../sandbox/simulator.ts';
import { ACCEPT, decide } from '../payments-review/support.ts';
import { startCheckoutService } from '../checkout/support.ts';
import { Receiver, SECRET, type ReceivedEvent } from '../merchant-events/receiver.ts';
import { eventually } from '../support/eventually.ts';
import { holdFirstAnswer } from '../support/held-answer.ts';
import { CARDS, EVENTS_LOST, payAtOttu } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type TestService } from '../support/service.ts';
import { DAY, HOUR, MINUTE } from '../support/time.ts';
import { createTransaction, relatedPayment, transactionBody } from '../support/transactions.ts';
import { customerCardsOf, saved } from './support.ts';

const receiver = new Receiver();
const EVENTS = { MERCHANT_EVENTS_SECRET: SECRET, OTTU_PG_CODES: 'credit-card' } as const;
let service: TestService;
let url: string;

beforeAll(async () => {
  await receiver.open();
  service = await startCheckoutService({ ...EVENTS, MERCHANT_EVENTS_URL: receiver.url });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(() => {
  service.simulator.reset();
  receiver.reset();
});

interface SetUp {
  readonly customer: string;
  readonly id: string;
  readonly session: string;
}

async function setUp(customer = `cust-${randomUUID()}`): Promise<SetUp> {
  const { status, body } = await request(url)
    .post(`/v1/customers/${customer}/cards/setup`)
    .set('authorization', authorization('cards'))
    .send({ currency_code: 'KWD' });
  expect(status).toBe(201);
  return { customer, id: body.payment.id, session: body.payment.session_id };
}

async function paymentOf(id: string): Promise<Record<string, unknown>> {
  const { body } = await request(url).get(`/v1/payments/${id}`).set('authorization', authorization('operator'));
  return body.payment as Record<string, unknown>;
}

const told = (id: string): ReceivedEvent[] => receiver.of(id).map(({ event }) => event);
const cardOf = ({ data }: ReceivedEvent): unknown => (data as unknown as { readonly card: unknown }).card;
const looks = (): number => service.simulator.requests(CARDS).length;

/** Ottu's list answers this and not what it has. */
function listing(fault: Fault): void {
  service.simulator.setFaults([{ match: CARDS, fault }]);
}
const NO_CARD: Fault = { kind: 'status', status: 200, body: [] };

describe('M24: a card that is saved without a payment', () => {
  it('is told once, by card.saved and nothing else, with the card as servers see it', async () => {
    const { customer, id, session } = await setUp();
    await payAtOttu(service, session);
    await service.runDue();
    expect(await paymentOf(id)).toMatchObject({
      state: 'paid',
      outcome: 'final',
      amount: '0.000',
      captured_amount: '0.000',
      result: 'success',
      reference_number: expect.any(String),
      review_reasons: [],
    });
    const [card] = await customerCardsOf(url, customer);
    expect(told(id).map(({ type }) => type)).toEqual(['card.saved']);
    const [event] = told(id);
    expect(event?.data).toMatchObject({
      sequence: 1,
      previous_state: 'confirming',
      payment: { id, state: 'paid' },
      card,
    });
    // Ottu tells it again, and it is looked at for as long as anybody might: nothing more is told.
    await service.passTime(2 * DAY);
    expect(told(id)).toHaveLength(1);
    expect(service.simulator.ledger()).toEqual([]);
  });

  it('M26: is confirming until the list of Ottu shows it, and nobody is told before', async () => {
    const { id, session } = await setUp();
    listing(NO_CARD);
    await payAtOttu(service, session);
    await service.runDue();
    expect(await paymentOf(id)).toMatchObject({ state: 'confirming', outcome: 'unknown', review_reasons: [] });
    expect(looks()).toBe(1);
    await service.passTime(10 * MINUTE);
    expect(await paymentOf(id)).toMatchObject({ state: 'confirming' });
    expect(looks()).toBeGreaterThan(2);
    expect(told(id)).toEqual([]);
    service.simulator.clearFaults();
    await service.passTime(10 * MINUTE);
    expect(await paymentOf(id)).toMatchObject({ state: 'paid' });
    expect(told(id).map(({ type }) => type)).toEqual(['card.saved']);
  });

  it('is the one that the event named: another card of the customer is no proof', async () => {
    const { customer, id, session } = await setUp();
    const token = saved(service, customer, { number: '**** 4444', pg_code: 'credit-card' });
    const older = { token, customer_id: customer, number: '**** 4444', pg_code: 'credit-card' };
    listing({ kind: 'status', status: 200, body: [older] });
    await payAtOttu(service, session);
    await service.passTime(10 * MINUTE);
    expect(await paymentOf(id)).toMatchObject({ state: 'confirming' });
    expect(told(id)).toEqual([]);
    service.simulator.clearFaults();
    await service.passTime(10 * MINUTE);
    const [event] = told(id);
    expect(event && cardOf(event)).toMatchObject({ last_four: '1019' });
    expect(await customerCardsOf(url, customer)).toHaveLength(2);
  });

  it('is found although the event of Ottu was lost', async () => {
    service.simulator.setFaults([EVENTS_LOST]);
    const { id, session } = await setUp();
    await payAtOttu(service, session);
    await service.passTime(HOUR);
    expect(await paymentOf(id)).toMatchObject({ state: 'paid' });
    expect(told(id).map(({ type }) => type)).toEqual(['card.saved']);
    expect(cardOf(told(id)[0] as ReceivedEvent)).toBeNull();
  });

  it('and no card is named where no event has named one: the list may lag, and show an older one alone', async () => {
    service.simulator.setFaults([EVENTS_LOST]);
    const customer = `cust-${randomUUID()}`;
    const older = {
      token: saved(service, customer),
      customer_id: customer,
      number: '**** 4444',
      pg_code: 'credit-card',
    };
    const { id, session } = await setUp(customer);
    const lagging = { match: CARDS, fault: { kind: 'status', status: 200, body: [older] } } as const;
    service.simulator.setFaults([EVENTS_LOST, lagging]);
    await payAtOttu(service, session);
    await service.passTime(HOUR);
    expect(told(id).map((event) => [event.type, cardOf(event)])).toEqual([['card.saved', null]]);
  });

  it('nor of several cards', async () => {
    service.simulator.setFaults([EVENTS_LOST]);
    const { customer, id, session } = await setUp();
    saved(service, customer, { number: '**** 4444', pg_code: 'credit-card' });
    await payAtOttu(service, session);
    await service.passTime(HOUR);
    expect(told(id).map(({ type }) => type)).toEqual(['card.saved']);
    expect(cardOf(told(id)[0] as ReceivedEvent)).toBeNull();
  });

  it.each<[string, Fault, number]>([
    ['is away', { kind: 'status', status: 503, body: { detail: 'the words' } }, MINUTE],
    ['says nothing of use', { kind: 'empty' }, 90 * MINUTE],
  ])('M31: while Ottu %s the look is owed, for as long as that takes', async (_what, fault, long) => {
    const { id, session } = await setUp();
    listing(fault);
    await payAtOttu(service, session);
    await service.passTime(long);
    expect(await paymentOf(id)).toMatchObject({ state: 'confirming' });
    expect(told(id)).toEqual([]);
    service.simulator.clearFaults();
    await service.passTime(10 * MINUTE);
    expect(told(id).map(({ type }) => type)).toEqual(['card.saved']);
  });

  it('M26, M27: is for people to look at where the list has not shown it within a day, and told when they have accepted it', async () => {
    const { id, session } = await setUp();
    listing(NO_CARD);
    await payAtOttu(service, session);
    await service.passTime(DAY - HOUR);
    expect(await paymentOf(id)).toMatchObject({ state: 'confirming' });
    // Often for an hour, and then no more until the day is over.
    expect(looks()).toBeLessThan(30);
    await service.passTime(2 * HOUR);
    expect(await paymentOf(id)).toMatchObject({ state: 'needs_review', review_reasons: ['card_not_listed'] });
    expect(told(id)).toEqual([]);
    expect((await decide(service, id, ACCEPT)).status).toBe(200);
    await service.passTime(MINUTE);
    expect(told(id).map(({ type, data }) => [type, data])).toEqual([
      ['card.saved', expect.objectContaining({ card: null, decided_by: 'operator' })],
    ]);
  });

  it('is not told where the page ends in a decline', async () => {
    const { id, session } = await setUp();
    await payAtOttu(service, session, { outcome: 'declined' });
    await service.passTime(2 * DAY);
    expect(['attempted', 'failed', 'expired']).toContain((await paymentOf(id))['state']);
    expect(told(id)).toEqual([]);
    expect(looks()).toBe(0);
  });

  it('is told as well where a server has made the transaction itself', async () => {
    const created = await createTransaction(url, {
      body: transactionBody({ payment_type: 'save_card', amount: '0', customer_id: `cust-${randomUUID()}` }),
    });
    expect(created.status).toBe(201);
    const { payment } = await relatedPayment(url, created);
    await payAtOttu(service, created.body.session_id);
    await service.runDue();
    expect(told(String(payment['id'])).map(({ type }) => type)).toEqual(['card.saved']);
  });

  it('is told once by two replicas that have both seen it', async () => {
    const held = await holdFirstAnswer(service.simulator.url, { method: 'POST', path: CARDS.path });
    const slow = await startReplica(service, {
      ...EVENTS,
      MERCHANT_EVENTS_URL: receiver.url,
      OTTU_BASE_URL: held.url,
    });
    try {
      const { id, session } = await setUp();
      await payAtOttu(service, session);
      await service.settled();
      await service.runOnce('Inbox');
      expect(await paymentOf(id)).toMatchObject({ state: 'confirming' });
      const looking = slow.background.run('Reconciliation');
      await eventually(held.held);
      // Its lease is over: another replica looks, too, and is faster.
      await service.moveTime(MINUTE);
      await service.runDue();
      expect(looks()).toBe(2);
      expect(told(id)).toHaveLength(1);
      held.letGo();
      await looking;
      await service.runDue();
      expect(told(id).map(({ type }) => type)).toEqual(['card.saved']);
    } finally {
      await slow.close();
      await held.close();
    }
  });

  it('F1.3: is told to nobody where Ottu shows no cards to this service, to which its word alone is the proof then', async () => {
    const basic = await startReplica(service, {
      ...EVENTS,
      MERCHANT_EVENTS_URL: receiver.url,
      OTTU_API_KEY: undefined,
      PUBLIC_URL: url,
      OTTU_USERNAME: 'sandbox-user',
      OTTU_PASSWORD: 'sandbox-password',
    });
    try {
      const created = await createTransaction(basic.url, {
        body: transactionBody({ payment_type: 'save_card', amount: '0', customer_id: `cust-${randomUUID()}` }),
      });
      expect(created.status).toBe(201);
      const { payment } = await relatedPayment(basic.url, created);
      await payAtOttu(service, created.body.session_id);
      await service.settled();
      await basic.background.run('Inbox');
      await basic.background.run('Reconciliation');
      expect(await paymentOf(String(payment['id']))).toMatchObject({ state: 'paid' });
      expect(told(String(payment['id']))).toEqual([]);
      expect(looks()).toBe(0);
    } finally {
      await basic.close();
    }
  });

  it('M70: no row has its token, only the keyed hash', async () => {
    const { customer, id, session } = await setUp();
    await payAtOttu(service, session);
    await service.runDue();
    const rows = await withRows(service, (db) =>
      db
        .selectFrom('payment_facts')
        .select(['source', 'card_hash'])
        .where('payment_id', '=', id)
        .orderBy('id')
        .execute(),
    );
    expect(rows).toMatchObject([
      { source: 'create', card_hash: null },
      { source: 'webhook', card_hash: expect.stringMatching(/^hmac-sha256:[0-9a-f]{64}$/) },
      { source: 'card_list', card_hash: null },
    ]);
    expect(await customerCardsOf(url, customer)).toHaveLength(1);
  });
});
