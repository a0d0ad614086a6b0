/** Of the answer to a charge, for its document. */
export const REPLAY_HEADERS = {
  Location: { description: 'Where the payment can be read.', required: true, schema: { type: 'string' as const } },
  'Idempotent-Replayed': {
    description: '`true` when this key was used before and nothing was sent to Ottu for this request.',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};
