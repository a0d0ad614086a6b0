export const EVENTS_DESCRIPTION = `
Server-sent events, to be read with a streaming \`fetch\`, since \`EventSource\` cannot send the \`Cart-Token\` header.

- \`payment\`: its data is the \`payment\` of \`GET /v1/carts/{id}/payment\`. It is sent at once, and again with every change.
- \`cart\`: \`{"version","state"}\`. Another tab has changed the cart, or it was frozen or opened: read it again.

Only the present is told: of changes that follow each other quickly some are skipped, the last one never is. Whoever
resumes with the \`id\` of the last event as \`Last-Event-ID\` is told what has changed since then, and nothing twice.

The stream is closed after a final status (\`paid\`, \`authorized\`, \`cash_on_delivery\`, \`expired\`): do not resume then.
It is closed when the cart's token is replaced (sign in), after some minutes, and when the service is restarted: resume
after the time that \`retry\` says. Lines that begin with a colon say only that the stream lives; one comes every 15
seconds, and a client that hears nothing for a minute resumes. Who is refused with 429 or 503 asks
\`GET /v1/carts/{id}/payment\` instead.
`.trim();

export const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  required: false,
  description: 'The `id` of the last event that was seen. Opaque; what it means to nobody is left aside.',
  schema: { type: 'string' },
  example: 'Zk0b7lqK3mVY0a1d.h9Yw2fXc4nQeT6uB',
} as const;

export const EVENTS_EXAMPLE = [
  'retry: 1630',
  '',
  'id: Zk0b7lqK3mVY0a1d.-',
  'event: cart',
  'data: {"version":3,"state":"frozen"}',
  '',
  'id: Zk0b7lqK3mVY0a1d.h9Yw2fXc4nQeT6uB',
  'event: payment',
  'data: {"status":"checking","order_no":"7QX9V6B3M1K8T4R2W5Y0Z3A6C9","amount":"12.500","currency_code":"KWD","version":3,' +
    '"updated_at":"2026-06-01T10:15:31.000Z"}',
  '',
  ':',
  '',
  '',
].join('\n');
