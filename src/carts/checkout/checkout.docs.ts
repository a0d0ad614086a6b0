export const CHECKOUT_DESCRIPTION = `
Brings Ottu's transaction to the cart's total and hands it out: the session for the Checkout SDK with its set-up, and
Ottu's own page. Ask again after every edit; the session may be another one then. A cart that is bound to a customer
needs the cart token and a token of the same customer.

503 \`checkout_unavailable\`: Ottu could not be brought in step. Nothing was charged; the cart can still be edited.
`.trim();
