import { REPLAY_HEADERS } from '../attempts/replay-headers.ts';

export const CYCLE_HEADERS = {
  ...REPLAY_HEADERS,
  'Idempotent-Replayed': {
    ...REPLAY_HEADERS['Idempotent-Replayed'],
    description:
      '`true` when this key was used before, or when the cycle has a payment that is paid, unknown or under way: nothing was sent to Ottu for this request.',
  },
};

/** What Swagger UI shows above the route. */
export const AUTO_DEBIT_DESCRIPTION = `
Charges a customer who is not there, under an agreement that he has begun with a payment of his own (\`payment_type:
auto_debit\` and \`agreement\` on \`/v1/payment-transactions\` or \`/v1/buy-now\`). From that payment's success on this service
keeps the agreement and its terms; the card's token is looked up at Ottu for each charge, on the gateway of the first
payment, and kept nowhere.

**A cycle is charged once.** \`cycle\` is your own name of what is charged for, such as \`2026-12\`. While a payment of a cycle
is paid, unknown or under way, each request for that cycle is answered with that payment and \`Idempotent-Replayed: true\`,
whatever its key: a billing job that runs twice bills once. After a decline, or where nothing was processed, the next
*new* key charges again.

**The terms are checked before Ottu is asked**: an amount that is fixed or above \`max_amount_per_cycle\`
(\`amount_not_agreed\`), fewer than \`cycle_interval_days\` since the last charge here (\`cycle_too_early\`), \`total_cycles\` charged
or \`expiry_date\` past (\`agreement_ended\`). What was not agreed on is left to Ottu. The first payment is no cycle.

With \`"on_decline": "payment_link"\` a decline that the payer can mend carries a \`payment_link\` for the same cycle, for you to
pass on. While it can be paid, or is paid, the cycle is not charged: each request for it is answered with the link's
payment.

A decline is a settled answer (201) with \`retry\`: whether, how and when to try again. Nothing is ever tried again by
itself. An agreement that began elsewhere is taken over with the first charge of it here, by its terms in \`agreement\`.

**Not from a browser**, as \`POST /v1/buy-now\`.
`.trim();

/** The last works as it is against the demo. */
export const AUTO_DEBIT_EXAMPLES = {
  adopted: {
    summary: 'The first charge here, under an agreement that began elsewhere',
    value: {
      agreement_id: 'AGR-9',
      customer_id: 'cust-77',
      cycle: '2026-12',
      amount: '19.000',
      currency_code: 'KWD',
      pg_code: 'credit-card',
      agreement: {
        type: 'recurring',
        amount_variability: 'variable',
        max_amount_per_cycle: '25.000',
        frequency: 'monthly',
        cycle_interval_days: 28,
        total_cycles: 12,
        expiry_date: '2030-12-31',
      },
    },
  },
  cycle: {
    summary: 'One month of an agreement that is kept here',
    value: {
      agreement_id: 'AGR-9',
      customer_id: 'cust-77',
      cycle: '2026-12',
      amount: '19.000',
      currency_code: 'KWD',
    },
  },
};
