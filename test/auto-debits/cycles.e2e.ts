import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';

import { eventually } from '../support/eventually.ts';
import { answerLost, CARDS, CREATE, EVENTS_LOST, INQUIRY, sentBodies } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { HOUR } from '../support/time.ts';
import { agreed, debit, type Agreed } from './support.ts';

let service: TestService;
let names: Agreed;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '2000' });
});
afterAll(async () => service.close());
beforeEach(async () => {
  service.simulator.reset();
  names = await agreed(service);
});

/** Charges that were sent to Ottu for cycles, as it got them. */
const sent = (): unknown[] => sentBodies(service, CREATE).filter((body) => 'payment_instrument' in (body as object));
/** How many charges there were, but for the first payment. */
const charges = (): number => service.simulator.ledger().length - 1;
const idOf = ({ body }: Response): unknown => (body as { payment?: { id?: unknown } }).payment?.id;

describe('an auto-debit', () => {
  it('F13.2: charges the card of the agreement on its gateway, with the token that Ottu shows, which nobody else sees', async () => {
    const answer = await debit(service, { ...names, extra: { invoice: 'INV-7' } });
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({
      state: 'paid',
      outcome: 'final',
      amount: '19.000',
      currency_code: 'KWD',
    });
    expect(answer.body.retry).toBeUndefined();
    expect(answer.headers['location']).toBe(answer.body.links.self);
    const [body] = sent() as Record<string, unknown>[];
    expect(body).toMatchObject({
      payment_type: 'auto_debit',
      pg_codes: ['credit-card'],
      customer_id: names.customer_id,
      agreement: { id: names.agreement_id, type: 'recurring' },
      extra: { invoice: 'INV-7' },
      payment_instrument: { instrument_type: 'token' },
    });
    const [asked] = sentBodies(service, CARDS);
    expect(asked).toMatchObject({ customer_id: names.customer_id, agreement_id: names.agreement_id });
    const token = JSON.stringify(body?.['payment_instrument']).replaceAll(/\D/g, '');
    expect(token).not.toBe('');
    expect(JSON.stringify(answer.body)).not.toContain(token);
    expect(charges()).toBe(1);
  });

  it('is for servers that may charge, and never for a browser', async () => {
    expect((await debit(service, names, { caller: 'reader' })).body).toMatchObject({ code: 'scope_missing' });
    const fromBrowser = await debit(service, names, { headers: { origin: 'https://shop.example' } });
    expect(fromBrowser.body).toMatchObject({ code: 'server_to_server_only', outcome: 'none' });
    expect(charges()).toBe(0);
  });
});

