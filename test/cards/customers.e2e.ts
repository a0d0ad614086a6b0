import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import type { Fault } from '../../sandbox/simulator.ts';
import { agreed, cancel, shown } from '../auto-debits/support.ts';
import { startCheckoutService } from '../checkout/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { answerLost, CARDS } from '../support/ottu.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { customerCardsOf, deleteCustomerCard, idOf, listCustomerCards, saved, type ShownCard } from './support.ts';

let identity: IdentityProvider;
let service: TestService;
let url: string;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({ ...identity.variables, OTTU_PG_CODES: 'credit-card' });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await identity.close();
});
afterEach(() => service.simulator.clearFaults());

/** Whom nobody has heard of before; signs and letters of every kind are part of the id. */
const someone = (): string => `cust/${randomUUID()} +é?`;

async function onlyCardOf(customer: string): Promise<ShownCard> {
  const [card, ...more] = await customerCardsOf(url, customer);
  if (card === undefined || more.length > 0) throw new Error('not one card');
  return card;
}

const deletions = (): number => service.simulator.requests({ method: 'DELETE', ...CARDS }).length;

it('a customer is named by as many characters as a payment takes, whatever their plane', async () => {
  const { status } = await listCustomerCards(service.url, '😀'.repeat(64));
  expect(status).toBe(200);
  expect((await listCustomerCards(service.url, '😀'.repeat(65))).status).toBe(400);
});

describe("F6, M58: any customer's saved cards, for servers of the merchant", () => {
  it('are shown by an allow-list, on every gateway, the preferred mode only, and never by their token', async () => {
    const customer = someone();
    const token = saved(service, customer, {
      number: '**** 1111',
      brand: 'MASTERCARD',
      name_on_card: 'Sara',
      pg_code: 'autopay',
      agreements: ['AGR-1', 'AGR-2'],
    });
    saved(service, customer, { number: '**** 2222', sandbox: false });
    saved(service, someone(), { number: '**** 3333' });
    const answer = await listCustomerCards(url, customer);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toEqual({
      cards: [
        {
          id: expect.stringMatching(/^[\w-]{43}$/),
          brand: 'MASTERCARD',
          number: '**** 1111',
          last_four: '1111',
          expiry_month: '01',
          expiry_year: '39',
          name_on_card: 'Sara',
          pg_code: 'autopay',
          is_preferred: false,
          is_expired: false,
          will_expire_soon: false,
          needs_cvv: false,
          agreements: ['AGR-1', 'AGR-2'],
        },
      ],
    });
    expect(answer.text).not.toContain(token);
    const asked = service.simulator.requests(CARDS).at(-1);
    expect(JSON.parse(asked?.raw_body ?? '')).toEqual({ customer_id: customer, type: 'sandbox' });
  });

  it("decision 15: have the id that their owner's browser knows them by", async () => {
    const customer = someone();
    saved(service, customer, { number: '**** 1111' });
    const headers = { authorization: await identity.bearer(customer) };
    expect((await onlyCardOf(customer)).id).toBe(await idOf(url, headers, '1111'));
  });

  it('a customer whom Ottu does not know has none', async () => {
    expect((await listCustomerCards(url, someone())).body).toEqual({ cards: [] });
  });

  it('F13.3: say that they end soon, by the word of Ottu, else by the printed date', async () => {
    const customer = someone();
    const now = new Date();
    const card = { token: '9000000000000001', customer_id: customer, pg_code: 'credit-card' };
    const printed = {
      expiry_month: String(now.getUTCMonth() + 1).padStart(2, '0'),
      expiry_year: String(now.getUTCFullYear() % 100),
    };
    const body = [
      { ...card, ...printed, number: '**** 0001' },
      { ...card, ...printed, number: '**** 0002', will_expire_soon: false },
      { ...card, expiry_month: '01', expiry_year: '20', number: '**** 0003' },
      { ...card, expiry_month: '12', expiry_year: '98', number: '**** 0004' },
      // A number that is not masked shows none of its digits.
      { ...card, will_expire_soon: true, number: '4508750015741019' },
    ];
    service.simulator.setFaults([{ match: CARDS, fault: { kind: 'status', status: 200, body } }]);
    expect(await customerCardsOf(url, customer)).toMatchObject([
      { number: '**** 0001', is_expired: false, will_expire_soon: true },
      { number: '**** 0002', is_expired: false, will_expire_soon: false },
      { number: '**** 0003', is_expired: true, will_expire_soon: false },
      { number: '**** 0004', is_expired: false, will_expire_soon: false },
      { number: null, last_four: null, will_expire_soon: true },
    ]);
  });

  it.each<[string, Fault, string]>([
    ['Ottu fails', { kind: 'status', status: 500, body: { detail: 'the words of Ottu' } }, 'ottu_failed'],
    [
      'Ottu refuses the key',
      { kind: 'status', status: 403, body: { detail: 'the words' } },
      'ottu_refused_credentials',
    ],
    ['Ottu refuses the request', { kind: 'status', status: 400, body: { type: ['the words'] } }, 'ottu_rejected'],
    ['Ottu knows no such list', { kind: 'status', status: 404, body: { detail: 'the words' } }, 'ottu_not_found'],
    ['the answer is no list', { kind: 'status', status: 200, body: { detail: 'the words' } }, 'ottu_bad_answer'],
    ['a proxy answers', { kind: 'html' }, 'ottu_bad_answer'],
    ['the answer is lost', { kind: 'answer_lost' }, 'ottu_bad_answer'],
  ])('a server is told which fault it was, without the words of Ottu: %s', async (_when, fault, code) => {
    service.simulator.setFaults([{ match: CARDS, fault }]);
    const answer = await listCustomerCards(url, someone());
    expect(answer.body).toMatchObject({ code, outcome: 'none' });
    expect(answer.text).not.toContain('the words');
  });

  it('need a service key with the scope, and no browser; Ottu is not asked otherwise', async () => {
    const customer = someone();
    saved(service, customer);
    const { id } = await onlyCardOf(customer);
    const asked = service.simulator.requests(CARDS).length;
    const as = (caller: TestCaller): { readonly authorization: string } => ({ authorization: authorization(caller) });
    expect((await listCustomerCards(url, customer, { authorization: '' })).body.code).toBe('service_key_missing');
    expect((await listCustomerCards(url, customer, as('shop'))).body.code).toBe('scope_missing');
    expect((await deleteCustomerCard(url, customer, id, { headers: as('card-reader') })).body.code).toBe(
      'scope_missing',
    );
    const browser = { ...as('cards'), origin: 'https://shop.example' };
    expect((await listCustomerCards(url, customer, browser)).body.code).toBe('server_to_server_only');
    expect((await deleteCustomerCard(url, customer, id, { headers: browser })).status).toBe(403);
    expect(service.simulator.requests(CARDS)).toHaveLength(asked);
  });

  it('an id that Ottu could not have is 400, and Ottu is not asked', async () => {
    const asked = service.simulator.requests(CARDS).length;
    for (const id of [' ', 'x'.repeat(65), 'a\0b']) {
      expect((await listCustomerCards(url, id)).body).toMatchObject({ status: 400, code: 'validation_failed' });
      expect((await deleteCustomerCard(url, id, 'x')).status).toBe(400);
    }
    expect(service.simulator.requests(CARDS)).toHaveLength(asked);
  });
});

