import { getSchemaPath } from '@nestjs/swagger';

import { PaymentAnswer } from '../payments/reading/payment.response.ts';
import { TransactionAnswer } from './transaction.response.ts';

const NOT_FROM_A_BROWSER = `
**Not from a browser.** "Try it out" on this page is refused with \`server_to_server_only\`: a service key inside a browser
is a leaked key. Call it from a server, or paste this into a terminal (key and port as the demo prints them):
`.trim();

export const CREATE_DESCRIPTION = `
Ottu's Checkout API as it is, with the merchant's private key put in here. Every member that Ottu documents is checked
before Ottu is called, and all faults are told at once; members that are not known here reach Ottu as they were written,
at every depth, and Ottu's answer comes back untouched. Two members are added where they are missing: \`order_no\`, and
\`webhook_url\`, which is this service's own. With a \`webhook_url\` of yours Ottu reports to you, and this service follows
the payment by asking Ottu.

Every transaction has a payment of its own here, named in the \`Link\` header: \`GET /v1/payments/{id}\`. Its \`order_no\` is
used once; only where nothing came of it, because Ottu refused it or never heard of it, may you use it again, with a new
\`Idempotency-Key\` and a corrected body.

The same route takes \`multipart/form-data\` with a file in its field \`attachment\` (2.5 MB at most), for transactions
without nested members and without an instrument; in JSON, upload the file first and name it in \`attachment_upload_url\`.

**Without \`payment_instrument\`** nothing is charged. When Ottu's answer is lost the answer is a problem, with \`outcome:
none\`: the session, if there is one, was handed to nobody, so nobody can pay it (\`unknown\` only where \`notifications\` ask
Ottu to send the payer a link on \`created\`). The order number is taken then: create anew with another one. What Ottu did not take for reasons outside of the request
(401, 403, 404, 405, 415, 423, 429) may be sent again with the same key. With an
\`Idempotency-Key\` the same request may be repeated: it is answered with the transaction as it is by then.

**With \`payment_instrument\`** it is a charge like \`POST /v1/buy-now\`, by the same rules and with the same answer: it needs
the scope \`payments:charge\`, an \`Idempotency-Key\` and exactly one gateway code, and \`expiration_time\` is half an hour
unless it is given.

${NOT_FROM_A_BROWSER}

\`\`\`sh
curl -sS http://localhost:3000/v1/payment-transactions \\
  -H 'Authorization: Api-Key demo.SECRET' \\
  -H 'Content-Type: application/json' \\
  -d '{"type":"e_commerce","amount":"12.5","currency_code":"KWD","pg_codes":["credit-card"],
       "customer_id":"cust-77","customer_email":"sara@example.com","redirect_url":"https://shop.example/return"}'
\`\`\`
`.trim();

export const RETRIEVE_DESCRIPTION = `
The transaction as Ottu shows it now, ours or not. What it says about a payment of this service is learnt from it.

${NOT_FROM_A_BROWSER}

\`\`\`sh
curl -sS http://localhost:3000/v1/payment-transactions/SESSION_ID -H 'Authorization: Api-Key demo.SECRET'
\`\`\`
`.trim();

const CHANGE_RULES = `
A change never charges: \`payment_instrument\` is refused. \`order_no\`, \`webhook_url\`, \`customer_id\`, \`type\`,
\`payment_type\` and \`agreement\` stay as they were created; the same value passes. A transaction that belongs to a cart is
changed by its cart, one with a payment under way not at all, and changes of one transaction are made one after the other
(409). A new amount counts once Ottu's answer shows it. When the answer is lost, the old and the new amount are both
possible until Ottu shows one of them: read the transaction again.
`.trim();

export const UPDATE_DESCRIPTION = `
Changes the members that are sent and leaves the others. With a Basic user of Ottu behind this service, PATCH needs \`Can
change e-commerce payments\` (or \`payment requests\`), and \`Can use <pg_code>\` only for gateways that it changes.

It takes \`multipart/form-data\` with a file in its field \`attachment\` too, as a create does.

${CHANGE_RULES}

${NOT_FROM_A_BROWSER}

\`\`\`sh
curl -sS -X PATCH http://localhost:3000/v1/payment-transactions/SESSION_ID \\
  -H 'Authorization: Api-Key demo.SECRET' -H 'Content-Type: application/json' -d '{"amount":"10.000"}'
\`\`\`
`.trim();

export const REPLACE_DESCRIPTION = `
Says the whole transaction anew: the four main members are required, and what is left out is removed. \`order_no\` and
\`webhook_url\` are put in where they are missing; \`customer_id\`, \`agreement\` and a \`payment_type\` other than \`one_off\` have
to come again as they are.

**It needs more than PATCH**: with a Basic user of Ottu behind this service, Ottu refuses a PUT unless that user has \`Can use
<pg_code>\` for every gateway that is *already stored* on the transaction, even if the request leaves them as they are. PATCH
needs it only for gateways that the request changes. An API key is never affected.

It takes \`multipart/form-data\` with a file in its field \`attachment\` too, as a create does.

${CHANGE_RULES}

${NOT_FROM_A_BROWSER}

\`\`\`sh
curl -sS -X PUT http://localhost:3000/v1/payment-transactions/SESSION_ID \\
  -H 'Authorization: Api-Key demo.SECRET' -H 'Content-Type: application/json' \\
  -d '{"type":"e_commerce","amount":"10.000","currency_code":"KWD","pg_codes":["credit-card"],"customer_id":"cust-77"}'
\`\`\`
`.trim();

/** With a file as `attachment` it is a form; a handler of its own reads that. */
export const BODY_TYPES = ['application/json', 'multipart/form-data'] as const;

export const RELATED_HEADER = {
  Link: {
    description:
      'The payment of this service that the transaction belongs to, `rel="related"`; absent where it is not ours.',
    schema: { type: 'string' as const },
  },
};

export const CREATED_HEADERS = {
  ...RELATED_HEADER,
  Location: {
    description: 'Where the transaction, or the payment of a charge, can be read.',
    schema: { type: 'string' as const },
  },
  'Idempotent-Replayed': {
    description: '`true` when this key was used before and nothing was created for this request.',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};

export const CREATED_SCHEMA = {
  oneOf: [{ $ref: getSchemaPath(TransactionAnswer) }, { $ref: getSchemaPath(PaymentAnswer) }],
};
