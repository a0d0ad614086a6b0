/** The groups of routes, in the order of the whole document; every tag of a controller stands here. */
export const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['Carts', 'What shoppers put together'],
  ['Checkout', 'How a cart is paid, and what became of it'],
  ['Saved cards', 'What customers have kept'],
  ['One-step checkout', 'Charges in one call'],
  ['Auto-debits', 'Charges of customers who are not there, and the agreements that allow them'],
  ['Checkout API', "Ottu's Checkout API as it is"],
  ['Payment methods', 'Which gateways there are'],
  ['Payments', 'Find a payment, and see everything that happened to it'],
  ['Operations', 'Refund it, capture it, or undo it'],
  ['Payment links', 'Pages by which somebody pays, made and sent by operators'],
  ['Reviews', 'Ask Ottu again, and decide about what is not clear'],
  ['Webhooks', 'What Ottu has reported, and what became of each report'],
  ['Merchant events', 'What the order system was told, and whether it arrived'],
  ['Reports', 'What was taken and given back'],
  ['Audit', 'Who has done what with a service key'],
  ['System', 'Health and metrics'],
];