describe('F6: a server forgets a card for a customer', () => {
  it('is 204 once and 404 afterwards; the other cards stay', async () => {
    const customer = someone();
    const token = saved(service, customer, { number: '**** 1111' });
    const { id } = await onlyCardOf(customer);
    saved(service, customer, { number: '**** 2222' });
    const answer = await deleteCustomerCard(url, customer, id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(service.simulator.requests({ method: 'DELETE', path: `/b/pbl/v2/card/${token}/` })).toHaveLength(1);
    expect((await customerCardsOf(url, customer)).map(({ last_four }) => last_four)).toEqual(['2222']);
    expect((await deleteCustomerCard(url, customer, id)).body).toMatchObject({ status: 404, code: 'card_not_found' });
  });

  it("by its token, or by another customer's id, no card is named", async () => {
    const [sara, omar] = [someone(), someone()];
    const token = saved(service, sara);
    const { id } = await onlyCardOf(sara);
    const before = deletions();
    expect((await deleteCustomerCard(url, sara, token)).body.code).toBe('card_not_found');
    expect((await deleteCustomerCard(url, omar, id)).body.code).toBe('card_not_found');
    expect(deletions()).toBe(before);
  });

  it('a lost answer is asked again by itself, and what is gone then is gone', async () => {
    const customer = someone();
    saved(service, customer);
    const { id } = await onlyCardOf(customer);
    service.simulator.setFaults([answerLost({ method: 'DELETE', ...CARDS }, 1)]);
    expect((await deleteCustomerCard(url, customer, id)).status).toBe(204);
  });
});

describe('F6: a card that agreements are paid with', () => {
  const DELETION = { method: 'DELETE', ...CARDS } as const;

  it('is not deleted: 409 with the ids of the agreements, and Ottu is not told', async () => {
    const customer = someone();
    saved(service, customer, { agreements: ['AGR-1', 'AGR-2'] });
    const { id } = await onlyCardOf(customer);
    const before = deletions();
    for (const query of [{}, { force: 'false' }]) {
      const { body } = await deleteCustomerCard(url, customer, id, { query });
      expect(body).toMatchObject({ status: 409, code: 'card_in_use', agreements: ['AGR-1', 'AGR-2'], outcome: 'none' });
    }
    expect(deletions()).toBe(before);
    expect(await customerCardsOf(url, customer)).toHaveLength(1);
  });

  it('M82: stays where only this service knows of its agreement, and goes once that is canceled', async () => {
    const customer = `cust-${randomUUID()}`;
    const names = await agreed(service, { customer });
    const { id } = await onlyCardOf(customer);
    const token = saved(service, 'nobody');
    const kept = { token, customer_id: customer, pg_code: 'credit-card', agreements: [names.agreement_id] };
    const other = { ...kept, token: `${token}1`, agreements: [] };
    const list = (body: object[]): void =>
      service.simulator.setFaults([
        { match: { method: 'POST', ...CARDS }, fault: { kind: 'status', status: 200, body: body as never } },
        { match: DELETION, fault: { kind: 'status', status: 204, body: '' } },
      ]);
    list([{ ...kept, agreements: [] }]);
    const before = deletions();
    const [unnamed] = await customerCardsOf(url, customer);
    expect((await deleteCustomerCard(url, customer, String(unnamed?.id))).body).toMatchObject({
      code: 'card_in_use',
      agreements: [names.agreement_id],
    });
    expect(deletions()).toBe(before);
    // Where the list names its card, another one is free.
    list([kept, other]);
    const free = (await customerCardsOf(url, customer)).find(({ id: one }) => one !== unnamed?.id);
    expect((await deleteCustomerCard(url, customer, String(free?.id))).status).toBe(204);
    await cancel(service, (await shown(service, names))['id']);
    list([kept]);
    expect((await deleteCustomerCard(url, customer, String(unnamed?.id))).status).toBe(204);
    expect(id).not.toBe(unnamed?.id);
  });

  it('goes with force=true', async () => {
    const customer = someone();
    saved(service, customer, { agreements: ['AGR-1'] });
    const { id } = await onlyCardOf(customer);
    const before = deletions();
    service.simulator.setFaults([{ match: DELETION, fault: { kind: 'status', status: 204, body: '' } }]);
    expect((await deleteCustomerCard(url, customer, id, { query: { force: 'true' } })).status).toBe(204);
    expect(deletions()).toBe(before + 1);
  });

  it('F15.28: stays in spite of force=true where Ottu refuses to delete it', async () => {
    const customer = someone();
    saved(service, customer, { agreements: ['AGR-1'] });
    const { id } = await onlyCardOf(customer);
    const body = { detail: 'the words of Ottu' };
    service.simulator.setFaults([{ match: DELETION, fault: { kind: 'status', status: 400, body } }]);
    const answer = await deleteCustomerCard(url, customer, id, { query: { force: 'true' } });
    expect(answer.body).toMatchObject({ status: 409, code: 'card_in_use', agreements: ['AGR-1'] });
    expect(answer.text).not.toContain('the words');
  });

  it('a force that is neither true nor false, or misspelt, deletes nothing', async () => {
    const customer = someone();
    saved(service, customer);
    const { id } = await onlyCardOf(customer);
    const before = deletions();
    for (const query of [{ force: '1' }, { force: '' }, { Force: 'true' }]) {
      expect((await deleteCustomerCard(url, customer, id, { query })).body.code).toBe('validation_failed');
    }
    expect(deletions()).toBe(before);
  });
});

describe('F1.3: Ottu shows cards to an API key only', () => {
  it('with a user name every route of saved cards says so, and Ottu is not asked', async () => {
    const { simulator } = service;
    const basic = await startCheckoutService({
      ...identity.variables,
      OTTU_BASE_URL: simulator.url,
      OTTU_API_KEY: undefined,
      OTTU_USERNAME: 'nobody',
      OTTU_PASSWORD: 'nothing',
    });
    const asked = simulator.requests(CARDS).length;
    try {
      for (const answer of [
        await listCustomerCards(basic.url, 'cust-77'),
        await deleteCustomerCard(basic.url, 'cust-77', 'x'.repeat(43)),
      ]) {
        expect(answer.body).toMatchObject({ status: 501, code: 'ottu_api_key_needed', outcome: 'none' });
      }
      expect(simulator.requests(CARDS)).toHaveLength(asked);
    } finally {
      await basic.close();
    }
  });
});
