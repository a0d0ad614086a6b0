import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import type { Fault, Simulator } from '../../sandbox/simulator.ts';
import { debit, readAgreements } from '../auto-debits/support.ts';
import { getCart } from '../carts/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { SECRET } from '../merchant-events/receiver.ts';
import { everyRow } from '../support/every-row.ts';
import { freePort } from '../support/free-port.ts';
import { AUTO_DEBIT, CARDS, CREATE, payAtOttu } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { startCheckoutService, status } from '../checkout/support.ts';
import {
  cardsOf,
  deleteCard,
  deleteCustomerCard,
  idOf,
  listCards,
  listCustomerCards,
  ownCart,
  payByCard,
} from './support.ts';

/** No other text of the test has it, nor any part of it that is long enough to find. */
const TOKEN = '9765432109871357';
const ECHO = `no card ${TOKEN} here`;

/** Whatever can go wrong with Ottu, most of it quoting the token. */
const FAULTS: readonly Fault[] = [
  { kind: 'answer_lost' },
  { kind: 'reset_before' },
  { kind: 'truncated' },
  { kind: 'malformed' },
  { kind: 'html' },
  { kind: 'echo_payload' },
  { kind: 'drop_signature' },
  { kind: 'status', status: 400, body: { token: [ECHO], [TOKEN]: ECHO } },
  { kind: 'status', status: 400, body: { detail: ECHO, result: 'failed' } },
  { kind: 'status', status: 404, body: { detail: ECHO } },
  { kind: 'status', status: 500, body: `<pre>${ECHO}</pre>`, content_type: 'text/html' },
  { kind: 'status', status: 403, body: { detail: ECHO } },
  { kind: 'resign', set: { message: ECHO, pg_params: { echo: ECHO } } },
  { kind: 'outcome', outcome: 'declined' },
  { kind: 'outcome', outcome: 'three_ds_redirect' },
  {
    kind: 'status',
    status: 200,
    body: { status: '3DS', method: 'redirect', redirect_url: `https://bank.example/?c=${TOKEN}` },
  },
];

let identity: IdentityProvider;
let service: TestService;
let url: string;
let headers: { authorization: string };
let output = '';
const outputs = [process.stdout, process.stderr] as const;
const writes = outputs.map((stream) => stream.write.bind(stream));

beforeAll(async () => {
  for (const stream of outputs) {
    stream.write = (text: string | Uint8Array): boolean => {
      output += String(text);
      return true;
    };
  }
  identity = await IdentityProvider.start();
  service = await startCheckoutService({
    ...identity.variables,
    LOG_LEVEL: 'trace',
    // Nobody listens there: the events stay.
    MERCHANT_EVENTS_URL: `http://127.0.0.1:${await freePort()}/events`,
    MERCHANT_EVENTS_SECRET: SECRET,
  });
  url = service.url;
  headers = { authorization: await identity.bearer('sara-1') };
});
afterAll(async () => {
  await service.close();
  await identity.close();
  for (const [index, stream] of outputs.entries()) stream.write = writes[index] as typeof stream.write;
});

