interface Fault {
  readonly pointer: string;
  readonly message: string;
}

interface Rule {
  readonly message: RegExp;
  readonly because: string;
}

/** Rules that JSON Schema cannot say: a request that is right by its schema may be refused for them. */
const RULES: readonly Rule[] = [
  { message: /^must be (a|the) next_cursor of /, because: 'what is opaque has no schema' },
  {
    message: /^must be well-formed|without NUL$|none of them NUL$|U\+0000$/,
    because: 'a pattern would have to repeat it everywhere',
  },
  { message: /^must be a valid phone number|^has no country code/, because: 'each country has its own numbers' },
  { message: /^must be an email address$/, because: 'the format `email` takes more than is ever used' },
  {
    message: /^must be an absolute http or https address/,
    because: 'the format `uri` has other schemes, and passwords',
  },
  { message: /^is not one of the addresses that this shop allows$/, because: 'each shop has its own' },
  { message: /^must be a country code/, because: 'the list is the one of ISO 3166-1' },
  { message: /^must be a real day|^must be a day such as/, because: 'the format `date` has a year 0' },
  { message: /^must be a currency of ISO 4217|^is not a currency that/, because: 'the list is the one of ISO 4217' },
  {
    message: /^(must be an|is no) amount of [A-Z]{3}|^[A-Z]{3} has (no|\d) decimal place/,
    because: 'each currency has its own digits',
  },
  { message: /^must be above zero$/, because: 'zero has as many forms as currencies have digits' },
  { message: /^There is no such product\.$|^This product is not sold in/, because: 'each shop has its own' },
  { message: /^must not be nested more than \d+ deep$/, because: 'JSON Schema has no depth' },
  { message: /^must be from \d+ to \d+$/, because: 'it comes as a text of digits, which have no largest there' },
  { message: /^must be a real moment written as/, because: 'its pattern has a 31st of February' },
  { message: /^must be sent as multipart\/form-data/, because: 'the same schema stands for the form' },
  { message: /^is (not taken here|only for)/, because: 'it depends on the operation' },
  { message: /^must be a string, and not empty$/, because: 'a payload is of its wallet; of a token it is known' },
  { message: /time zone/, because: 'the list is the one of the time zone database' },
  { message: /^must be (after \w+|at most \d+ days after from)$/, because: 'it holds between two members' },
  {
    message: /^must not be given together|^is required(:|,| )|^must be given with|^may be given with/,
    because: 'it holds between two members',
  },
  { message: /^must be "irregular" for an unscheduled agreement$/, because: 'it holds between two members' },
  {
    message: /is in the list already$|more than once|^must hold each code once$/,
    because: 'only one member of the elements is compared',
  },
  { message: /cannot be changed after the transaction was created$/, because: 'it depends on what was created' },
  { message: /^must be among those by which the link was announced/, because: 'it depends on the link' },
  { message: /^is given by a server of the shop/, because: 'it depends on who asks' },
];

/** Of them, those by whose code alone there is something to say. */
const CODES: ReadonlySet<string> = new Set([
  'ottu_rejected',
  'payment_refused',
  'customer_details_refused',
  // The introduction of the document says how much each route takes.
  'payload_too_large',
  // JSON Schema has no depth; and a body of the fuzzer is always JSON.
  'malformed_json',
  // Bytes of an address that are no UTF-8.
  'bad_request',
]);

export function isExcused({ message }: Fault): boolean {
  return RULES.some((rule) => rule.message.test(message));
}

/** Whether a problem without faults of members may be the answer to a right request. */
export function isExcusedCode(code: string): boolean {
  return CODES.has(code);
}

interface Looser {
  readonly operation: RegExp;
  readonly verdict: RegExp;
  readonly because: string;
}

/** Requests that are taken although the document has them otherwise, on purpose. */
const LOOSER: readonly Looser[] = [
  {
    operation: /^receiveOttuEvent$/,
    verdict: /^a body of/,
    because: 'what Ottu sends is read whatever its header says',
  },
  { operation: /^removeCartItem$/, verdict: /^sku is wrong$/, because: 'what cannot be in a cart is not in it' },
];

export function isLooser(operation: string, verdict: string): boolean {
  return LOOSER.some((one) => one.operation.test(operation) && one.verdict.test(verdict));
}

/**
 * A 5xx that is right: Ottu was asked, and has refused in a way that is no fault of the request. No other may occur here,
 * where the database, Ottu, the catalog and the identity provider answer: not one of the 503 that the document has is met.
 *
 * @param ottuSaid the statuses of Ottu's answers to what the request made of calls.
 */
export function isOttusRefusal(code: string, ottuSaid: readonly number[]): boolean {
  return code.startsWith('ottu_') && ottuSaid.some((status) => status >= 400);
}
