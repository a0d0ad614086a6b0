import { built, graft } from './graft.ts';

type PaymentStatusModule = typeof import('../../../src/carts/paying/payment-status.ts');
type CartRow = import('../../../src/database/cart-tables.ts').CartRow;

const { PaymentStatus } = (await import(built('carts/paying/payment-status.js'))) as PaymentStatusModule;

/** M56a: nobody has paid yet, so the shopper is told that the cart is open, whoever holds it. */
class HeldIsOpen extends PaymentStatus {
  override async of(cart: CartRow) {
    const shown = await super.of(cart);
    return shown.status === 'checking' ? { ...shown, status: 'open' as const } : shown;
  }
}

graft(PaymentStatus, HeldIsOpen);
