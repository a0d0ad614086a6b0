import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { setItem } from '../carts/support.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { checkout, startCheckoutService, teaCart } from './support.ts';

let service: TestService;
beforeAll(async () => {
  service = await startCheckoutService();
});
afterAll(async () => service.close());

/** How long after the newest edit background sync is due, in seconds by the database's clock. */
async function quietOf(id: string): Promise<number> {
  const row = await withRows(service, (db) =>
    db.selectFrom('carts').select(['sync_at', 'updated_at']).where('id', '=', id).executeTakeFirstOrThrow(),
  );
  return Math.round(((row.sync_at?.getTime() ?? 0) - row.updated_at.getTime()) / 1000);
}

describe('M95: a cart that is edited without end', () => {
  it('is synced ever more seldom, every five minutes at most; its checkout is in step at once', async () => {
    const cart = await teaCart(service.url);
    const quiets: number[] = [];
    for (let edit = 1; edit <= 125; edit += 1) {
      expect((await setItem(service.url, cart, 'KARAK-TEA', 1 + (edit % 3))).status).toBe(200);
      if ([5, 20, 45, 75, 125].includes(edit)) quiets.push(await quietOf(cart.id));
    }
    expect(quiets.slice(0, 2)).toEqual([1, 1]);
    expect(quiets.toSorted((one, other) => one - other)).toEqual(quiets);
    expect(quiets.at(-1)).toBe(300);
    expect((await checkout(service.url, cart)).status).toBe(200);
  });
});
