import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import type { Database } from '../database/database.ts';
import { PaymentsOfSessions } from './payments-of-sessions.ts';

/** A database whose statements are answered when the test says so. */
function heldDatabase() {
  const statements: { answer(rows: readonly object[]): void; fail(error: Error): void }[] = [];
  const query = () =>
    new Promise<readonly object[]>((resolve, reject) => statements.push({ answer: resolve, fail: reject }));
  return { statements, payments: new PaymentsOfSessions({ query } as unknown as Database) };
}

function row(sessionId: string): object {
  return {
    id: `payment of ${sessionId}`,
    session_id: sessionId,
    amount_minor: '12500',
    currency_code: 'KWD',
    handed_out_at: null,
    has_open_amount: true,
    retrieved_states: ['created'],
  };
}

describe('payments by their sessions', () => {
  it('are asked for by one statement in one turn, and each asker is told of its own', async () => {
    const { statements, payments } = heldDatabase();
    const asked = Promise.all(['a', 'b', 'foreign', 'a'].map((id) => payments.find(id)));
    await nextTurn();
    expect(statements).toHaveLength(1);
    statements[0]?.answer([row('b'), row('a')]);
    const [a, b, foreign, again] = await asked;
    expect([a?.id, b?.id, foreign, again]).toEqual(['payment of a', 'payment of b', undefined, a]);
    expect(a).toMatchObject({ amount: '12.500', handedOut: false, hasOpenAmount: true, retrievedStates: ['created'] });
  });

  it('wait while two statements are under way, and are asked for after that: never answered by one from before', async () => {
    const { statements, payments } = heldDatabase();
    const first = payments.find('a');
    await nextTurn();
    const second = payments.find('a');
    await nextTurn();
    const [third, fourth] = [payments.find('a'), payments.find('b')];
    await nextTurn();
    expect(statements).toHaveLength(2);
    statements[0]?.answer([row('a')]);
    expect((await first)?.id).toBe('payment of a');
    await nextTurn();
    expect(statements).toHaveLength(3);
    statements[1]?.answer([]);
    statements[2]?.answer([row('b')]);
    expect(await Promise.all([second, third])).toEqual([undefined, undefined]);
    expect((await fourth)?.id).toBe('payment of b');
  });

  it('a fault is told to those whose statement it was, and the next ones ask anew', async () => {
    const { statements, payments } = heldDatabase();
    const failed = [payments.find('a'), payments.find('b')].map((each) => each.catch((error: unknown) => error));
    await nextTurn();
    const fault = new Error('away');
    statements[0]?.fail(fault);
    expect(await Promise.all(failed)).toEqual([fault, fault]);
    const next = payments.find('a');
    await nextTurn();
    statements[1]?.answer([row('a')]);
    expect((await next)?.id).toBe('payment of a');
  });
});
