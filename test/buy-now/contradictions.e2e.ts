import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import type { AnyFaultRule, Fault } from '../../sandbox/simulator.ts';
import { buyNow } from '../support/buy-now.ts';
import { CREATE, EVENTS_LOST, INQUIRY, RETRIEVE, RETRIEVES_SILENT } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { MINUTE } from '../support/time.ts';
import {
  paymentEvent,
  signed,
  startWebhookService,
  tampered,
  deliver,
  quiet,
  pendingCharge,
} from '../webhooks/support.ts';
import type { TestService } from '../support/service.ts';

const RESULTS = ['success', 'cod', 'failed', 'canceled', 'pending', 'error', 'odd', null] as const;
const STATES = [
  'created', 'pending', 'attempted', 'authorized', 'paid', 'failed', 'canceled', 'expired', 'invalided', 'cod', 'odd', null,
] as const; // prettier-ignore
const SUCCESSES: readonly (string | null)[] = ['paid', 'authorized', 'cod'];

type Result = (typeof RESULTS)[number];
type State = (typeof STATES)[number];

const pairs: readonly (readonly [Result, State])[] = RESULTS.flatMap((result) =>
  STATES.map((state): readonly [Result, State] => [result, state]),
);
const isConsistentSuccess = (result: Result, state: State): boolean =>
  (result === 'success' || result === 'cod') && SUCCESSES.includes(state);

let service: TestService;

// Of its own for each: what is left unknown by one would be asked about by the next.
beforeEach(async () => {
  service = await startWebhookService();
  service.simulator.setSwitches({ webhook_for_api: 'off', automatic_inquiry: 'off' });
});

afterEach(async () => service.close());

async function stateOf(id: string): Promise<string> {
  const { body } = await request(service.url).get(`/v1/payments/${id}`).set('authorization', authorization('reader'));
  return body.payment.state as string;
}

/** What the payment came to for every result beside every state, by what `say` makes of the pair. */
async function successesOf(say: (result: Result, state: State) => Promise<string>): Promise<string[]> {
  const found: string[] = [];
  for (const [result, state] of pairs) {
    const came = await say(result, state);
    if (SUCCESSES.includes(came)) found.push(`${result} ${state}: ${came}`);
  }
  return found;
}

const expectedOf = (may: (result: Result, state: State) => boolean): string[] =>
  pairs.filter(([result, state]) => may(result, state)).map(([result, state]) => `${result} ${state}: ${state}`);

async function chargedWith(...rules: AnyFaultRule[]): Promise<{ id: string; state: string }> {
  service.simulator.setFaults(rules);
  const { body } = await buyNow(service.url);
  service.simulator.clearFaults();
  return body.payment as { id: string; state: string };
}

describe('M11, M22: of all results beside all states, only what is signed and agrees with itself is a success', () => {
  it('in the answer to a charge', async () => {
    const came = await successesOf(async (result, state) => {
      const fault: Fault = { kind: 'resign', set: { result, state } };
      return (await chargedWith({ match: CREATE, fault }, RETRIEVES_SILENT, EVENTS_LOST)).state;
    });
    expect(came).toEqual(expectedOf(isConsistentSuccess));
  });

  it.each<[string, Record<string, unknown>]>([
    ['missing', { signature: null }],
    ['wrong', { signature: '0'.repeat(64) }],
  ])(
    'in an answer whose signature is %s nothing is one, and nothing is stronger than unknown',
    async (_how, forged) => {
      for (const [result, state] of pairs) {
        const fault: Fault = { kind: 'tamper', set: { result, state, ...forged } };
        const { id, state: came } = await chargedWith({ match: CREATE, fault }, RETRIEVES_SILENT, EVENTS_LOST);
        expect([result, state, came]).toEqual([result, state, 'unknown']);
        const facts = await withRows(service, (db) =>
          db.selectFrom('payment_facts').select('state').where('payment_id', '=', id).execute(),
        );
        expect([result, state, facts]).toEqual([result, state, []]);
      }
    },
  );

  it('a signed pending is a fact that is no stronger than pending', async () => {
    for (const state of ['created', 'pending', 'attempted'] as const) {
      const fault: Fault = { kind: 'resign', set: { result: 'pending', state } };
      const { state: came } = await chargedWith({ match: CREATE, fault }, EVENTS_LOST);
      expect([state, came]).toEqual([state, 'pending']);
    }
  });

  it('in an event', async () => {
    service.simulator.setFaults([RETRIEVES_SILENT]);
    let number = 0;
    const came = await successesOf(async (result, state) => {
      const orderNo = `EVENT-${(number += 1)}`;
      const { id, sessionId } = await pendingCharge(service, orderNo);
      service.simulator.setFaults([RETRIEVES_SILENT]);
      const event = paymentEvent(orderNo, {
        session_id: sessionId,
        result: result ?? undefined,
        state: state ?? undefined,
      });
      await deliver(service, signed(event));
      await service.runDue('Inbox');
      return stateOf(id);
    });
    // `cod` stands beside no other state in an event: Ottu is asked.
    const expected = expectedOf(
      (result, state) => isConsistentSuccess(result, state) && (result === 'success' || state === 'cod'),
    );
    expect(came).toEqual(expected);
  });

  it('in an event that was tampered with nothing is one', async () => {
    const { id, sessionId } = await pendingCharge(service, 'TAMPERED');
    for (const [result, state] of pairs) {
      const event = tampered(
        signed(paymentEvent('TAMPERED', { session_id: sessionId, result: 'pending', state: 'pending' })),
        {
          result: result ?? undefined,
          state: state ?? undefined,
        },
      );
      await deliver(service, event);
    }
    await quiet(service);
    expect(await stateOf(id)).toBe('pending');
  });

  it('in what a retrieve shows, where a result stands beside the state', async () => {
    const came = await successesOf(async (result, state) => {
      const set = { result, state: state ?? 'odd' };
      return (
        await chargedWith(
          { match: CREATE, fault: { kind: 'drop_signature' } },
          { match: RETRIEVE, fault: { kind: 'tamper', set } },
          EVENTS_LOST,
        )
      ).state;
    });
    expect(came).toEqual(
      expectedOf(
        (result, state) => (result === null && SUCCESSES.includes(state)) || isConsistentSuccess(result, state),
      ),
    );
  });

  it('in the answer to an inquiry, after which Ottu is asked about the session at once', async () => {
    for (const [result, state] of [
      ['pending', 'paid'],
      ['failed', 'paid'],
      ['error', 'authorized'],
      ['canceled', 'cod'],
    ] as const) {
      const { id } = await chargedWith({ match: CREATE, fault: { kind: 'empty' } }, EVENTS_LOST);
      const before = service.simulator.requests(RETRIEVE).length;
      service.simulator.setFaults([
        { match: INQUIRY, fault: { kind: 'resign', set: { result, state } } },
        RETRIEVES_SILENT,
        EVENTS_LOST,
      ]);
      await service.passTime(20 * MINUTE);
      expect(service.simulator.requests(INQUIRY).length).toBeGreaterThan(0);
      expect([result, state, await stateOf(id)]).toEqual([result, state, 'unknown']);
      expect(service.simulator.requests(RETRIEVE).length).toBeGreaterThan(before);
      service.simulator.clearFaults();
    }
  });
});
