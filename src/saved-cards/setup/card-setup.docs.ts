const WHAT = `
Nothing is charged: the transaction is of amount zero (\`payment_type\` \`save_card\`), and the card is typed on Ottu's own
page, \`checkout_url\`.`;

export const CUSTOMER_DESCRIPTION = `
Makes a page on which the customer saves a card, on a gateway that keeps cards. Send the customer to \`checkout_url\`.
${WHAT} The payment is one like any other, with a timeline, and sends no \`payment.\` event: once Ottu's list shows the card
the merchant is told \`card.saved\`, and until then it is \`confirming\`.

With an \`Idempotency-Key\` a request that is repeated makes no second page.
`.trim();

export const SHOPPER_DESCRIPTION = `
Makes a page on which the signed-in customer saves a card: of the token's \`sub\` and of nobody else, on the gateways that
shoppers are offered. Open \`checkout_url\`; once the customer is back, \`GET /v1/cards\` shows the card.
${WHAT}

With an \`Idempotency-Key\` a request that is repeated makes no second page.
`.trim();

export const KEY_DESCRIPTION = 'Names this intent. Repeated with the same body it makes nothing anew.';

export const REPLAYED_HEADER = {
  'Idempotent-Replayed': {
    description: '`true` when this key was used before and nothing was created for this request.',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};

export const CREATED_HEADERS = {
  ...REPLAYED_HEADER,
  Location: { description: 'Where the payment can be read.', required: true, schema: { type: 'string' as const } },
};

export const SHOPPER_EXAMPLES = {
  card: { summary: 'A card', value: { currency_code: 'KWD' } },
  page: {
    summary: 'In Arabic, with what the page need not ask',
    value: { currency_code: 'SAR', language: 'ar', customer: { email: 'sara@example.com', first_name: 'Sara' } },
  },
};

export const CUSTOMER_EXAMPLES = {
  card: { summary: 'A card', value: { currency_code: 'KWD', pg_codes: ['credit-card'] } },
  page: {
    summary: 'In Arabic, with what the page need not ask',
    value: {
      currency_code: 'SAR',
      pg_codes: ['credit-card'],
      language: 'ar',
      merchant_reference: 'subscription-1042',
      customer: { email: 'sara@example.com', phone: '+966512345678', first_name: 'Sara', last_name: 'Al-Test' },
    },
  },
};
