import { REPLAY_HEADERS } from '../payments/attempts/replay-headers.ts';

/** What Swagger UI shows above the routes. */
export const CREATE_DESCRIPTION = `
Makes a page of Ottu's on which whoever has its address pays (\`payment_request\`). With \`notifications\` Ottu sends it to the
payer by e-mail, SMS or WhatsApp: \`{"sms": ["created", "paid"]}\` sends the link now and a receipt later. Without, pass on
\`short_url\`, or \`url\`, by yourself.

The link is a payment like any other, with the same id: its state, timeline, refunds and events are those of
\`/v1/payments/{id}\`.

\`Idempotency-Key\` names the link that you mean to make: any text without spaces, such as today's date and a number. Send
the same request with the same key as often as you like; it makes one link. When Ottu's answer is lost, the problem says
whether the payer may have been sent a link (\`outcome: unknown\`), and the same request with the same key answers with that
link once it is found.
`.trim();

export const LIST_DESCRIPTION = `
Newest first, a page at a time: send \`next_cursor\` as \`cursor\`, with the same filters, until it is null.
`.trim();

export const CHANGE_DESCRIPTION = `
Changes what is given, at Ottu and here. Send \`expected_amount\` with the \`amount\` on your screen, and a change that somebody
else has made meanwhile stops yours (\`link_changed\`). Ottu is asked first what the link is now: one that is paid or has
ended is 409 \`link_closed\`, and while somebody is paying nothing is changed (\`attempt_open\`). The amount of a link for
items is their price: expire it, and make another. A payer who has the page open already may still pay the amount that he
sees; such a payment is then told as what it is.
`.trim();

export const RESEND_DESCRIPTION = `
Asks Ottu to send the message with the link again, by the channels by which it was announced or some of them. It is asked
for once: when Ottu's answer is lost the problem says \`outcome: unknown\`, and the message may have been sent. With
\`outcome: none\` nothing was sent.
`.trim();

export const EXPIRE_DESCRIPTION = `
The operation \`expire\` on the link's payment: its session is closed at Ottu. Ottu is asked first: a link that is paid
already stays paid, and the answer says so (409 \`link_closed\`). 202 where it is not known yet whether Ottu has closed it;
then it is looked up, and the same key answers with what became of it.
`.trim();

/** The amount is that of the first example of a create. */
export const CHANGE_EXAMPLES = {
  amount: { summary: 'Another amount', value: { amount: '10.000', expected_amount: '12.500' } },
  expiry: { summary: 'Two more days', value: { expiration_time: '2 00:00:00' } },
};

export const RESEND_EXAMPLES = {
  all: { summary: 'By all channels of the link', value: {} },
  sms: { summary: 'By SMS', value: { channels: ['sms'] } },
};

export const LINK_ID = {
  name: 'id',
  format: 'uuid',
  description: "The id of the payment link, which is its payment's.",
  example: '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4',
} as const;

export const CLOSED_HEADERS = { 'Idempotent-Replayed': REPLAY_HEADERS['Idempotent-Replayed'] };

export const CREATED_HEADERS = {
  ...REPLAY_HEADERS,
  Location: { description: 'Where the link can be read.', required: true, schema: { type: 'string' as const } },
};

/** Each works as it is against the demo. */
export const CREATE_EXAMPLES = {
  sms: {
    summary: 'An amount, sent by SMS',
    value: {
      amount: '12.500',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      customer: { phone: '+96550000001', first_name: 'Sara' },
      notifications: { sms: ['created', 'paid'] },
    },
  },
  items: {
    summary: 'Items of the catalog, by e-mail and WhatsApp, in Arabic, for three days',
    value: {
      items: [{ sku: 'DATES-KHALAS', quantity: 2 }],
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      customer: { email: 'sara@example.com', phone: '+96550000001' },
      notifications: { email: ['created', 'paid'], whatsapp: ['created'] },
      expiration_time: '3 00:00:00',
      language: 'ar',
    },
  },
  own: {
    summary: 'A link that you pass on by yourself',
    value: { amount: '1.000', currency_code: 'KWD', pg_codes: ['credit-card'] },
  },
};