async function tokensAtOttu(simulator: Simulator, customer: string): Promise<string[]> {
  const answer = await fetch(`${simulator.url}${CARDS.path}`, {
    method: 'POST',
    headers: { authorization: `Api-Key ${simulator.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'sandbox', customer_id: customer }),
  });
  return ((await answer.json()) as { readonly token: string }[]).map(({ token }) => token);
}

describe('promise 1: the token of a saved card', () => {
  it('is in no answer, header, log, metric or row, whatever fails', async () => {
    const { simulator } = service;
    const seen: string[] = [];
    const note = ({ text, headers: given }: { readonly text: string; readonly headers: unknown }): void => {
      seen.push(text, JSON.stringify(given));
    };
    simulator.saveCard({ token: TOKEN, customer_id: 'sara-1', number: '**** 4321' });
    const id = await idOf(url, headers, '4321');
    const payOnce = async (): Promise<void> => {
      const cart = await ownCart(url, headers);
      note(await payByCard(url, cart, id, { headers }));
      note(await getCart(url, cart));
      note(await status(url, cart));
    };
    let cycle = 0;
    const debitOnce = async (): Promise<void> => {
      cycle += 1;
      simulator.saveCard({ token: TOKEN, customer_id: 'sara-1', number: '**** 4321', agreements: ['AGR-CANARY'] });
      const names = { agreement_id: 'AGR-CANARY', customer_id: 'sara-1', cycle: String(cycle) };
      note(await debit(service, { ...names, pg_code: 'credit-card', agreement: { type: 'unscheduled' } }));
    };
    await payOnce();
    for (const fault of FAULTS) {
      simulator.setFaults([{ match: AUTO_DEBIT, fault }]);
      await payOnce();
      simulator.setFaults([{ match: CARDS, fault }]);
      note(await listCards(url, headers));
      simulator.setFaults([{ match: { method: 'DELETE', ...CARDS }, fault: { ...fault } }]);
      note(await deleteCard(url, id, headers));
      simulator.setFaults([{ match: CARDS, fault }]);
      note(await listCustomerCards(url, 'sara-1'));
      simulator.setFaults([{ match: { method: 'DELETE', ...CARDS }, fault: { ...fault } }]);
      note(await deleteCustomerCard(url, 'sara-1', id));
      for (const match of [CARDS, CREATE]) {
        simulator.setFaults([{ match, fault }]);
        await debitOnce();
      }
      simulator.clearFaults();
      await debitOnce();
      simulator.saveCard({ token: TOKEN, customer_id: 'sara-1', number: '**** 4321' });
    }
    const operator = { authorization: authorization('operator') };
    const list = await request(url).get('/v1/payments?limit=100').set(operator);
    note(list);
    const paid = list.body.payments as { readonly payment?: { readonly id: string }; readonly id?: string }[];
    expect(paid.length).toBeGreaterThan(5);
    for (const one of paid) {
      const paymentId = one.payment?.id ?? one.id ?? '';
      note(await request(url).get(`/v1/payments/${paymentId}`).set(operator));
      note(await request(url).get(`/v1/payments/${paymentId}/timeline`).set(operator));
    }
    note(await readAgreements(service));
    note(await request(url).get('/metrics').set(operator));
    expect(await cardsOf(url, headers)).toHaveLength(1);
    const rows = await everyRow(service);

    expect(simulator.requests(AUTO_DEBIT).some(({ raw_body }) => raw_body.includes(TOKEN))).toBe(true);
    expect(simulator.requests(CREATE).some(({ raw_body }) => raw_body.includes(TOKEN))).toBe(true);
    expect(seen.filter((text) => text.includes(TOKEN))).toEqual([]);
    expect(output.split('\n').length).toBeGreaterThan(FAULTS.length);
    expect(output.includes(TOKEN)).toBe(false);
    expect(rows).toContain('token');
    expect(rows.split('\n').filter((row) => row.includes(TOKEN))).toEqual([]);
  }, 120_000);

  it('and of a card that is saved without a payment, its number too, is in no answer, event, header, log or row', async () => {
    const { simulator } = service;
    const number = '4508750015741019';
    const seen: string[] = [];
    const setUps = [
      () => request(url).post('/v1/cards/setup').set(headers),
      () =>
        request(url)
          .post('/v1/customers/sara-2/cards/setup')
          .set({ authorization: authorization('cards') }),
    ];
    for (const setUp of setUps) {
      const answer = await setUp().send({ currency_code: 'KWD' });
      expect(answer.status).toBe(201);
      const session = (answer.body.session_id ?? answer.body.payment.session_id) as string;
      await payAtOttu(service, session, { card: { number, expiry: '01/39', cvv: '100' } });
      await service.settled();
      await service.runOnce('Inbox');
      await service.runOnce('Reconciliation');
      seen.push(answer.text, JSON.stringify(answer.headers));
    }
    const tokens = (
      await Promise.all(['sara-1', 'sara-2'].map((customer) => tokensAtOttu(simulator, customer)))
    ).flat();
    expect(tokens.filter((token) => token !== TOKEN)).toHaveLength(2);
    const operator = { authorization: authorization('operator') };
    for (const path of ['/v1/payments?limit=100', '/v1/merchant-events?limit=100', '/v1/webhook-inbox?limit=100']) {
      seen.push((await request(url).get(path).set(operator)).text);
    }
    seen.push((await listCards(url, headers)).text, (await listCustomerCards(url, 'sara-2')).text);
    const rows = await everyRow(service);
    // It was told, so there was something to hide.
    expect(rows.split('card.saved').length).toBeGreaterThan(2);
    for (const secret of [...tokens, number]) {
      expect(seen.filter((text) => text.includes(secret))).toEqual([]);
      expect(output.includes(secret)).toBe(false);
      expect(rows.split('\n').filter((row) => row.includes(secret))).toEqual([]);
    }
  });
});
