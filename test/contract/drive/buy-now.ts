import { randomUUID } from 'node:crypto';

import { OUTCOMES } from '../../../sandbox/payments/outcomes.ts';
import { APPLE_PAY, GOOGLE_PAY, SAMSUNG_PAY, TOKEN, WALLET } from '../../../sandbox/testing/client.ts';
import { CREATE } from '../../support/ottu.ts';
import { expected } from './expected.ts';
import type { Heard, Stage } from './stage.ts';

const INSTRUMENTS = { APPLE_PAY, GOOGLE_PAY, SAMSUNG_PAY, TOKEN, WALLET };

const CUSTOMER = {
  id: 'cust-77',
  email: 'noura@example.com',
  phone: '+96550000000',
  phone_2: '+96550000001',
  first_name: 'Noura',
  last_name: 'Al-Sabah',
  birthdate: '1990-04-23',
};
const ADDRESS = {
  line1: 'Block 4',
  line2: 'Street 5',
  city: 'Kuwait City',
  state: 'Al Asimah',
  country: 'KW',
  postal_code: '13001',
};
const AGREEMENT = {
  id: 'AGR-9',
  type: 'recurring',
  frequency: 'monthly',
  amount_variability: 'fixed',
  start_date: '2026-01-01',
  expiry_date: '2030-01-01',
  max_amount_per_cycle: '5.000',
  cycle_interval_days: 30,
  total_cycles: 12,
};

/** One-step charges: each instrument to each end that the simulator knows, in both forms of the answers, and one with everything a caller may send. */
export async function driveBuyNow(stage: Stage): Promise<void> {
  for (const instrument of Object.values(INSTRUMENTS)) {
    for (const outcome of OUTCOMES) {
      stage.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome } }]);
      await charge(stage, { payment_instrument: instrument });
    }
  }
  stage.simulator.clearFaults();
  await driveVariants(stage);
  await driveSwitches(stage);
}

async function driveVariants(stage: Stage): Promise<void> {
  const details = {
    customer: CUSTOMER,
    billing_address: ADDRESS,
    shipping_address: {
      ...ADDRESS,
      first_name: 'Noura',
      last_name: 'Al-Sabah',
      email: 'noura@example.com',
      phone: '+96550000000',
    },
    extra: { source: 'app', basket: { gift: true } },
    language: 'ar',
    order_no: `CONTRACT-${randomUUID().slice(0, 8)}`,
  };
  const item = [{ sku: 'DATES-KHALAS', quantity: 2 }];
  await expected(201, charge(stage, details));
  await expected(201, charge(stage, { ...details, type: 'payment_request', order_no: undefined }));
  await expected(201, charge(stage, { items: item, amount: undefined }));
  await expected(
    201,
    charge(stage, {
      ...details,
      order_no: undefined,
      payment_type: 'auto_debit',
      agreement: AGREEMENT,
      payment_instrument: TOKEN,
    }),
  );
  // A code that no gateway has: Ottu's own field error.
  await expected(400, charge(stage, { pg_codes: ['no-such-gateway'] }));
}

/** The same answers in the forms of before, and with numbers, as Ottu's sources show them too. */
async function driveSwitches(stage: Stage): Promise<void> {
  const today = {
    decline_as: '400',
    signature_scheme: 'subscription',
    event_shape: 'seen',
    pg_params_as: 'object',
    amounts_as: 'string',
  } as const;
  stage.simulator.setSwitches({
    decline_as: '201',
    signature_scheme: 'standard',
    event_shape: 'documented',
    pg_params_as: 'flat',
    amounts_as: 'number',
  });
  for (const outcome of OUTCOMES) {
    stage.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome } }]);
    await charge(stage, {});
  }
  stage.simulator.clearFaults();
  stage.simulator.setSwitches({ amounts_as: 'string' });
  await charge(stage, {});
  stage.simulator.setSwitches(today);
}

async function charge(stage: Stage, changes: Readonly<Record<string, unknown>>): Promise<Heard> {
  const body = {
    amount: '10.000',
    currency_code: 'KWD',
    pg_codes: ['credit-card'],
    customer: { id: CUSTOMER.id },
    payment_instrument: APPLE_PAY,
    ...changes,
  };
  return stage.service('POST', '/v1/buy-now', body, { 'idempotency-key': randomUUID() });
}
