/** Wallet services a gateway can offer, as `payment_services` of the payment-methods API names them. */
export type WalletService = 'apple_pay' | 'google_pay' | 'samsung_pay' | 'wallet';

export interface Gateway {
  /** The `pg_code`. */
  readonly code: string;
  readonly label: string;
  readonly labelAr: string;
  /** Ottu's slug of the gateway: `mpgs`, `kpay`, … */
  readonly pgName: string;
  readonly currencies: readonly string[];
  readonly operation: 'purchase' | 'authorize';
  readonly operations: readonly string[];
  readonly services: readonly WalletService[];
  readonly tokenizable: boolean;
  readonly autoDebit: boolean;
  readonly sandbox: boolean;
  /** False for gateways that serve wallets only: they have no page to send a payer to. */
  readonly redirect: boolean;
  /** Fixed fee by currency; no entry means none. Excluded from `amount`, included in `paid_amount`. */
  readonly fees: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  /** Minutes until Ottu's own first inquiry; 0 is a gateway that can't be asked. */
  readonly inquiryMinutes: number;
}

const EVERY_SERVICE: readonly WalletService[] = ['apple_pay', 'google_pay', 'samsung_pay', 'wallet'];

const PLAIN = {
  labelAr: 'بطاقة',
  operation: 'purchase',
  operations: ['refund'],
  services: [],
  tokenizable: false,
  autoDebit: false,
  sandbox: true,
  redirect: true,
  fees: {},
  tags: ['e_commerce'],
} as const;

const MPGS = { ...PLAIN, pgName: 'mpgs', operations: ['refund', 'void'], inquiryMinutes: 11 } as const;

/** Every gateway of the simulated merchant. The README has the same table. */
export const GATEWAYS: readonly Gateway[] = [
  {
    ...MPGS,
    code: 'credit-card',
    label: 'Credit Card',
    currencies: ['KWD', 'SAR', 'JPY', 'USD', 'BHD', 'AED'],
    services: EVERY_SERVICE,
    tokenizable: true,
    autoDebit: true,
    tags: ['e_commerce', 'retail'],
  },
  {
    ...PLAIN,
    code: 'ottu-sandbox',
    label: 'Ottu Sandbox',
    pgName: 'ottu_sandbox',
    currencies: ['KWD', 'SAR', 'AED', 'USD', 'BHD', 'JPY'],
    services: EVERY_SERVICE,
    tokenizable: true,
    autoDebit: true,
    tags: ['e_commerce', 'demo'],
    inquiryMinutes: 5,
  },
  { ...PLAIN, code: 'knet', label: 'KNET', labelAr: 'كي نت', pgName: 'kpay', currencies: ['KWD'], inquiryMinutes: 8 },
  {
    ...MPGS,
    code: 'mpgs-apple',
    label: 'Apple Pay',
    labelAr: 'أبل باي',
    currencies: ['KWD', 'SAR', 'USD', 'JPY'],
    services: ['apple_pay'],
    redirect: false,
  },
  {
    ...MPGS,
    code: 'mpgs-google',
    label: 'Google Pay',
    labelAr: 'جوجل باي',
    currencies: ['KWD', 'SAR', 'USD', 'JPY'],
    services: ['google_pay'],
    redirect: false,
  },
  {
    ...PLAIN,
    code: 'mada',
    label: 'mada',
    labelAr: 'مدى',
    pgName: 'hyperpay',
    currencies: ['SAR'],
    operations: [],
    fees: { SAR: '1.00' },
    inquiryMinutes: 31,
  },
  {
    ...PLAIN,
    code: 'ottu_pg_kwd_tkn',
    label: 'Ottu PG',
    pgName: 'ottu_pg',
    currencies: ['KWD'],
    tokenizable: true,
    autoDebit: true,
    fees: { KWD: '0.250' },
    tags: ['subscriptions'],
    inquiryMinutes: 5,
  },
  {
    ...MPGS,
    code: 'authorize-card',
    label: 'Card (authorize)',
    currencies: ['KWD', 'SAR', 'USD'],
    operation: 'authorize',
    operations: ['capture', 'refund', 'void'],
    services: ['apple_pay', 'google_pay'],
    tokenizable: true,
  },
  {
    ...MPGS,
    code: 'autopay',
    label: 'Autopay',
    currencies: ['KWD', 'SAR', 'USD'],
    tokenizable: true,
    autoDebit: true,
    tags: ['subscriptions'],
  },
  {
    ...PLAIN,
    code: 'tabby',
    label: 'Tabby',
    labelAr: 'تابي',
    pgName: 'tabby',
    currencies: ['KWD', 'SAR', 'AED'],
    inquiryMinutes: 16,
  },
  {
    ...PLAIN,
    code: 'unasked-card',
    label: 'UPG',
    pgName: 'upg',
    currencies: ['KWD', 'SAR'],
    services: ['apple_pay', 'google_pay'],
    tokenizable: true,
    inquiryMinutes: 0,
  },
  {
    ...MPGS,
    code: 'live-card',
    label: 'Live Card',
    currencies: ['KWD', 'SAR', 'USD'],
    services: ['apple_pay', 'google_pay'],
    tokenizable: true,
    sandbox: false,
  },
];

const BY_CODE: ReadonlyMap<string, Gateway> = new Map(GATEWAYS.map((gateway) => [gateway.code, gateway]));

export function findGateway(code: string): Gateway | undefined {
  return BY_CODE.get(code);
}
