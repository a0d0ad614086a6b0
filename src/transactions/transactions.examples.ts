const AGREEMENT = {
  id: 'AGR-9',
  type: 'recurring',
  frequency: 'monthly',
  amount_variability: 'fixed',
  expiry_date: '31/12/2027',
  cycle_interval_days: 30,
  total_cycles: 12,
};

/** Each works as it is against the demo; those with `payment_instrument` charge, and need an `Idempotency-Key`. */
export const CREATE_EXAMPLES = {
  e_commerce: {
    summary: 'A transaction for a payer to pay on a page',
    value: {
      type: 'e_commerce',
      amount: '12.5',
      currency_code: 'KWD',
      pg_codes: ['credit-card', 'knet'],
      customer_id: 'cust-77',
      customer_email: 'sara@example.com',
      redirect_url: 'https://shop.example/return',
    },
  },
  payment_request: {
    summary: 'A payment link that Ottu sends to the payer',
    value: {
      type: 'payment_request',
      amount: '40.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      customer_first_name: 'Sara',
      customer_phone: '+96550000001',
      customer_email: 'sara@example.com',
      notifications: { sms: ['created'], email: ['created', 'paid'] },
      expiration_time: '2 00:00:00',
      shortify_checkout_url: true,
    },
  },
  first_of_many: {
    summary: 'The first payment of a subscription, with the payer present',
    value: {
      type: 'e_commerce',
      amount: '19.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      payment_type: 'auto_debit',
      customer_id: 'cust-77',
      agreement: AGREEMENT,
      include_sdk_setup_preload: true,
    },
  },
  save_card: {
    summary: 'A card to save, without a payment',
    value: {
      type: 'e_commerce',
      amount: '0',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      payment_type: 'save_card',
      customer_id: 'cust-77',
    },
  },
  charge: {
    summary: 'A charge: a saved card of the customer, in one call',
    value: {
      type: 'e_commerce',
      amount: '1.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      customer_id: 'cust-77',
      payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
    },
  },
  later_charge: {
    summary: 'A charge: a later payment of a subscription, without the payer',
    value: {
      type: 'e_commerce',
      amount: '19.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      payment_type: 'auto_debit',
      customer_id: 'cust-77',
      agreement: { id: 'AGR-9', type: 'recurring' },
      payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
    },
  },
};

export const UPDATE_EXAMPLES = {
  amount: { summary: 'Another amount', value: { amount: '10.000' } },
  gateways: { summary: 'Other gateways', value: { pg_codes: ['credit-card'] } },
};

export const REPLACE_EXAMPLES = {
  whole: {
    summary: 'The whole transaction anew',
    value: {
      type: 'e_commerce',
      amount: '10.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      customer_id: 'cust-77',
      customer_email: 'sara@example.com',
      redirect_url: 'https://shop.example/return',
    },
  },
};
