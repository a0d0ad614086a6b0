import type { GatewayTraits } from '../../ottu/payment-methods-api.ts';
import type { FieldError } from '../../problems/problem.ts';
import type { InstrumentType } from '../request/instrument.ts';

export interface GatewayUse {
  readonly instrumentType: InstrumentType;
  readonly currencyCode: string;
  readonly autoDebit: boolean;
  readonly mode: 'sandbox' | 'live';
}

/** What Ottu's own words about a gateway deny. Silence denies nothing: only Ottu's own word refuses a charge. */
export function gatewayViolations(gateway: GatewayTraits | undefined, use: GatewayUse): FieldError[] {
  if (gateway === undefined) return [];
  const violations: string[] = [];
  if (isOfOtherMode(gateway, use.mode)) {
    violations.push(
      `is a ${gateway.isSandbox ? 'sandbox' : 'live'} gateway, and this service runs in ${use.mode} mode`,
    );
  }
  if (
    gateway.currencies !== undefined &&
    gateway.currencies.length > 0 &&
    !gateway.currencies.includes(use.currencyCode)
  ) {
    violations.push(`does not take ${use.currencyCode}`);
  }
  if (deniesInstrument(gateway, use.instrumentType)) violations.push(`does not support ${use.instrumentType}`);
  if (use.autoDebit && gateway.autoDebit === false) violations.push('does not support auto_debit');
  return violations.map((message) => ({ pointer: '/pg_codes/0', message }));
}

/** M97: money must not move in the other mode. Of a gateway whose mode Ottu has not told this says no. */
export function isOfOtherMode({ isSandbox }: Pick<GatewayTraits, 'isSandbox'>, mode: GatewayUse['mode']): boolean {
  return isSandbox !== undefined && isSandbox !== (mode === 'sandbox');
}

function deniesInstrument(gateway: GatewayTraits, type: InstrumentType): boolean {
  switch (type) {
    case 'token':
      return gateway.tokenizable === false;
    case 'apple_pay':
    case 'google_pay':
    case 'samsung_pay':
    case 'wallet':
      return gateway.paymentServices !== undefined && !gateway.paymentServices.includes(type);
  }
}
