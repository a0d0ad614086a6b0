import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { checkout, startCheckoutService } from '../checkout/support.ts';
import { idOf, ownCart, payByCard, saved } from '../cards/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { operate } from '../operations/support.ts';
import { answerLost, AUTO_DEBIT, CREATE, EVENTS_LOST, INQUIRY, OPERATION } from '../support/ottu.ts';
import { everyRow } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { HOUR } from '../support/time.ts';
import { deliver, payment, paymentEvent, signed, timeline } from '../webhooks/support.ts';
import { debit, LOOSE } from './support.ts';

/** A number of the gateway's that is as long as a token. */
const NUMBER_OF_THE_BANK = '6123456789012345';

let identity: IdentityProvider;
let service: TestService;
beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({ ...identity.variables, OTTU_CHARGE_TIMEOUT_MS: '2000' });
});
afterAll(async () => {
  await service.close();
  await identity.close();
});
beforeEach(() => service.simulator.reset());

/** What Ottu could say of a charge, with the token in whichever form. */
function quoting(token: string): Record<string, unknown> {
  const grouped = token.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
  return {
    message: `Card ${token} (${grouped}) was charged, bank number ${NUMBER_OF_THE_BANK}`,
    pg_params: { rrn: NUMBER_OF_THE_BANK, echo: [`c=${token}`], paid_by: `tok_${token}` },
  };
}

async function lostDebit(name: string): Promise<{ readonly token: string; readonly id: string }> {
  const agreement_id = `AGR-${name}`;
  const token = saved(service, `cust-${name}`, { pg_code: 'credit-card', agreements: [agreement_id] });
  service.simulator.setFaults([answerLost(CREATE, 1), EVENTS_LOST]);
  const answer = await debit(service, {
    agreement_id,
    customer_id: `cust-${name}`,
    pg_code: 'credit-card',
    agreement: LOOSE,
  });
  expect(answer.status).toBe(202);
  return { token, id: String(answer.body.payment.id) };
}

async function expectNowhere(token: string, id: string): Promise<void> {
  const forms = [token, token.replaceAll(/(\d{4})(?=\d)/g, '$1 ')];
  const seen = JSON.stringify([await payment(service, id), await timeline(service, id)]) + (await everyRow(service));
  expect(forms.filter((form) => seen.includes(form))).toEqual([]);
}

describe('M70: a token that Ottu quotes later, when the answer of the charge was lost, is kept nowhere', () => {
  it('in what an inquiry says; the numbers beside it stay', async () => {
    const { token, id } = await lostDebit('inquired');
    service.simulator.setFaults([EVENTS_LOST, { match: INQUIRY, fault: { kind: 'resign', set: quoting(token) } }]);
    await service.passTime(2 * HOUR);
    const shown = await payment(service, id);
    expect(shown).toMatchObject({ state: 'paid', pg_params: { rrn: NUMBER_OF_THE_BANK } });
    expect(shown['message']).toBe(`Card [redacted] ([redacted]) was charged, bank number ${NUMBER_OF_THE_BANK}`);
    await expectNowhere(token, id);
  });

  it('in an event, the stored text of it included, which was verified as it came', async () => {
    const { token, id } = await lostDebit('told');
    const { order_no: orderNo } = await payment(service, id);
    const event = paymentEvent(String(orderNo), {
      amount: '19.000',
      settled_amount: '19.000',
      paid_amount: '19.000',
      payment_type: 'auto_debit',
      customer_id: 'cust-told',
      gateway_response: { number: Number(token.slice(0, 15)), text: `\n${token}` },
      ...quoting(token),
    });
    const text = signed(event).replace('"is_sandbox":true', `"is_sandbox":true,"as_number":${token}`);
    expect((await deliver(service, text)).status).toBe(200);
    await service.settled();
    await service.passTime(HOUR);
    expect(await payment(service, id)).toMatchObject({ state: 'paid', pg_params: { rrn: NUMBER_OF_THE_BANK } });
    await expectNowhere(token, id);
  });

  it('in what the answer to a refund says', async () => {
    const { token, id } = await lostDebit('refunded');
    service.simulator.clearFaults();
    await service.passTime(2 * HOUR);
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
    const detail = `not for ${token}`;
    service.simulator.setFaults([{ match: OPERATION, fault: { kind: 'status', status: 400, body: { detail } } }]);
    const { body } = await operate(service, id, { operation: 'refund', amount: '1.000', reason: 'a test' });
    expect(JSON.stringify(body)).toContain('not for [redacted]');
    await expectNowhere(token, id);
  });

  it('nor of a cart that was paid by a saved card', async () => {
    const headers = { authorization: await identity.bearer('sara-token') };
    const token = saved(service, 'sara-token', { number: '**** 5151', pg_code: 'credit-card' });
    const cart = await ownCart(service.url, headers);
    await checkout(service.url, cart, headers);
    service.simulator.setFaults([
      answerLost(AUTO_DEBIT, 1),
      EVENTS_LOST,
      { match: INQUIRY, fault: { kind: 'resign', set: quoting(token) } },
    ]);
    await payByCard(service.url, cart, await idOf(service.url, headers, '5151'), { headers });
    await service.passTime(2 * HOUR);
    const list = await request(service.url)
      .get('/v1/payments?customer_id=sara-token')
      .set('authorization', authorization('reader'));
    const [found] = list.body.payments as Record<string, string>[];
    expect(found).toMatchObject({ state: 'paid' });
    await expectNowhere(token, String(found?.['id']));
  });
});
