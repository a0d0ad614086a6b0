import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { CREATE, payAtOttu } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { DAY } from '../support/time.ts';
import { getTransaction } from '../support/transactions.ts';
import { agreed, debit, firstPayment, type Agreed } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '2000' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const charges = (): number => service.simulator.ledger().length - 1;

/** An agreement on Ottu Sandbox whose card ends in these digits (F16.5). */
async function agreedBySandboxCard(digits: string): Promise<Agreed> {
  const { session, ...names } = await firstPayment(service, { body: { pg_codes: ['ottu-sandbox'] } });
  await payAtOttu(service, session, {
    pg_code: 'ottu-sandbox',
    card: { number: `424242424242${digits}`, expiry: '12/39', cvv: '123' },
  });
  await getTransaction(service.url, session);
  await service.settled();
  return names;
}

describe('a decline says whether, how and when to try again', () => {
  it.each([
    ['114', 'Insufficient funds.', 'later'],
    ['115', 'Card expired.', 'new_card'],
    ['116', 'Declined by the issuer', 'later'],
  ])('a card that ends in %s: "%s" is %s', async (digits, message, advice) => {
    const names = await agreedBySandboxCard(digits);
    const answer = await debit(service, names);
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ outcome: 'final', result: 'failed', message });
    const { retry, payment } = answer.body;
    expect(retry.advice).toBe(advice);
    const after = new Date(new Date(payment.created_at).getTime() + DAY).toISOString();
    expect(retry.after).toBe(advice === 'later' ? after : undefined);
    expect(charges()).toBe(0);
  });

  it.each([
    ['Card reported lost', 'new_card'],
    ['Stolen card', 'new_card'],
    ['Pick up card', 'new_card'],
    ['Account closed', 'new_card'],
    ['Card blocked', 'new_card'],
    ['Declined: expired card', 'new_card'],
    ['Expired', 'new_card'],
    ['Invalid expiry date', 'new_card'],
    ['Do not retry', 'never'],
    ['Suspected fraud', 'never'],
    ['Transaction not permitted to terminal', 'never'],
    ['Transaction not permitted to cardholder', 'payer'],
    ['3DS authentication failed', 'payer'],
    ['The agreement has expired.', 'payer'],
    ['Session expired.', 'later'],
    ['System error, temporary failure', 'later'],
    ['Exceeds withdrawal limit', 'later'],
    ['Unable to authenticate issuer, try later (authentication server down)', 'later'],
  ])('F13.2: the words "%s" are %s', async (detail, advice) => {
    const names = await agreed(service);
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'status', status: 400, body: { detail, result: 'failed' } } },
    ]);
    expect((await debit(service, names)).body.retry?.advice).toBe(advice);
  });

  it('M41: of an order number that is used again the pause counts from the charge', async () => {
    const names = await agreed(service);
    const order_no = `O-${randomUUID().slice(0, 8)}`;
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status: 429, body: { detail: 'slow' } } }]);
    expect((await debit(service, { ...names, order_no })).body.outcome).toBe('none');
    service.simulator.clearFaults();
    await service.moveTime(3 * DAY);
    const { body } = await debit(service, { ...names, order_no, amount: '19.001' });
    expect(body.retry.advice).toBe('later');
    const [attempt] = await withRows(service, (db) =>
      db
        .selectFrom('payment_attempts')
        .select('started_at')
        .where('payment_id', '=', body.payment.id as string)
        .orderBy('number', 'desc')
        .execute(),
    );
    expect(body.retry.after).toBe(new Date(Number(attempt?.started_at) + DAY).toISOString());
  });

  it('F16.7: a card whose payer never began the agreement needs him, in each form of that refusal', async () => {
    const names = await agreed(service);
    const detail = 'No Cardholder Initiated Transaction (CIT) found.';
    for (const result of [{ result: 'failed' }, {}]) {
      service.simulator.setFaults([
        { match: CREATE, fault: { kind: 'status', status: 400, body: { detail, ...result } } },
      ]);
      const answer = await debit(service, { ...names, cycle: randomUUID() });
      expect(answer.body.retry).toEqual({ advice: 'payer' });
      expect(answer.body.outcome ?? answer.body.payment.outcome).toBe('result' in result ? 'final' : 'none');
    }
    expect(charges()).toBe(0);
  });
});
