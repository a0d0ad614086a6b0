import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { RetentionSweep } from '../../src/payments/retention-sweep.ts';
import { answerLost, CARDS, CREATE, EVENTS_LOST } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { DAY, HOUR } from '../support/time.ts';
import { agreed, debit, readAgreements, shown, type Agreed } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '2000' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const charges = (): number => service.simulator.ledger().length - 1;

describe('M82: what may have been charged counts', () => {
  it('for the number of cycles and the days between them, while it is unknown', async () => {
    const names = await agreed(service, { terms: { total_cycles: 1 } });
    service.simulator.setFaults([answerLost(CREATE, 1), EVENTS_LOST]);
    expect((await debit(service, { ...names, cycle: '1' })).status).toBe(202);
    // It may still come to nothing.
    const waits = await debit(service, { ...names, cycle: '2' });
    expect(waits.body).toMatchObject({ code: 'agreement_ended', retry: { advice: 'later' } });
    await service.passTime(2 * HOUR);
    const ended = await debit(service, { ...names, cycle: '2' });
    expect(ended.body).toMatchObject({ code: 'agreement_ended', retry: { advice: 'payer' } });
    const spaced = await agreed(service, { terms: { cycle_interval_days: 28 } });
    service.simulator.setFaults([answerLost(CREATE, 1), EVENTS_LOST]);
    expect((await debit(service, { ...spaced, cycle: '1' })).status).toBe(202);
    expect((await debit(service, { ...spaced, cycle: '2' })).body).toMatchObject({ code: 'cycle_too_early' });
  });

  it('M53: a decline that turns out paid, after the next key has charged the cycle, is a duplicate', async () => {
    const names = await agreed(service);
    // Declined, and paid when Ottu asks the gateway.
    const first = await debit(service, { ...names, amount: '19.027' });
    expect(first.body.payment).toMatchObject({ outcome: 'final', result: 'failed' });
    const second = await debit(service, names);
    expect(second.body.payment).toMatchObject({ state: 'paid' });
    await service.passTime(2 * HOUR);
    const read = await request(service.url)
      .get(`/v1/payments/${first.body.payment.id}`)
      .set('authorization', authorization('reader'));
    expect(read.body.payment).toMatchObject({ state: 'needs_review', review_reasons: ['duplicate_payment'] });
    expect(charges()).toBe(2);
    // And the cycle is not charged a third time.
    expect((await debit(service, names)).body.payment.id).toBe(second.body.payment.id);
    expect(charges()).toBe(2);
  });

  it('M10: a cycle whose payment is no longer kept is not charged again; one that was declined may be', async () => {
    const names = await agreed(service);
    const paid = await debit(service, { ...names, cycle: '1' });
    await service.moveTime(DAY);
    const declined = await debit(service, { ...names, cycle: '2', amount: '19.001' });
    const ids = [paid, declined].map(({ body }) => String(body.payment.id));
    await withRows(service, (db) =>
      db
        .updateTable('payments')
        .set({ updated_at: sql<Date>`now() - interval '500 days'`, next_check: null, next_check_at: null })
        .where('id', 'in', ids)
        .execute(),
    );
    expect(await service.app.get(RetentionSweep).sweep()).toBe(2);
    expect((await debit(service, { ...names, cycle: '1' })).body).toMatchObject({
      code: 'cycle_charged',
      outcome: 'final',
    });
    expect((await debit(service, { ...names, cycle: '2' })).body.payment).toMatchObject({ state: 'paid' });
    expect(charges()).toBe(2);
  });
});

describe('GET /v1/agreements/{id}', () => {
  const whole = async (names: Agreed): Promise<Record<string, unknown>> =>
    (await readAgreements(service, `/${String((await shown(service, names))['id'])}`)).body as Record<string, unknown>;

  it('F13.2: shows the card that Ottu lists for it now, masked, and each try to charge it, the newest first', async () => {
    const names = await agreed(service);
    const declined = await debit(service, { ...names, cycle: '1', amount: '19.001' });
    const paid = await debit(service, { ...names, cycle: '1' });
    const { card, charges: tries, agreement } = await whole(names);
    expect(agreement).toMatchObject({ agreement_id: names.agreement_id, cycles_charged: 1 });
    expect(card).toEqual({
      number: expect.stringMatching(/^\*{4} \d{4}$/),
      brand: expect.any(String),
      expiry_month: expect.any(String),
      expiry_year: expect.any(String),
      is_expired: false,
      will_expire_soon: false,
      pg_code: 'credit-card',
    });
    expect(tries).toEqual([
      expect.objectContaining({ cycle: '1', payment_id: paid.body.payment.id, state: 'paid', amount: '19.000' }),
      expect.objectContaining({ cycle: '1', payment_id: declined.body.payment.id, charged_at: null }),
    ]);
  });

  it('says why there is no card where Ottu lists none or cannot be asked, and shows the rest', async () => {
    const names = await agreed(service);
    service.simulator.setFaults([{ match: CARDS, fault: { kind: 'status', status: 503 } }]);
    expect(await whole(names)).toMatchObject({ card: null, card_problem: { code: 'cards_unavailable' }, charges: [] });
    service.simulator.setFaults([{ match: CARDS, fault: { kind: 'status', status: 200, body: [] } }]);
    expect(await whole(names)).toMatchObject({ card: null, card_problem: { code: 'card_not_found' } });
  });
});
