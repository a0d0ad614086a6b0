import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const LONG = 'x'.repeat(300_000);

/** Characters of the longest row of each table that has one of more than 64 kB. */
async function longRows(): Promise<Record<string, number>> {
  return withRows(service, async (db) => {
    const { rows: tables } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = 'public'`.execute(db);
    const found: Record<string, number> = {};
    for (const { name } of tables) {
      const { rows } = await sql<{ longest: number | null }>`
        select max(length(t::text)) as longest from ${sql.table(name)} as t`.execute(db);
      const longest = rows[0]?.longest ?? 0;
      if (longest > 64 * 1024) found[name] = longest;
    }
    return found;
  });
}

describe('M20: words of an answer that no gateway says at such length', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['its message', { message: LONG }],
    ['a member of pg_params', { pg_params: { auth_code: 'A10001', junk: LONG, result: 'CAPTURED' } }],
    [
      'very many members of pg_params',
      {
        pg_params: {
          auth_code: 'A10001',
          result: 'CAPTURED',
          ...Object.fromEntries(Array.from({ length: 3_000 }, (_none, index) => [`n${index}`, 'x'.repeat(100)])),
        },
      },
    ],
    ['members that nobody reads', { gateway_response: { raw: LONG }, payment_services: [LONG] }],
  ])('settle the payment and are stored in part: %s', async (_what, set) => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'resign', set } }]);
    const { body } = await buyNow(service.url, { body: buyNowBody() });
    expect(body.payment).toMatchObject({
      state: 'paid',
      pg_params: { auth_code: expect.any(String) as unknown, result: 'CAPTURED' },
    });
    expect(await longRows()).toEqual({});
  });

  it('do not make a payment of another amount, order or reference than they say', async () => {
    for (const set of [
      { amount: `1.000${'0'.repeat(2_000)}1` },
      { reference_number: LONG },
      { currency_code: LONG },
      { settled_amount: `1.000${'0'.repeat(2_000)}1` },
    ]) {
      service.simulator.setFaults([{ match: CREATE, fault: { kind: 'resign', set } }]);
      const { body } = await buyNow(service.url, { body: buyNowBody() });
      const named = 'reference_number' in set ? { state: 'paid' } : { state: 'needs_review' };
      expect(body.payment).toMatchObject(named);
    }
    expect(await longRows()).toEqual({});
  });

  it('and neither does a refusal or a failure, whatever Ottu says of it', async () => {
    for (const [status, body] of [
      [400, { detail: LONG }],
      [400, { amount: [LONG], [LONG.slice(0, 1_000)]: LONG }],
      [400, { detail: LONG, result: 'failed' }],
      [400, { detail: LONG, result: 'failed', rollback: { compensation_failures: [LONG] } }],
      [200, { session_id: '7'.repeat(40), result: 'pending', method: 'iframe', html: LONG }],
      [
        200,
        {
          session_id: '8'.repeat(40),
          result: 'pending',
          method: 'redirect',
          redirect_url: `https://a.example/${LONG}`,
        },
      ],
    ] as const) {
      service.simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status, body } }]);
      const answer = await buyNow(service.url, { body: buyNowBody() });
      expect(JSON.stringify(answer.body).length).toBeLessThan(64 * 1024);
    }
    expect(await longRows()).toEqual({});
  });
});
