export const OFFERED_DESCRIPTION = `
The gateways of \`OTTU_PG_CODES\`, in that order, with what a page needs to show them. Asked of Ottu once a minute at most;
when Ottu fails, the last answer stands. No cart is needed.
`.trim();

export const QUERY_DESCRIPTION = `
Every filter that Ottu has, checked here first; filters that are not known here are passed on as they are, and the answer
is Ottu's own. Ottu asks for it to be kept by whoever asks, for a day to a week per set of filters.
`.trim();

export const QUERY_EXAMPLES = {
  wallets: {
    summary: 'Gateways for Apple Pay in KWD',
    value: { plugin: 'e_commerce', currencies: ['KWD'], payment_services: ['apple_pay'], type: 'sandbox' },
  },
  subscriptions: {
    summary: 'Gateways that can charge a saved card',
    value: { plugin: 'payment_request', tokenizable: true, auto_debit: true, customer_id: 'cust-77' },
  },
};
