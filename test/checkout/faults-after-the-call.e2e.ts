import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';

import { CartCharge } from '../../src/carts/paying/cart-charge.ts';
import { Database } from '../../src/database/database.ts';
import { JsonDocument } from '../../src/json/json-document.ts';
import { LIMITS } from '../../src/limits/limits-table.ts';
import type { TestCart } from '../carts/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { answerLost, APPLE, CREATE, EVENTS_LOST, RETRIEVES_SILENT } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import {
  chargeTransaction,
  createTransaction,
  patchTransaction,
  paymentAt,
  transactionBody,
} from '../support/transactions.ts';
import { checkout, pay, payload, startCheckoutService, status, tagOf, teaCart } from './support.ts';

let service: TestService;

beforeAll(async () => {
  // Long waits: nothing but the request itself is to settle what it did.
  service = await startCheckoutService({ TIME_SCALE: '1', TRUST_PROXY: '1' });
});
afterAll(async () => service.close());
beforeEach(() => {
  service.simulator.reset();
  // Nothing but an answer itself is to tell what became of a charge.
  service.simulator.setFaults([EVENTS_LOST]);
});

const MAX_BODY = 256 * 1024;

/** `wrap` of a good payload with as many numbers as the largest body holds, which once were spread over a stack. */
function withManyNumbers(outcome: string, wrap: (payload: string) => string): string {
  const text = wrap(JSON.stringify({ ...payload(outcome), n: [0] }));
  const numbers = Math.floor((MAX_BODY - text.length) / 2);
  return text.replace('"n":[0]', `"n":[0${',1'.repeat(numbers)}]`);
}

describe('M4, M13, M96: a wallet payload of a hundred thousand pieces', () => {
  const body = withManyNumbers('declined', (text) => `{"wallet":"apple_pay","payload":${text}}`);

  it('is declined like any other, counts as an attempt, and so meets its limit', async () => {
    const cart = await teaCart(service.url);
    const answers: Response[] = [];
    for (let tries = 0; tries <= LIMITS.cart_attempts.permits; tries += 1) {
      answers.push(await pay(service.url, cart, { body }));
    }
    const [last, ...declined] = answers.toReversed();
    expect(new Set(declined.map((answer) => `${answer.status} ${answer.body.payment?.status}`))).toEqual(
      new Set(['201 declined']),
    );
    expect(last?.body).toMatchObject({ status: 429, code: 'too_many_attempts', outcome: 'none' });
    expect(service.simulator.requests(APPLE)).toHaveLength(LIMITS.cart_attempts.permits);
  });

  it('is charged in one step, and its answer is not thrown away', async () => {
    const charge = { amount: '1.000', currency_code: 'KWD', pg_codes: ['credit-card'] };
    const charging = withManyNumbers('success', (text) => {
      const instrument = `{"instrument_type":"apple_pay","payload":${text}}`;
      return `${JSON.stringify(charge).slice(0, -1)},"payment_instrument":${instrument}}`;
    });
    const answer = await buyNow(service.url, { body: charging });
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ state: 'paid', outcome: 'final' });
  });
});

/**
 * Makes the reading of Ottu's answers throw at its n-th step, from the moment that the answer is here. What the service
 * reads otherwise, such as the caller's own body, is left alone.
 */
class Sabotage {
  readonly #source = JsonDocument.prototype.source;
  #steps = 0;