describe('M82: one payment of a cycle', () => {
  it('a cycle that is paid answers its payment, whatever the key and whoever asks, also when the card has gone', async () => {
    const first = await debit(service, names);
    service.simulator.setFaults([{ match: CARDS, fault: { kind: 'status', status: 503 } }]);
    for (const caller of ['shop', 'other'] as const) {
      const again = await debit(service, names, { caller });
      expect(again.status).toBe(201);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(idOf(again)).toBe(idOf(first));
    }
    expect(charges()).toBe(1);
  });

  it('a cycle of which the answer was lost answers unknown until it is known, and is not charged again', async () => {
    service.simulator.setFaults([answerLost(CREATE, 1), EVENTS_LOST]);
    const first = await debit(service, names);
    expect(first.status).toBe(202);
    const again = await debit(service, names);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([202, 'true']);
    expect(idOf(again)).toBe(idOf(first));
    expect(charges()).toBe(1);
    await service.passTime(15 * 60_000);
    const known = await debit(service, names);
    expect(known.body.payment).toMatchObject({ id: idOf(first), state: 'paid' });
    expect(charges()).toBe(1);
  });

  it('a declined cycle lets the next key in, and the key of the decline answers for the decline', async () => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'outcome', outcome: 'declined' } }]);
    const key = randomUUID();
    const declined = await debit(service, names, { key });
    expect(declined.status).toBe(201);
    expect(declined.body.payment).toMatchObject({ outcome: 'final', result: 'failed' });
    expect(declined.body.retry).toMatchObject({ advice: 'later', after: expect.any(String) });
    const next = await debit(service, names);
    expect(next.body.payment).toMatchObject({ state: 'paid' });
    expect(idOf(next)).not.toBe(idOf(declined));
    expect(idOf(await debit(service, names, { key }))).toBe(idOf(declined));
    expect(idOf(await debit(service, names))).toBe(idOf(next));
    expect(charges()).toBe(1);
  });

  it('M5a: a key that may claim again does not, once another key has charged the cycle', async () => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } }]);
    const key = randomUUID();
    expect((await debit(service, names, { key })).body).toMatchObject({ outcome: 'none', code: 'ottu_throttled' });
    const other = await debit(service, names);
    expect(other.body.payment).toMatchObject({ state: 'paid' });
    const again = await debit(service, names, { key });
    expect([again.status, again.headers['idempotent-replayed'], idOf(again)]).toEqual([201, 'true', idOf(other)]);
    expect(charges()).toBe(1);
  });

  it('M5a: the same key claims again what was not charged', async () => {
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } }]);
    const key = randomUUID();
    expect((await debit(service, names, { key })).body.outcome).toBe('none');
    expect((await debit(service, names, { key })).body.payment).toMatchObject({ state: 'paid' });
    expect(charges()).toBe(1);
  });

  it("M9: a key that was answered with another key's payment keeps that answer, also when that payment is declined later", async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    // An amount that is declined.
    const body = { ...names, amount: '19.001' };
    const slow = debit(service, body).then((answer) => answer);
    await eventually(() => sent().length === 1);
    const key = randomUUID();
    const meanwhile = await debit(service, body, { key });
    expect([meanwhile.status, meanwhile.headers['idempotent-replayed']]).toEqual([202, 'true']);
    service.simulator.setFaults([]);
    const declined = await slow;
    expect(declined.body.payment).toMatchObject({ outcome: 'final', result: 'failed' });
    const again = await debit(service, body, { key });
    expect(again.body).toEqual(declined.body);
    expect(charges()).toBe(0);
  });

  it.each(['a new key', 'a key that may claim again'])(
    '%s that has looked for the card meanwhile finds the cycle taken when it claims',
    async (which) => {
      const key = randomUUID();
      if (which !== 'a new key') {
        service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } }]);
        expect((await debit(service, names, { key })).body.outcome).toBe('none');
      }
      const looks = sentBodies(service, CARDS).length;
      service.simulator.setFaults([{ match: { ...CARDS, nth: 1 }, fault: { kind: 'hold' } }]);
      const slow = debit(service, names, { key }).then((answer) => answer);
      await eventually(() => sentBodies(service, CARDS).length === looks + 1);
      const other = await debit(service, names);
      expect(other.body.payment).toMatchObject({ state: 'paid' });
      service.simulator.setFaults([]);
      const answer = await slow;
      expect([answer.status, answer.headers['idempotent-replayed'], idOf(answer)]).toEqual([201, 'true', idOf(other)]);
      expect(idOf(await debit(service, names, { key }))).toBe(idOf(other));
      expect(charges()).toBe(1);
    },
  );

  it('billing jobs at once, with keys of their own, are one charge and one payment', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, async () => debit(service, names)));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(answers.every(({ status }) => status === 201 || status === 202)).toBe(true);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect(charges()).toBe(1);
    expect(sent()).toHaveLength(1);
  });
});

describe('M82: a cycle of which an earlier try turns out charged', () => {
  it('is that of the earlier try, although people have to look at it and another try was declined since', async () => {
    // An amount that is declined at first and found charged later.
    const first = await debit(service, { ...names, amount: '19.027' });
    expect(first.body.payment).toMatchObject({ outcome: 'final', result: 'failed' });
    const second = await debit(service, { ...names, amount: '19.001' });
    expect(second.body.payment).toMatchObject({ outcome: 'final', result: 'failed' });
    service.simulator.setFaults([{ match: INQUIRY, fault: { kind: 'resign', set: { settled_amount: '1.000' } } }]);
    await service.passTime(2 * HOUR);
    service.simulator.clearFaults();
    const before = charges();
    const third = await debit(service, names);
    expect(third.body.payment).toMatchObject({ id: idOf(first), state: 'needs_review', outcome: 'unknown' });
    expect(charges()).toBe(before);
  });

  it.each([
    ['composed and decomposed letters', 'D\u00e9cembre', 'De\u0301cembre'],
    ['a no-break hyphen', '2026\u201012', '2026\u201112'],
    ['full-width digits', '2026-12', '２０２６-12'],
  ])('is one cycle in whatever way it is spelled: %s', async (_which, one, other) => {
    const paid = await debit(service, { ...names, cycle: one });
    expect(idOf(await debit(service, { ...names, cycle: other }))).toBe(idOf(paid));
    expect(charges()).toBe(1);
  });

  it.each([
    ['a no-break space', '2026-12\u00a0'],
    ['a filler that nobody sees', '2026-12\u3164'],
    ['a zero-width space', '2026-12\u200b'],
    ['a blank of Braille', '2026-12\u2800'],
  ])('is not named by what nobody can see: %s', async (_which, cycle) => {
    expect((await debit(service, { ...names, cycle })).body).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  it('is not left for another one by an order number that is used again', async () => {
    const order_no = `O-${randomUUID().slice(0, 8)}`;
    service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 429 } }]);
    expect((await debit(service, { ...names, order_no, cycle: '1' })).body.outcome).toBe('none');
    const other = await debit(service, { ...names, order_no, cycle: '2' });
    expect(other.body).toMatchObject({ status: 409, code: 'order_no_taken', outcome: 'none' });
    expect((await debit(service, { ...names, order_no, cycle: '1' })).body.payment).toMatchObject({ state: 'paid' });
    expect(charges()).toBe(1);
  });
});
