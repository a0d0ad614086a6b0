/** What a typed card comes to. */
export interface CardOutcome {
  readonly outcome: 'success' | 'declined' | 'error' | 'canceled';
  readonly message: string;
  readonly brand: string;
}

export interface TypedCard {
  /** Digits, with or without spaces. */
  readonly number: string;
  /** `MM/YY` or `MM/YYYY`. */
  readonly expiry: string;
  /** CVV or PIN. */
  readonly cvv: string;
}

export interface TestCard {
  readonly number: string;
  readonly brand: string;
  /** Ottu's gateway names on which this row counts; `standard` on every one that has no row of its own. */
  readonly gateways: readonly string[];
  /** Where only this expiry gives this outcome. */
  readonly expiry?: string;
  readonly declined?: string;
  readonly timesOut?: boolean;
  /** What to type for expiry and CVV or PIN. */
  readonly hint: string;
}

const ANY = 'any future · any';
const benefit = (number: string, declined?: string): TestCard => ({
  number,
  brand: 'BENEFIT',
  gateways: ['benefit'],
  hint: 'any future · any 4',
  ...(declined !== undefined && { declined }),
});

/** The table of F12.2. `ottu_sandbox` takes every row, so that all of them can be tried. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: '4242424242424242', brand: 'VISA', gateways: ['standard'], hint: '12/28 · 123' },
  { number: '4111111111111111', brand: 'VISA', gateways: ['standard', 'hyperpay'], hint: ANY },
  { number: '5555555555554444', brand: 'MASTERCARD', gateways: ['cybersource'], hint: '12/28 · 123' },
  {
    number: '5555555555554444',
    brand: 'MASTERCARD',
    gateways: ['standard'],
    declined: 'Declined',
    hint: '12/28 · 123',
  },
  {
    number: '5123450000000008',
    brand: 'MASTERCARD',
    gateways: ['geidea'],
    expiry: '05/39',
    declined: 'Declined',
    hint: '05/39 · 100',
  },
  {
    number: '5123450000000008',
    brand: 'MASTERCARD',
    gateways: ['geidea'],
    expiry: '04/27',
    declined: 'Expired card',
    hint: '04/27 · 100',
  },
  {
    number: '5123450000000008',
    brand: 'MASTERCARD',
    gateways: ['geidea'],
    expiry: '08/28',
    timesOut: true,
    hint: '08/28 · 100',
  },
  { number: '5123450000000008', brand: 'MASTERCARD', gateways: ['mpgs', 'geidea'], hint: '01/39 · 100' },
  { number: '4508750015741019', brand: 'VISA', gateways: ['mpgs', 'tap'], hint: '01/39 · 100' },
  { number: '5120350100064537', brand: 'MASTERCARD', gateways: ['mpgs'], hint: ANY },
  { number: '5120350100064545', brand: 'MASTERCARD', gateways: ['mpgs'], hint: ANY },
  {
    number: '8888880000000001',
    brand: 'KNET',
    gateways: ['kpay'],
    expiry: '08/21',
    declined: 'Not captured',
    hint: '08/21 · any 4',
  },
  { number: '8888880000000001', brand: 'KNET', gateways: ['kpay'], hint: '09/2030 · any 4' },
  { number: '4440000099000010', brand: 'VISA', gateways: ['hesabe'], declined: 'Declined', hint: '05/39 · 101' },
  {
    number: '5204730000002514',
    brand: 'MASTERCARD',
    gateways: ['hyperpay'],
    declined: 'Declined',
    hint: 'any future · 251',
  },
  { number: '4215375500883243', brand: 'QPAY', gateways: ['qpay'], hint: '06/26 · 1234' },
  { number: '4151801200003960', brand: 'QPAY', gateways: ['qpay'], declined: 'Declined', hint: 'any future · 1234' },
  benefit('4600410123456789'),
  benefit('4550120123456789', '54 expired card'),
  benefit('4889780123456789', '61 limit exceeded'),
  benefit('4415550123456789', '51 insufficient funds'),
  benefit('4575550123456789', '78 refer to issuer'),
  benefit('4845550123456789', '55 invalid PIN'),
  benefit('4895550123456789', '05 do not honour'),
  { number: '4556253752712245', brand: 'VISA', gateways: ['tamara'], declined: 'Declined', hint: ANY },
  { number: '4012000033330026', brand: 'VISA', gateways: ['tap'], hint: ANY },
  { number: '4030000010001234', brand: 'VISA', gateways: ['bambora', 'ottu_pg'], hint: '01/39 · 100' },
];

/** Rows that count on a gateway, its own before the standard ones. */
export function testCardsOf(pgName: string): readonly TestCard[] {
  if (pgName === 'ottu_sandbox') return TEST_CARDS;
  const own = TEST_CARDS.filter((card) => card.gateways.includes(pgName));
  const standard = TEST_CARDS.filter((card) => card.gateways.includes('standard'));
  return [...own, ...standard.filter((card) => own.every((each) => each.number !== card.number))];
}

/** What a typed card comes to on a gateway. A card that is no test card is declined: a simulator must take no real one. */
export function outcomeOfCard(pgName: string, typed: TypedCard, now: number): CardOutcome {
  const number = typed.number.replaceAll(/[\s-]/g, '');
  const declined = (message: string, brand = 'CARD'): CardOutcome => ({ outcome: 'declined', message, brand });
  const rows = testCardsOf(pgName).filter((row) => row.number === number);
  const expiry = /^(0[1-9]|1[0-2])\s*\/\s*(?:20)?(\d{2})$/.exec(typed.expiry.trim());
  const sandbox = pgName === 'ottu_sandbox' && /^\d{15}$/.test(number);
  if (rows.length === 0 && !sandbox) return declined('Unknown test card');
  if (expiry === null) return declined('Invalid expiry date');
  if (!/^\d{3,6}$/.test(typed.cvv.trim())) return declined('Invalid security code');
  if (sandbox) return sandboxOutcome(number);
  const [, month = '', year = ''] = expiry;
  const row = rows.find((each) => each.expiry === `${month}/${year}`) ?? rows.find((each) => each.expiry === undefined);
  if (row === undefined) return declined('Unknown test card');
  if (row.timesOut === true) {
    return { outcome: 'error', message: 'The gateway did not answer in time', brand: row.brand };
  }
  if (row.declined !== undefined) return declined(row.declined, row.brand);
  if (Date.UTC(2000 + Number(year), Number(month), 1) <= now) return declined('Expired card', row.brand);
  return { outcome: 'success', message: 'successful payment', brand: row.brand };
}

/** Ottu Sandbox has cards of 15 digits whose last ones decide (F16.5); 114 to 116 are declined once the payer is away. */
function sandboxOutcome(number: string): CardOutcome {
  const brand = 'SANDBOX';
  switch (number.slice(-3)) {
    case '111':
    case '114':
    case '115':
    case '116':
      return { outcome: 'success', message: 'successful payment', brand };
    case '112':
      return { outcome: 'declined', message: 'Declined', brand };
    case '113':
      return { outcome: 'error', message: 'Unknown Error', brand };
    default:
      return { outcome: 'canceled', message: 'Canceled by the payer', brand };
  }
}
