export const LIST_DESCRIPTION = `
The outbox. Each settlement that changes what a merchant must know writes one event, in the same transaction; it is sent to
\`MERCHANT_EVENTS_URL\` with a Standard Webhooks signature, at least once, per payment in the order of \`sequence\`. An event
that nobody took for three days, or that was answered with 410, is a dead letter (\`state=dead\`), and the next one goes out.

While \`MERCHANT_EVENTS_URL\` is not set no event is written.
`.trim();

export const REDELIVER_DESCRIPTION = `
Sends an event again, with the same \`webhook-id\` and the same text, whatever became of it before: a dead letter gets another
three days, and one that waits for a later try is tried now, after the payment's earlier events. Later events do not wait for
one that is sent again, so that a receiver drops it by its \`sequence\` when it knows better already.
`.trim();
