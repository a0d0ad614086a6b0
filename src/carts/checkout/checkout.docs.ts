export const CHECKOUT_DESCRIPTION = `
Brings Ottu's transaction to the cart's total and hands it out: the session for the Checkout SDK with its set-up, and
Ottu's own page. Ask again after every edit; the session may be another one then. A cart that is bound to a customer
needs the cart token and a token of the same customer.

503 \`checkout_unavailable\`: Ottu could not be brought in step. Nothing was charged; the cart can still be edited.
`.trim();

export const FREEZE_DESCRIPTION = `
For the \`beforePayment\` hook of the Checkout SDK: from now on edits are refused, for 15 minutes at most, so that what
the shopper pays is what the cart shows. A decline opens the cart again. To repeat it does no harm, and prolongs nothing.

409 \`session_replaced\`: the session that the SDK has can't be paid any more. Check out again, and set the SDK up anew.
`.trim();

export const UNFREEZE_DESCRIPTION = `
For a shopper who gave up paying. Ottu is asked first: while somebody may be paying it stays frozen (409). To repeat it
does no harm.
`.trim();
