/** The path parameter of every route of one payment. */
export const PAYMENT_ID = {
  name: 'id',
  format: 'uuid',
  description: 'The id of the payment.',
  example: '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4',
} as const;

export const LIST_DESCRIPTION = `
Newest first, a page at a time: send \`next_cursor\` as \`cursor\`, with the same filters, until it is null. Pages stay right
while payments are written. A filter by \`state\` shows what fits when its page is read. Parameters that are not known are
refused, so that a filter that is misspelt does not match everything.
`.trim();
