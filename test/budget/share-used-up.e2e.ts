import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { DailyQuota } from '../../src/ottu/transport/daily-quota.ts';
import { GatewayDirectory } from '../../src/payments/gateways/gateway-directory.ts';
import { setItem } from '../carts/support.ts';
import { checkout, pay, startCheckoutService, teaCart } from '../checkout/support.ts';
import { buyNow } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { databaseKind, freshDatabaseUrl } from '../support/fresh-database.ts';
import { withRows } from '../support/rows.ts';
import { startReplica, type TestService } from '../support/service.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

describe('M95: a shop whose checkouts have used up their share', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startCheckoutService();
  });
  afterAll(async () => service.close());

  it('makes no more of them, whichever replica they were; baskets go on, and charges do', async () => {
    const cart = await teaCart(service.url);
    await withRows(service, (db) =>
      db.insertInto('ottu_calls').values({ day: today(), call_group: 'storefront', calls: 27_000 }).execute(),
    );
    const budget = service.app.get(DailyQuota);
    await service.runOnce('OttuBudget');
    expect(budget.allows('storefront')).toBe(false);
    expect((await checkout(service.url, cart)).body).toMatchObject({
      status: 503,
      code: 'checkout_unavailable',
      outcome: 'none',
    });
    expect(budget.calls('storefront')).toBe(27_000);
    expect((await setItem(service.url, cart, 'KARAK-TEA', 2)).status).toBe(200);
    expect((await buyNow(service.url)).status).toBe(201);
  });
});

describe('M95: a shop that Ottu takes more calls from', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startCheckoutService({ OTTU_CALLS_PER_DAY: '200000' });
  });
  afterAll(async () => service.close());

  it('has shares of what was agreed upon', async () => {
    const [first, second] = [await teaCart(service.url), await teaCart(service.url)];
    await withRows(service, (db) =>
      db.insertInto('ottu_calls').values({ day: today(), call_group: 'storefront', calls: 59_000 }).execute(),
    );
    await service.runOnce('OttuBudget');
    expect((await checkout(service.url, first)).status).toBe(200);
    await withRows(service, (db) =>
      db.updateTable('ottu_calls').set({ calls: 60_000 }).where('call_group', '=', 'storefront').execute(),
    );
    await service.runOnce('OttuBudget');
    expect((await checkout(service.url, second)).body).toMatchObject({ code: 'checkout_unavailable', outcome: 'none' });
  });
});

describe('M95: a shop whose checkouts have used up their share before its shoppers pay', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startCheckoutService();
  });
  afterAll(async () => service.close());

  it('takes their payments: their session is looked at, brought in step and charged, and it counts as that', async () => {
    const [seen, changed, unseen] = [
      await teaCart(service.url),
      await teaCart(service.url),
      await teaCart(service.url),
    ] as const;
    for (const cart of [seen, changed]) expect((await checkout(service.url, cart)).status).toBe(200);
    expect((await setItem(service.url, changed, 'KARAK-TEA', 2)).status).toBe(200);
    await withRows(service, (db) =>
      db
        .insertInto('ottu_calls')
        .values({ day: today(), call_group: 'storefront', calls: 27_000 })
        .onConflict((conflict) => conflict.columns(['day', 'call_group']).doUpdateSet({ calls: 27_000 }))
        .execute(),
    );
    const budget = service.app.get(DailyQuota);
    await service.runOnce('OttuBudget');
    expect(budget.allows('storefront')).toBe(false);
    const before = budget.calls('charge');
    for (const cart of [seen, changed, unseen]) {
      expect((await pay(service.url, cart)).status).toBe(201);
      expect((await checkout(service.url, cart)).status).not.toBe(200);
    }
    expect(budget.calls('charge')).toBeGreaterThanOrEqual(before + 8);
  });
});

describe('M95: a service that is started again', () => {
  let simulator: Simulator;
  let directory: string;
  let databaseUrl: string;
  beforeAll(async () => {
    simulator = await createSimulator();
    directory = mkdtempSync(join(tmpdir(), 'ottu-bff-budget-'));
    databaseUrl = databaseKind() === 'postgres' ? await freshDatabaseUrl() : `pglite:${directory}`;
  });
  afterAll(async () => {
    await simulator.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('has added its last calls before it ended, and knows them again', async () => {
    const first = await startReplica({ simulator, databaseUrl }, {}, { background: 'running' });
    await first.app.get(GatewayDirectory).firstLoad();
    for (let count = 0; count < 3; count += 1) expect((await buyNow(first.url)).status).toBe(201);
    expect(first.app.get(DailyQuota).calls('charge')).toBe(3);
    await first.close();

    const second = await startReplica({ simulator, databaseUrl }, {}, { background: 'running' });
    await eventually(() => second.app.get(DailyQuota).calls('charge') === 3);
    await second.close();
  });
});
