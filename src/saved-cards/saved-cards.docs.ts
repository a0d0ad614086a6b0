export const CARDS_DESCRIPTION = `
The saved cards of the signed-in customer: of the token's \`sub\` and of nobody else, on the gateways that shoppers are
offered. An \`id\` stays the same as long as the card does, and is of no use to another customer. A card that is not
\`payable\` can be used on the provider's page only, by \`checkout\`.
`.trim();

export const DELETE_DESCRIPTION = `
Makes Ottu forget the card. An id that is not, or no longer, that of one of the customer's cards is 404
\`card_not_found\`: after a lost answer that is what success looks like. A card that a subscription is paid with stays: 409
\`card_in_use\`.
`.trim();

export const CARD_ID = {
  name: 'id',
  description: 'The `id` of the card, as `GET /v1/cards` shows it.',
  example: 'q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE',
} as const;
