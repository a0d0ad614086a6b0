import type { Durations } from '../../config/durations.ts';

/**
 * When Ottu itself first asks a gateway what became of a payment (F9.1). `none`: it cannot be asked. `unknown`: Ottu's
 * table has no number.
 */
export type GatewayInquiry = { readonly minutes: number } | 'none' | 'unknown';

/** F9.1, by Ottu's name of the gateway. A gateway that is not here is as unknown as those that are listed so. */
const MINUTES: Readonly<Record<string, number>> = {
  enet: 3,
  amazon_pay: 6,
  benefit: 8,
  benefit_pay: 8,
  checkoutcom: 8,
  deema: 8,
  fawry: 8,
  fss: 8,
  kpay: 8,
  myfatoorah: 8,
  ni: 8,
  omannet: 8,
  rajhi: 8,
  stc_pay: 8,
  tamara: 8,
  hesabe: 10,
  nbo: 10,
  mpgs: 11,
  abapayway: 12,
  payu_india: 15,
  smart_pay: 16,
  sohar: 16,
  tabby: 16,
  qpay: 20,
  tap: 20,
  beyon_money: 28,
  skipcash: 30,
  taly: 30,
  hyperpay: 31,
  payon: 31,
  doku: 60,
};

const NEVER: ReadonlySet<string> = new Set(['bambora', 'ccavenues', 'paypal', 'upg']);

export function gatewayInquiry(name: string | undefined): GatewayInquiry {
  const known = name?.toLowerCase() ?? '';
  if (NEVER.has(known)) return 'none';
  const minutes = Object.hasOwn(MINUTES, known) ? MINUTES[known] : undefined;
  return minutes === undefined ? 'unknown' : { minutes };
}

/** Of several that a payer may have used the slowest counts; one that is unknown makes all of them unknown. */
export function slowestOf(gateways: readonly GatewayInquiry[]): GatewayInquiry {
  if (gateways.length === 0 || gateways.includes('unknown')) return 'unknown';
  const minutes = gateways.flatMap((gateway) => (typeof gateway === 'object' ? [gateway.minutes] : []));
  return minutes.length === 0 ? 'none' : { minutes: Math.max(...minutes) };
}

/** How long Ottu takes to ask the gateway by itself. Milliseconds. */
export function inquiryTime(gateway: GatewayInquiry, durations: Durations): number {
  if (gateway === 'none') return 0;
  return gateway === 'unknown' ? durations.unknownGatewayInquiry : gateway.minutes * durations.ottuMinute;
}

/** M23: how long after its start an attempt may be ended by an inquiry; never where the gateway cannot be asked. */
export function endableAfter(gateway: GatewayInquiry, durations: Durations): number | undefined {
  if (gateway === 'none') return undefined;
  return gateway === 'unknown'
    ? durations.unknownGatewayInquiry
    : inquiryTime(gateway, durations) + durations.inquiryGrace;
}
