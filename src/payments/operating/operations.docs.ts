/** What Swagger UI shows above the route. */
export const OPERATE_DESCRIPTION = `
Does one thing to a payment at Ottu, and says what became of it. \`GET\` of the same address lists what was done and what can be
done now.

| operation | for payments that are | what it does |
| --- | --- | --- |
| \`refund\` | \`paid\`; \`authorized\` with something captured | gives back \`amount\`, or all that is left |
| \`capture\` | \`authorized\` | collects \`amount\`, or all that is left; several are possible |
| \`void\` | \`authorized\`, nothing captured | releases the whole authorization |
| \`reverse\` | as \`void\` and \`refund\` | a void while nothing was captured, else a refund; the answer says which |
| \`cancel\` | \`created\`, \`pending\`, \`attempted\`, \`cod\` | ends it as \`canceled\` |
| \`expire\` | \`created\`, \`pending\`, \`attempted\` | ends it as \`expired\`; a late success is still found |
| \`delete\` | \`failed\`, \`canceled\`, \`expired\`, \`invalided\` | takes it out of Ottu |

Send \`expected_refundable\` with the \`refundable_amount\` on your screen, and a refund that somebody else has made meanwhile
stops yours. While an operation is not settled its amount is held back, so that two of them never exceed what was paid.
\`queued\` is not refunded: the gateway says later what became of it. When Ottu's answer is lost the answer is 202 with
\`state: unknown\`; Ottu is asked, and the operation is sent again with the same tracking key, never as a new one. Send the
same request with the same \`Idempotency-Key\` as often as you like.

A refund above \`REFUND_APPROVAL_ABOVE\` waits (\`awaiting_approval\`) for another service key. A refund at Ottu's own dashboard
is listed here too (\`source: ottu\`).
`.trim();

export const APPROVE_DESCRIPTION = `
Sends an operation that waits because it is above \`REFUND_APPROVAL_ABOVE\`. The key must have another name than the one that
asked for it. Repeated by the same key it is answered again and never sent again. After seven days without approval an
operation is \`refused\` by itself.
`.trim();

export const RESOLVE_DESCRIPTION = `
Ends an operation that stays \`unknown\`: a refund to a wallet, which is never sent twice; one of Ottu's dashboard that no
inquiry can confirm any more; or one about which Ottu has said nothing of use for days. Look at Ottu's dashboard, and at the
bank, before. While what was sent may still be done by Ottu, for ten minutes, nothing can be decided.

\`succeeded\` counts it; \`rejected\` releases what it holds. The reason stands in the timeline with the name of the key, and the
merchant gets the event of it with \`decided_by: operator\`. Where Ottu shows afterwards that it was done, that is counted.
`.trim();

export const RESOLVE_EXAMPLES = {
  done: {
    summary: "It was done: Ottu's dashboard lists it",
    value: { decision: 'succeeded', reason: "Ottu's dashboard lists the refund of 1 June." },
  },
  not_done: {
    summary: 'It was not done',
    value: { decision: 'rejected', reason: 'The wallet shows no such credit.' },
  },
};

/** Of the answer to a decision, for its document. */
export const DECIDED_HEADERS = {
  Location: {
    description: 'Where the operations of the payment are listed.',
    required: true,
    schema: { type: 'string' as const },
  },
};

export const OPERATION_HEADERS = {
  ...DECIDED_HEADERS,
  'Idempotent-Replayed': {
    description: '`true` when this key was used before and nothing was sent to Ottu for this request.',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};

export const OPERATION_EXAMPLES = {
  partial_refund: {
    summary: 'Give a part back',
    value: { operation: 'refund', amount: '0.500', reason: 'One box arrived broken.' },
  },
  whole_refund: { summary: 'Give back all that is left', value: { operation: 'refund' } },
  reverse: { summary: 'Undo the payment, whatever that takes', value: { operation: 'reverse' } },
  capture: { summary: 'Collect a part of an authorization', value: { operation: 'capture', amount: '0.500' } },
  expire: { summary: 'Close a payment that nobody shall pay any more', value: { operation: 'expire' } },
};
