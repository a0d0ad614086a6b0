import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Simulator } from '../../sandbox/simulator.ts';
import { charge, payment } from '../reconciliation/support.ts';
import { eventually } from '../support/eventually.ts';
import { holdFirstAnswer, type HeldAnswer } from '../support/held-answer.ts';
import { OPERATION, RETRIEVE } from '../support/ottu.ts';
import { startReplica, startTestService, type Replica, type TestService } from '../support/service.ts';
import { DAY, HOUR } from '../support/time.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';
import { ACCEPT, decide, REJECT, tagOf } from './support.ts';

/** Of one shop: an event of Ottu's comes to the first, an operator decides at the second. */
let service: TestService;
let simulator: Simulator;
let held: HeldAnswer | undefined;
let other: Replica | undefined;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '1500' });
  ({ simulator } = service);
  simulator.setSwitches({ webhook_for_api: 'off', automatic_inquiry: 'off' });
});
afterAll(async () => {
  await other?.close();
  await held?.close();
  await service.close();
});

interface Reviewed {
  readonly id: string;
  readonly order_no: string;
  readonly session_id: string;
}

async function neverAnswered(): Promise<Reviewed> {
  const id = await charge(service, 'pending_forever');
  await service.passTime(DAY);
  await service.passTime(HOUR);
  expect(await payment(service, id)).toMatchObject({ state: 'needs_review' });
  return (await payment(service, id)) as unknown as Reviewed;
}

/** A second replica, which waits for Ottu's answer to its first retrieve of this session. */
async function replicaThatWaits({ session_id: session }: Reviewed): Promise<Replica> {
  await other?.close();
  await held?.close();
  held = await holdFirstAnswer(simulator.url, { method: 'GET', path: `${RETRIEVE.path}${session}/` });
  other = await startReplica(service, { OTTU_CHARGE_TIMEOUT_MS: '1500', OTTU_BASE_URL: held.url });
  return other;
}

describe('M27: a review is decided at one replica while an event is settled at another', () => {
  it.each([
    ['accepted', { ...ACCEPT, confirm_without_ottu: true }],
    ['rejected', { ...REJECT, given_back: true }],
  ])('the event that commits first wins: what would have been %s is 412, and stays paid', async (_how, review) => {
    const reviewed = await neverAnswered();
    const replica = await replicaThatWaits(reviewed);
    const ifMatch = await tagOf(service, reviewed.id);
    const deciding = decide(replica, reviewed.id, review, { ifMatch });
    await eventually(() => held?.held() === true);
    await deliver(service, signed(paymentEvent(reviewed.order_no, { session_id: reviewed.session_id })));
    await service.runDue();
    expect(await payment(service, reviewed.id)).toMatchObject({ state: 'paid', review_reasons: [] });
    held?.letGo();
    const answer = await deciding;
    expect(answer.status).toBe(412);
    expect(answer.body).toMatchObject({ code: 'payment_changed', payment: { outcome: 'final' } });
    expect(await payment(service, reviewed.id)).toMatchObject({ state: 'paid', review_reasons: [] });
  });

  it('of two operators who decide at once one decides, and the other is told 412', async () => {
    const reviewed = await neverAnswered();
    const replica = await replicaThatWaits(reviewed);
    const ifMatch = await tagOf(service, reviewed.id);
    const slow = decide(replica, reviewed.id, { ...ACCEPT, confirm_without_ottu: true }, { ifMatch });
    await eventually(() => held?.held() === true);
    const fast = await decide(service, reviewed.id, REJECT, { ifMatch });
    expect(fast.status).toBe(200);
    held?.letGo();
    expect((await slow).status).toBe(412);
    expect(await payment(service, reviewed.id)).toMatchObject({ state: 'canceled' });
    const closed = simulator.requests(OPERATION).filter((sent) => sent.raw_body.includes(reviewed.session_id));
    expect(closed).toHaveLength(1);
  });

  it('the decision that commits first stands: the event of what was accepted changes nothing', async () => {
    const reviewed = await neverAnswered();
    const accepted = await decide(service, reviewed.id, { ...ACCEPT, confirm_without_ottu: true });
    expect(accepted.status).toBe(200);
    await deliver(service, signed(paymentEvent(reviewed.order_no, { session_id: reviewed.session_id })));
    await service.runDue();
    expect(await payment(service, reviewed.id)).toMatchObject({ state: 'paid', review_reasons: [] });
    const second = { session_id: reviewed.session_id, reference_number: 'another-charge' };
    await deliver(service, signed(paymentEvent(reviewed.order_no, second)));
    await service.runDue();
    expect(await payment(service, reviewed.id)).toMatchObject({ state: 'paid', review_reasons: ['duplicate_payment'] });
  });
});
