export const FREEZE_DESCRIPTION = `
For the \`beforePayment\` hook of the Checkout SDK: from now on edits are refused, for 15 minutes at most, so that what
the shopper pays is what the cart shows. A decline opens the cart again. To repeat it does no harm, and prolongs nothing.

409 \`session_replaced\`: the session that the SDK has can't be paid any more. Check out again, and set the SDK up anew.
`.trim();

export const UNFREEZE_DESCRIPTION = `
For a shopper who gave up paying. Ottu is asked first: while somebody may be paying it stays frozen (409). To repeat it
does no harm.
`.trim();
