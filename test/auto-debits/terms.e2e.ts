import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.ts';
import { saved } from '../cards/support.ts';
import { CARDS, CREATE, sentBodies } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { DAY, HOUR } from '../support/time.ts';
import { agreed, cancel, debit, firstPayment, LOOSE, readAgreements, shown } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

/** What was asked of Ottu for cycles: of its cards, and charges. */
const asked = (): number =>
  sentBodies(service, CARDS).length +
  sentBodies(service, CREATE).filter((body) => 'payment_instrument' in (body as object)).length;

describe('an agreement is kept from the success of its first payment', () => {
  it('with its terms, and not before', async () => {
    const { session, ...names } = await firstPayment(service, { terms: { max_amount_per_cycle: '25.0' } });
    expect(session).not.toBe('');
    expect((await readAgreements(service, '', { agreement_id: names.agreement_id })).body.agreements).toEqual([]);
    expect((await debit(service, names)).body).toMatchObject({ code: 'agreement_not_found', outcome: 'none' });

    const begun = await agreed(service, { terms: { max_amount_per_cycle: '25.0', expiry_date: '31/12/2098' } });
    expect(await shown(service, begun)).toMatchObject({
      ...begun,
      state: 'active',
      source: 'first_payment',
      first_payment: expect.any(String),
      pg_code: 'credit-card',
      type: 'recurring',
      amount: '19.000',
      currency_code: 'KWD',
      amount_variability: 'variable',
      max_amount_per_cycle: '25.000',
      frequency: 'monthly',
      cycle_interval_days: 1,
      total_cycles: 999,
      expiry_date: '2098-12-31',
      cycles_charged: 0,
      last_charged_at: null,
      canceled_at: null,
    });
  });

  it('of its own customer only', async () => {
    const names = await agreed(service);
    expect((await debit(service, { ...names, customer_id: 'cust-78' })).body.code).toBe('agreement_not_found');
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('M82: the terms are checked before Ottu is asked', () => {
  it.each([
    ['another amount than the fixed one', { amount_variability: 'fixed' }, { amount: '19.001' }, 'amount_not_agreed'],
    ['more than the largest', { max_amount_per_cycle: '19.500' }, { amount: '19.501' }, 'amount_not_agreed'],
    ['another currency', {}, { amount: '19.00', currency_code: 'SAR' }, 'amount_not_agreed'],
    ['after the last day', { expiry_date: '2020-01-31' }, {}, 'agreement_ended'],
    ['on another gateway', {}, { pg_code: 'knet' }, 'validation_failed'],
    ['nothing', {}, { amount: '0.000' }, 'validation_failed'],
    ['no amount where it is not fixed', {}, { amount: undefined }, 'validation_failed'],
  ] as const)('%s is refused, and nothing was charged', async (_what, terms, body, code) => {
    const names = await agreed(service, { terms });
    const answer = await debit(service, { ...names, ...body });
    expect(answer.body).toMatchObject({ code, outcome: 'none' });
    expect(asked()).toBe(0);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('the fixed amount is charged where none is given, and the largest may be reached', async () => {
    const fixed = await agreed(service, { terms: { amount_variability: 'fixed' } });
    expect((await debit(service, { ...fixed, amount: undefined })).body.payment).toMatchObject({
      state: 'paid',
      amount: '19.000',
    });
    const largest = await agreed(service, { terms: { max_amount_per_cycle: '19.500' } });
    expect((await debit(service, { ...largest, amount: '19.500' })).body.payment).toMatchObject({ state: 'paid' });
  });

  it('the next cycle is refused until so many days have passed as were agreed on, and is told when that is', async () => {
    const names = await agreed(service, { terms: { cycle_interval_days: 28 } });
    expect((await debit(service, { ...names, cycle: '1' })).body.payment.state).toBe('paid');
    const early = await debit(service, { ...names, cycle: '2' });
    expect([early.status, early.body]).toEqual([
      409,
      expect.objectContaining({
        code: 'cycle_too_early',
        outcome: 'none',
        retry: { advice: 'later', after: expect.any(String) },
      }),
    ]);
    await service.moveTime(27 * DAY);
    expect((await debit(service, { ...names, cycle: '2' })).body.code).toBe('cycle_too_early');
    // A job that runs some hours sooner in its day than the last time is none too early.
    await service.moveTime(13 * HOUR);
    expect((await debit(service, { ...names, cycle: '2' })).body.payment.state).toBe('paid');
    expect(await shown(service, names)).toMatchObject({ cycles_charged: 2, last_charged_at: expect.any(String) });
  });

  it('no more cycles than were agreed on are charged; one that was declined is not counted', async () => {
    const names = await agreed(service, { terms: { total_cycles: 2 } });
    expect((await debit(service, { ...names, cycle: '1' })).body.payment.state).toBe('paid');
    await service.moveTime(DAY);
    expect((await debit(service, { ...names, cycle: '2', amount: '19.001' })).body.payment.result).toBe('failed');
    expect((await debit(service, { ...names, cycle: '2' })).body.payment.state).toBe('paid');
    await service.moveTime(DAY);
    expect((await debit(service, { ...names, cycle: '3' })).body).toMatchObject({
      code: 'agreement_ended',
      outcome: 'none',
    });
    expect(await shown(service, names)).toMatchObject({ state: 'ended', cycles_charged: 2 });
    // What was charged is still answered.
    expect((await debit(service, { ...names, cycle: '2' })).body.payment.state).toBe('paid');
  });

  it('a canceled agreement lets nothing through until its payer begins it anew', async () => {
    const names = await agreed(service);
    const paid = await debit(service, { ...names, cycle: '1' });
    const { id } = await shown(service, names);
    expect((await cancel(service, id, 'reader')).body.code).toBe('scope_missing');
    const canceled = await cancel(service, id);
    expect([canceled.status, canceled.body.agreement.state]).toEqual([200, 'canceled']);
    expect((await cancel(service, id)).body).toEqual(canceled.body);
    await service.moveTime(DAY);
    expect((await debit(service, { ...names, cycle: '2' })).body).toMatchObject({
      code: 'agreement_canceled',
      outcome: 'none',
      retry: { advice: 'never' },
    });
    expect((await debit(service, { ...names, cycle: '1' })).body.payment.id).toBe(paid.body.payment.id);
    expect(service.simulator.ledger()).toHaveLength(2);

    await agreed(service, { terms: { id: names.agreement_id } });
    expect(await shown(service, names)).toMatchObject({ id, state: 'active', canceled_at: null, cycles_charged: 0 });
    expect((await debit(service, { ...names, cycle: '2' })).body.payment.state).toBe('paid');
  });
});

describe('M82: the terms are checked under the lock of the agreement', () => {
  it('one that is canceled while its card is looked for is not charged', async () => {
    const names = await agreed(service);
    const { id } = await shown(service, names);
    service.simulator.setFaults([{ match: { ...CARDS, nth: 1 }, fault: { kind: 'hold' } }]);
    const slow = debit(service, names).then((answer) => answer);
    await eventually(() => sentBodies(service, CARDS).length === 1);
    expect((await cancel(service, id)).status).toBe(200);
    service.simulator.setFaults([]);
    expect((await slow).body).toMatchObject({ code: 'agreement_canceled', outcome: 'none' });
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('an agreement that began elsewhere', () => {
  const { ...terms } = LOOSE;
  const elsewhere = { agreement_id: 'AGR-9', customer_id: 'cust-77', pg_code: 'credit-card', amount: '19.000' };

  it('is taken over by its terms with the first charge, once, and other terms are refused later', async () => {
    expect((await debit(service, elsewhere)).body.code).toBe('agreement_not_found');
    const { pg_code: _, ...withoutGateway } = elsewhere;
    expect((await debit(service, { ...withoutGateway, agreement: terms })).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/pg_code' }],
    });
    const first = await debit(service, { ...elsewhere, agreement: terms, cycle: '1' });
    expect(first.body.payment).toMatchObject({ state: 'paid' });
    expect(await shown(service, elsewhere)).toMatchObject({
      source: 'adopted',
      first_payment: null,
      cycles_charged: 1,
    });
    await service.moveTime(DAY);
    expect((await debit(service, { ...elsewhere, agreement: terms, cycle: '2' })).body.payment.state).toBe('paid');
    const other = await debit(service, { ...elsewhere, agreement: { ...terms, total_cycles: 5 }, cycle: '3' });
    expect(other.body).toMatchObject({
      code: 'agreement_differs',
      outcome: 'none',
      errors: [{ pointer: '/agreement/total_cycles' }],
    });
    expect(service.simulator.ledger()).toHaveLength(2);
  });

  it('F3.2: is charged on its gateway also where Ottu lists a card of another one first', async () => {
    const names = { ...elsewhere, agreement_id: 'AGR-TWO', customer_id: 'cust-two' };
    const token = saved(service, 'cust-two', { pg_code: 'credit-card', agreements: ['AGR-TWO'] });
    const card = { token, customer_id: 'cust-two', pg_code: 'credit-card', agreements: ['AGR-TWO'] };
    const body = [{ ...card, token: '9800000000000000', pg_code: 'ottu-sandbox' }, card];
    service.simulator.setFaults([{ match: CARDS, fault: { kind: 'status', status: 200, body } }]);
    expect((await debit(service, { ...names, agreement: terms })).body.payment).toMatchObject({ state: 'paid' });
  });

  it('without a card at Ottu is refused, and its payer has to pay', async () => {
    const answer = await debit(service, { ...elsewhere, agreement_id: 'AGR-NONE', agreement: terms });
    expect([answer.status, answer.body]).toEqual([
      404,
      expect.objectContaining({ code: 'card_not_found', outcome: 'none', retry: { advice: 'payer' } }),
    ]);
    expect(service.simulator.ledger()).toHaveLength(0);
  });
});

describe('F1.3: Ottu shows the card of an agreement to an API key only', () => {
  it('so a service with a user name says that it needs one, and charges nothing', async () => {
    const basic = await startTestService({
      OTTU_API_KEY: undefined,
      OTTU_USERNAME: 'nobody',
      OTTU_PASSWORD: 'of-no-use-here',
    });
    try {
      const answer = await debit(basic, {
        agreement_id: 'AGR-9',
        customer_id: 'cust-77',
        pg_code: 'credit-card',
        agreement: LOOSE,
      });
      expect([answer.status, answer.body]).toEqual([
        501,
        expect.objectContaining({ code: 'ottu_api_key_needed', outcome: 'none' }),
      ]);
    } finally {
      await basic.close();
    }
  });
});

describe('the list of agreements', () => {
  it('is filtered, turned page by page, and shows one by its id', async () => {
    const customer = `cust-${Date.now()}`;
    const all = [];
    for (let count = 0; count < 3; count += 1) all.push(await agreed(service, { customer }));
    const first = await readAgreements(service, '', { customer_id: customer, limit: '2' });
    const second = await readAgreements(service, '', {
      customer_id: customer,
      limit: '2',
      cursor: first.body.next_cursor as string,
    });
    const ids = [...first.body.agreements, ...second.body.agreements].map(
      ({ agreement_id: id }: { agreement_id: string }) => id,
    );
    expect(ids).toEqual(all.map(({ agreement_id: id }) => id).toReversed());
    expect(second.body.next_cursor).toBeNull();
    const [shownFirst] = first.body.agreements;
    expect((await readAgreements(service, `/${shownFirst.id}`)).body).toMatchObject({
      agreement: shownFirst,
      charges: [],
    });
    expect((await readAgreements(service, '/AGR-9')).body).toMatchObject({ code: 'agreement_not_found' });
    expect((await readAgreements(service, '', { agreement: 'AGR-9' })).body.code).toBe('validation_failed');
  });
});
