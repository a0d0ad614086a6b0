import { built, graft } from './graft.ts';

type ScheduleCheckModule = typeof import('../../../src/payments/schedule/schedule-check.ts');
type ShopperLooksModule = typeof import('../../../src/carts/paying/shopper-looks.ts');
type Rows = import('../../../src/payments/schedule/reconciliation-state.ts').ReconciliationRows;

const { ScheduleCheck } = (await import(built('payments/schedule/schedule-check.js'))) as ScheduleCheckModule;
const { ShopperLooks } = (await import(built('carts/paying/shopper-looks.js'))) as ShopperLooksModule;

const DAY_MS = 24 * 60 * 60_000;

/** M31: what was handed out is looked at once, a day later: Ottu's events tell the rest. */
class NeverLooks extends ScheduleCheck {
  override next(rows: Rows) {
    const next = super.next(rows);
    if (next?.what !== 'retrieve' || rows.payment.handed_out_at === null) return next;
    return { ...next, at: new Date(rows.now.getTime() + DAY_MS) };
  }
}

/** The same when a shopper follows it. */
class NobodyLooks extends ShopperLooks {
  override async followed() {
    await Promise.resolve();
  }
}

graft(ScheduleCheck, NeverLooks);
graft(ShopperLooks, NobodyLooks);
