export const RECEIVE_DESCRIPTION = `
For Ottu: payment and operation events, as JSON or as a form, signed inside the body by one of the configured keys. The
event is stored before it is answered, and read after. It is answered with \`WEBHOOK_SUCCESS_STATUS\`: after 200 Ottu sends
the payer to \`redirect_url\`, after 201 the payer stays on Ottu's page.

While the database is away an event is not refused, since Ottu sends again only what was not answered within 15 seconds.
Up to 15 seconds of absence are bridged on the open connection. In a longer one Ottu hangs up and sends the event again,
three times within 55 seconds; what was received keeps being tried behind the broken connection for ten minutes. However
many deliveries were tried, one row comes of them.

The signature says who sent it: JSON is read under any Content-Type and charset as long as it is UTF-8, behind a byte order
mark too, up to 1 MB.

An event that cannot be verified is answered with 401, one that cannot be read with 400. If it names an open order, Ottu is
asked about that order once.
`.trim();

export const LIST_DESCRIPTION = `
Newest first, without what the events said. \`unmatched\`: for an order that is not known here (yet), or an operation event,
which proves nothing by itself. \`doubts\` tells why Ottu was asked before an event was believed.
`.trim();

export const REPLAY_DESCRIPTION = `
Runs a stored event again, whatever became of it. What was learnt from it before is not learnt twice, so a replay is safe.
The answer shows the event afterwards.
`.trim();

export const EVENT_SCHEMA = {
  type: 'object' as const,
  description: 'A payment event or an operation event of Ottu (any further members are kept).',
  additionalProperties: true,
  required: ['signature'],
  properties: {
    signature: { type: 'string' as const, minLength: 64, maxLength: 64, description: 'Lower-case hex HMAC-SHA256.' },
    order_no: { type: ['string', 'null'] as unknown as 'string' },
    session_id: { type: 'string' as const },
    reference_number: { type: 'string' as const },
    result: { type: 'string' as const },
    state: { type: 'string' as const },
    amount: { type: 'string' as const },
    currency_code: { type: 'string' as const },
  },
};

export const EVENT_EXAMPLES = {
  payment: {
    summary: 'A payment event',
    value: {
      amount: '12.500',
      currency_code: 'KWD',
      order_no: 'ORD-7',
      reference_number: 'R1',
      result: 'success',
      state: 'paid',
      session_id: '0123456789abcdef0123456789abcdef01234567',
      signature: 'c7a91f4ce05a075214253ca601d562395e2346ab99e795622d7b080c05305918',
    },
  },
  operation: {
    summary: 'An operation event',
    value: {
      operation: 'refund',
      success: true,
      amount: '2.500',
      order_no: 'ORD-1001',
      reference_number: 'sandboxCC3003',
      result: 'success',
      source: 'pg',
      txn: { state: 'refunded', amount: '2.500' },
      signature: '7d15b88479ac0be088d7d074d38146b0091fea08cbef4b0407c877fdc8099ded',
    },
  },
};