  throwAt(step: number, isAnswer: (text: string) => boolean): void {
    this.#steps = 0;
    const count = (): number => (this.#steps += 1);
    const { source } = { source: this.#source };
    JsonDocument.prototype.source = function sabotaged(this: JsonDocument, at: string) {
      if (isAnswer(this.text) && count() === step) throw new RangeError('Maximum call stack size exceeded');
      return source.call(this, at);
    };
  }

  /** @returns how many steps were taken. */
  end(): number {
    JsonDocument.prototype.source = this.#source;
    return this.#steps;
  }
}

describe('M4, M11, M52, M60, M91, M96: a fault of our own after Ottu was called', () => {
  const sabotage = new Sabotage();
  afterEach(() => void sabotage.end());

  /** Of our own charges; a request of ours has no `result`. */
  const isAnswer = (text: string): boolean => text.includes('"result"');

  /**
   * Charges again and again, with a fault one step later each time, until the whole answer is read without meeting it.
   *
   * @returns how many charges met a fault.
   */
  async function atEachStep(charge: () => Promise<Response>): Promise<number> {
    for (let step = 1; ; step += 1) {
      const before = service.simulator.ledger().length;
      sabotage.throwAt(step, isAnswer);
      const answer = await charge();
      const reached = sabotage.end() >= step;
      expect([step, service.simulator.ledger().length - before]).toEqual([step, 1]);
      if (!reached) {
        expect(answer.status).toBe(201);
        return step - 1;
      }
      expect([step, answer.status]).toEqual([step, 202]);
      expect(JSON.stringify(answer.body)).not.toContain('"none"');
    }
  }

  it('at whichever step of reading its answer to Buy Now, the charge is unknown and is never sent again', async () => {
    const calls: string[] = [];
    const met = await atEachStep(async () => {
      const key = randomUUID();
      const answer = await buyNow(service.url, { key, body: buyNowBody() });
      calls.push(key);
      return answer;
    });
    expect(met).toBeGreaterThan(10);
    const again = await buyNow(service.url, { key: calls[0] ?? '', body: buyNowBody() });
    expect(again.status).toBe(202);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const { events } = await paymentAt(service.url, again.body.links.self);
    expect(events.slice(0, 2)).toEqual(['claimed', 'answer_lost']);
    expect(service.simulator.requests(CREATE)).toHaveLength(met + 1);
  });

  it('the same holds on the one-step create of servers', async () => {
    const body = transactionBody({ payment_instrument: buyNowBody()['payment_instrument'] as object });
    expect(await atEachStep(async () => chargeTransaction(service.url, { body }))).toBeGreaterThan(10);
  });

  it('the same holds on a cart: the shopper is told that it is being checked, and the attempt counts', async () => {
    service.simulator.setFaults([RETRIEVES_SILENT, EVENTS_LOST]);
    const carts: TestCart[] = [];
    let address = 0;
    const met = await atEachStep(async () => {
      address += 1;
      const headers = { 'x-forwarded-for': `198.51.100.${address}` };
      const cart = await teaCart(service.url, {}, headers);
      carts.push(cart);
      return pay(service.url, cart, { headers });
    });
    expect(met).toBeGreaterThan(10);
    const [first] = carts;
    if (first === undefined) throw new Error('no cart was paid');
    expect((await status(service.url, first)).body.payment).toMatchObject({ status: 'checking' });
    const again = await pay(service.url, first);
    expect(again.body).toMatchObject({ status: 409, code: 'cart_frozen' });
    expect(service.simulator.requests(APPLE)).toHaveLength(carts.length);
  });

  it('a create that charges nothing is lost, not refused, and its session is not handed out', async () => {
    sabotage.throwAt(1, (text) => text.includes('"checkout_url"'));
    const call = { key: randomUUID(), body: transactionBody() };
    const answer = await createTransaction(service.url, call);
    sabotage.end();
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.body).toMatchObject({ outcome: 'none', payment: { outcome: 'unknown' } });
    expect(answer.body.session_id).toBeUndefined();
    const again = await createTransaction(service.url, call);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('a change of a transaction is lost, and the next one need not wait until nobody could answer it any more', async () => {
    const { body } = await createTransaction(service.url);
    sabotage.throwAt(1, (text) => text.includes('"checkout_url"'));
    const change = { amount: '2.000', currency_code: 'KWD' };
    const answer = await patchTransaction(service.url, body.session_id, change);
    sabotage.end();
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect((await patchTransaction(service.url, body.session_id, change)).status).toBe(200);
  });

  it("a cart's session that was made and never handed out is replaced by the next checkout", async () => {
    const cart = await teaCart(service.url);
    sabotage.throwAt(1, (text) => text.includes('"checkout_url"'));
    expect((await checkout(service.url, cart)).status).toBeGreaterThanOrEqual(500);
    sabotage.end();
    expect((await checkout(service.url, cart)).status).toBe(200);
  });
});

describe('M1, M9, M96: a fault of our own before the claim', () => {
  const { source } = JsonDocument.prototype;
  afterEach(() => void (JsonDocument.prototype.source = source));

  const failOnOurBodies = (member: string): void => {
    JsonDocument.prototype.source = function sabotaged(this: JsonDocument, at: string) {
      if (at === `/${member}`) throw new TypeError('A fault of our own');
      return source.call(this, at);
    };
  };

  it('says that nothing was charged on a cart, and the shopper goes on', async () => {
    const cart = await teaCart(service.url);
    failOnOurBodies('payload');
    const answer = await pay(service.url, cart);
    JsonDocument.prototype.source = source;
    expect(answer.body).toMatchObject({ status: 500, code: 'internal_error', outcome: 'none' });
    expect(service.simulator.requests(APPLE)).toHaveLength(0);
    expect((await pay(service.url, cart)).body.payment).toMatchObject({ status: 'paid' });
  });

  it('gives the attempt back where it was counted already, so that faults of ours use up no tries', async () => {
    const cart = await teaCart(service.url);
    const { prepare } = CartCharge.prototype;
    CartCharge.prototype.prepare = () => {
      throw new TypeError('A fault of our own');
    };
    for (let tries = 0; tries <= LIMITS.cart_attempts.permits; tries += 1) {
      expect((await pay(service.url, cart)).body).toMatchObject({ code: 'internal_error', outcome: 'none' });
    }
    CartCharge.prototype.prepare = prepare;
    expect((await pay(service.url, cart)).body.payment).toMatchObject({ status: 'paid' });
  });

  it('leaves it open where the key may stand for an earlier attempt that nobody has looked up', async () => {
    service.simulator.setFaults([answerLost(APPLE), RETRIEVES_SILENT, EVENTS_LOST]);
    const cart = await teaCart(service.url);
    const call = { key: randomUUID(), ifMatch: await tagOf(service.url, cart) };
    expect((await pay(service.url, cart, call)).body.payment).toMatchObject({ status: 'checking' });
    const database = service.app.get(Database);
    const { inTransaction } = database;
    Object.assign(database, {
      inTransaction: async () => {
        throw new TypeError('A fault of our own');
      },
    });
    const again = await pay(service.url, cart, call);
    Object.assign(database, { inTransaction });
    expect(again.body).toMatchObject({ status: 500, outcome: 'unknown' });
  });

  it('says so of Buy Now, and the same key charges afterwards', async () => {
    const call = {
      key: randomUUID(),
      body: buyNowBody({ billing_address: { line1: 'Street', city: 'Kuwait', country: 'KW' } }),
    };
    failOnOurBodies('billing_address');
    const answer = await buyNow(service.url, call);
    JsonDocument.prototype.source = source;
    expect(answer.body).toMatchObject({ outcome: 'none' });
    expect(service.simulator.requests(CREATE)).toHaveLength(0);
    expect((await buyNow(service.url, call)).body.payment).toMatchObject({ state: 'paid' });
  });
});
