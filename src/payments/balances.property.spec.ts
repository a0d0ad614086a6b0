import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { isCurrencyCode } from '../money/currency.ts';
import { balancesOf, type BalanceColumns } from './balances.ts';
import { PAYMENT_STATES } from './states/payment-state.ts';

const minor = fc.bigInt({ min: 0n, max: 10n ** 12n }).map(String);
const columns = fc.record({
  state: fc.constantFrom(...PAYMENT_STATES),
  amount_minor: minor,
  currency_code: fc.constantFrom(...['KWD', 'SAR', 'JPY'].filter(isCurrencyCode)),
  captured_minor: minor,
  refunded_minor: minor,
  voided: fc.boolean(),
  capture_held_minor: minor,
  refund_held_minor: minor,
});

describe('M80: what is left of a payment', () => {
  it('is never below nothing, and with all that is taken or held never more than there was', () => {
    fc.assert(
      fc.property(columns, (payment: BalanceColumns) => {
        const { capturable, refundable } = balancesOf(payment);
        const captured = BigInt(payment.captured_minor);
        if (!capturable.isZero()) {
          expect(capturable.minor + captured + BigInt(payment.capture_held_minor)).toBe(BigInt(payment.amount_minor));
          expect(payment).toMatchObject({ state: 'authorized', voided: false });
        }
        if (!refundable.isZero()) {
          expect(refundable.minor + BigInt(payment.refunded_minor) + BigInt(payment.refund_held_minor)).toBe(captured);
          expect(['paid', 'authorized']).toContain(payment.state);
        }
      }),
    );
  });
});
