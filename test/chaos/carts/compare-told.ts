import type { Charged } from '../charged.ts';
import type { CartBooks } from './cart-books.ts';
import type { Shopped, ToldShopper } from './told-shopper.ts';

/** M91: everything that a shopper is ever told. */
const STATUSES: ReadonlySet<string> = new Set([
  'open',
  'checking',
  'action_required',
  'paid',
  'authorized',
  'cash_on_delivery',
  'declined',
  'try_another_method',
  'expired',
]);

const FINAL: ReadonlySet<string> = new Set(['paid', 'authorized', 'cash_on_delivery']);

/** What shoppers were told that is not, or did not stay, true. Nothing later mends it. */
export function shopperLies({ shopped }: CartBooks, ledger: readonly Charged[]): string[] {
  const byOrder = Map.groupBy(ledger, ({ order_no }) => order_no ?? '');
  return shopped.flatMap((each) =>
    each.told.flatMap((told) => {
      const fault = lie(told, each, byOrder);
      return fault === undefined ? [] : [`lie: the shopper of cart ${each.cartId ?? ''} was told ${fault}`];
    }),
  );
}

function lie(
  told: ToldShopper,
  { told: all }: Shopped,
  ledger: ReadonlyMap<string, readonly Charged[]>,
): string | undefined {
  const { payment, key, untrue } = told;
  if (untrue) return `that ${key ?? ''} charged nothing (${told.httpStatus} ${told.code ?? ''}), and Ottu had its call`;
  if (payment === undefined) return undefined;
  if (!STATUSES.has(payment.status)) return `the status ${payment.status}`;
  const before = all.find(({ heard, payment: earlier }) => heard < told.asked && FINAL.has(earlier?.status ?? ''));
  if (before !== undefined && !isSame(before, told, key)) {
    return `${saying(before)}, then ${saying(told)}`;
  }
  if (!FINAL.has(payment.status)) return undefined;
  const charged = ledger.get(payment.order_no ?? '')?.some(({ amount }) => amount === payment.amount) ?? false;
  return charged ? undefined : `${saying(told)}, and Ottu has charged no such thing`;
}

/** A replay tells of the payment that its key stands for (M9), which need not be the one that was paid. */
function isSame({ payment: before }: ToldShopper, { payment: after }: ToldShopper, key: string | undefined): boolean {
  if (key !== undefined && before?.order_no !== after?.order_no) return true;
  return before?.status === after?.status && before?.order_no === after?.order_no && before?.amount === after?.amount;
}

function saying({ payment }: ToldShopper): string {
  return `${payment?.status ?? ''} ${payment?.order_no ?? ''} ${payment?.amount ?? ''}`;
}
