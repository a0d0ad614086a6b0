import type { ProblemCode } from '../../problems/catalog.ts';
import { SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';

/** What every route of a cart that exists can end in. */
export const CART_PROBLEMS = [...SERVICE_PROBLEMS, 'not_found'] as const satisfies readonly ProblemCode[];

const PRICING_PROBLEMS = ['catalog_unavailable', 'quote_unusable'] as const satisfies readonly ProblemCode[];

export const NEW_CART_PROBLEMS = [
  ...SERVICE_PROBLEMS,
  'too_many_carts',
  'challenge_required',
  'customer_jwt_not_configured',
  ...PRICING_PROBLEMS,
] as const satisfies readonly ProblemCode[];

export const EDIT_PROBLEMS = [
  ...PRICING_PROBLEMS,
  ...CART_PROBLEMS,
  'cart_frozen',
  'cart_closed',
  'cart_busy',
  'items_not_sold',
] as const satisfies readonly ProblemCode[];

/** What a cart can end in when its session is made ready to be paid. */
export const CHECKOUT_PROBLEMS = [
  ...PRICING_PROBLEMS,
  'items_not_sold',
  'cart_empty',
  'nothing_to_pay',
  'cart_frozen',
  'cart_closed',
  'customer_details_refused',
  'ottu_refused',
  'checkout_unavailable',
] as const satisfies readonly ProblemCode[];

const ETAG = {
  ETag: {
    description: 'Names this version of the cart, for `If-Match`. Opaque: it is compared, not read.',
    required: true,
    schema: { type: 'string' as const, example: '"v3"' },
  },
};

export const ETAG_HEADERS = ETAG;

export const CREATED_HEADERS = {
  ...ETAG,
  Location: {
    description: 'Where the cart is read.',
    required: true,
    schema: { type: 'string' as const, example: '/v1/carts/0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90' },
  },
};

export const CREATE_DESCRIPTION = `
Items are priced by the shop's catalog, in the cart's currency; a price, a total or any other member that is not listed
is refused. \`cart_token\` is the secret of the cart: keep it with the shopper, send it as \`Cart-Token\`, never put it
into an address. It is given once.

With the token of a signed-in customer (\`Authorization: Bearer\`) the cart is bound to that customer from the start.

A server of the shop, with its service key, may begin a cart whose payment agrees to later charges: \`agreement\` with the
\`customer_id\` of the customer, who checks it out by token and JWT, and pays it on Ottu's page. From its success on
\`POST /v1/auto-debits\` may charge the card.

A server of the shop may begin the cart for a shopper, with its service key (scope \`transactions:write\`): it alone may
give the cart a \`merchant_reference\`.
`.trim();

export const READ_DESCRIPTION = `
A wrong id, a wrong token and no token are all 404. Answers are not to be stored; who asks again and again sends
\`If-None-Match\` and is answered 304 while nothing has changed.
`.trim();

export const CHANGE_DESCRIPTION = `
What is left out stays as it is, \`null\` clears a member, and an object that is given takes the place of the whole object
that was there: send a complete address or customer. Nothing is taken over when anything is wrong.

With the token of a signed-in customer (\`Authorization: Bearer\`; the body may be \`{}\`) the cart is bound to that
customer. If it was not yet, the answer has a new \`cart_token\`; the old one opens nothing any more, and event
streams end. The same customer again changes nothing. If that answer was lost, send the same again,
without \`If-Match\`: for this request the old \`cart_token\` is good together with the token of that customer, and the
answer has the new one.

Phones are kept as E.164; they may be written as in the country of the address. Ottu is never waited for.
`.trim();

export const ABANDON_DESCRIPTION = `
The cart can still be read, but nothing opens it again. Refused while it is being paid (409) and once it is paid. To
repeat it does no harm.
`.trim();

export const SET_ITEM_DESCRIPTION = `
Puts the item in, or sets how many of it there are. The same quantity again changes nothing. Everything in the cart is
priced anew; when the catalog does not answer, the cart stays as it was (503). \`errors\` point at \`/sku\` (in the path)
or \`/quantity\`. When something else in the cart is not sold any more, the answer is 409 \`items_not_sold\`, by SKU.
`.trim();

export const REMOVE_ITEM_DESCRIPTION = `
An item that is not there is no fault. Items that are not sold any more go at the same time: with one of them left, the
cart would have no price.
`.trim();

export const CREATE_EXAMPLES = {
  empty: { summary: 'Nothing in it yet', value: { currency_code: 'KWD' } },
  items: {
    summary: 'With items and a language',
    value: {
      currency_code: 'KWD',
      items: [
        { sku: 'DATES-KHALAS', quantity: 2 },
        { sku: 'KARAK-TEA', quantity: 1 },
      ],
      language: 'ar',
    },
  },
  complete: {
    summary: 'With everything that an order needs',
    value: {
      currency_code: 'SAR',
      items: [{ sku: 'DALLAH-BRASS', quantity: 1 }],
      customer: { email: 'sara@example.com', phone: '+966512345678', first_name: 'Sara', last_name: 'Al-Test' },
      shipping_address: {
        line1: 'King Fahd Road 12',
        city: 'Riyadh',
        country: 'SA',
        first_name: 'Sara',
        last_name: 'Al-Test',
        email: 'sara@example.com',
        phone: '0512345678',
      },
      extra: { gift_wrap: true },
    },
  },
};

export const CHANGE_EXAMPLES = {
  customer: {
    summary: 'Who buys',
    value: { customer: { email: 'sara@example.com', phone: '+96550000001', first_name: 'Sara', last_name: 'Al-Test' } },
  },
  address: {
    summary: 'Where it goes',
    value: {
      shipping_address: {
        line1: 'Block 4, Street 12',
        city: 'Kuwait City',
        country: 'KW',
        first_name: 'Sara',
        last_name: 'Al-Test',
        email: 'sara@example.com',
        phone: '50000001',
      },
    },
  },
  cleared: { summary: 'Without the extras, in English', value: { extra: null, language: 'en' } },
  sign_in: { summary: 'Nothing but signing in (with Authorization: Bearer)', value: {} },
};

export const SET_ITEM_EXAMPLES = { two: { summary: 'Two of it', value: { quantity: 2 } } };

/** M36 */
export const EARLIER_PAYMENT =
  'The cart went on without an earlier try to pay it, of which it is not known yet what became. It is looked at before ' +
  'each new one; where it was paid after all the cart is closed.';
