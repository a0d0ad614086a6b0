import { createHash, randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { TestService } from '../support/service.ts';
import { deliver, inbox, lostCharge, payment, paymentEvent, quiet, signed, startWebhookService } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startWebhookService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

interface Stored {
  readonly sent: string;
  /** The row of the delivered body; the simulator delivers an event of its own, too. */
  readonly body: string;
  readonly payment: Record<string, unknown>;
}

/** An event that was signed, and given more members on its way. */
async function storedWith(more: Readonly<Record<string, unknown>>, first = false): Promise<Stored> {
  const orderNo = `GROWN-${randomUUID().slice(0, 8)}`;
  const id = await lostCharge(service, orderNo);
  const event = JSON.parse(signed(paymentEvent(orderNo))) as Record<string, unknown>;
  const sent = JSON.stringify(first ? { ...more, ...event, ...more } : { ...event, ...more });
  expect((await deliver(service, sent)).status).toBe(200);
  await quiet(service, orderNo);
  const sha256 = createHash('sha256').update(sent).digest('hex');
  const row = (await inbox(service)).find((one) => one.body_sha256 === sha256);
  return { sent, body: row?.body ?? '', payment: await payment(service, id) };
}

/** More than Ottu's own events have of what nobody here reads, and less than a row that grows with each delivery. */
const MOST = 80_000;

describe('M70: what is not signed, and was added to an event on its way', () => {
  it('is kept letter by letter where it is short', async () => {
    const { sent, body, payment: settled } = await storedWith({ note: 'x'.repeat(1_000), number: 1.5 });
    expect(body).toBe(sent);
    expect(settled).toMatchObject({ state: 'paid' });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['one long member that nobody reads', { note: 'x'.repeat(900_000) }],
    ['very many members', Object.fromEntries(Array.from({ length: 9_000 }, (_none, i) => [`n${i}`, 'x'.repeat(50)]))],
    ['long names', Object.fromEntries(Array.from({ length: 800 }, (_none, i) => [`${i}${'n'.repeat(1_000)}`, 1]))],
    ['deep members', { extra: { a: { b: ['y'.repeat(200_000)] } }, token: { brand: 'z'.repeat(200_000) } }],
    [
      'members that are read',
      { customer_id: 'z'.repeat(200_000), message: 'm'.repeat(200_000), session_id: 's'.repeat(200_000) },
    ],
    ['evidence without end', { pg_params: { auth_code: 'A10001', junk: 'x'.repeat(400_000) } }],
    ['our own word for what is left out', { '(left out)': 'x'.repeat(100), note: 'x'.repeat(400_000) }],
  ])('is bounded where it is %s, and the event settles its payment', async (_what, more) => {
    for (const first of [false, true]) {
      const stored = await storedWith(more, first);
      expect(stored.body.length).toBeLessThan(MOST);
      expect(JSON.parse(stored.body)).toMatchObject({
        amount: '1.000',
        state: 'paid',
        signature: expect.any(String) as unknown,
        '(left out)': { members: expect.any(Number) as unknown, characters: expect.any(Number) as unknown },
      });
      expect(stored.payment).toMatchObject({ state: 'paid', reference_number: 'sandboxAA1001' });
      expect(JSON.stringify(stored.payment).length).toBeLessThan(10_000);
    }
  });

  it('says how much was left out, and keeps what fits behind it', async () => {
    const { body } = await storedWith({ note: 'x'.repeat(400_000), kept: 'y'.repeat(1_000) });
    expect(JSON.parse(body)).toMatchObject({
      kept: 'y'.repeat(1_000),
      '(left out)': { members: 1, characters: 400_006 },
    });
    expect(JSON.parse(body)).not.toHaveProperty('note');
  });
});
