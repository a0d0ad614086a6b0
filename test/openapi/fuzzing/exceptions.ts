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
  { message: /^must be a next_cursor of this list$/, because: 'what is opaque has no schema' },
  { message: /^must be well-formed|without NUL$|U\+0000$/, because: 'a pattern would have to repeat it everywhere' },
  { message: /^must be a valid phone number|^has no country code/, because: 'each country has its own numbers' },
  { message: /^must be an email address$/, because: 'the format `email` takes more than is ever used' },
  {
    message: /^must be an absolute http or https address/,
    because: 'the format `uri` has other schemes, and passwords',
  },
  { message: /^is not one of the addresses that this shop allows$/, because: 'each shop has its own' },
  { message: /^must be a country code/, because: 'the list is the one of ISO 3166-1' },
  { message: /^must be a real day|^must be a day such as/, because: 'the format `date` has a year 0' },
  { message: /time zone/, because: 'the list is the one of the time zone database' },
  { message: /^must be (after \w+|at most \d+ days after from)$/, because: 'it holds between two members' },
  {
    message: /^must not be given together|^is required(:| )|^must be given with/,
    because: 'it holds between two members',
  },
  { message: /is in the list already$|more than once/, because: 'only one member of the elements is compared' },
  { message: /cannot be changed after the transaction was created$/, because: 'it depends on what was created' },
  { message: /^must be among those by which the link was announced/, because: 'it depends on the link' },
  { message: /^is given by a server of the shop/, because: 'it depends on who asks' },
];

/** Of them, those by whose code alone there is something to say. */
const CODES: ReadonlySet<string> = new Set(['ottu_rejected', 'payment_refused', 'customer_details_refused']);

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
const LOOSER: readonly Looser[] = [];

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
