import { isRecord } from '../../ottu/reply-json.ts';

/**
 * M59: the members of Ottu's preload that a browser gets. Saved cards, their `delete_url` and `submit_url`, the
 * customer's details and members that Ottu adds later are not in this list, and do not leave this service.
 */
const MEMBERS = [
  'session_id',
  'type',
  'operation',
  'payment_type',
  'language',
  'amount',
  'currency_code',
  'expiration_time',
  'sdk_studio',
] as const;

const SERVICE_MEMBERS = [
  'flow',
  'code',
  'pg_code',
  'name',
  'amount',
  'currency_code',
  'fee',
  'fee_description',
  'icon',
  'country_code',
  'merchant_id',
  'merchant_name',
  'gateway',
  'gateway_merchant_id',
  'environment',
  'total_price',
  'domain',
  'shop_name',
  'session_id',
] as const;

const METHOD_MEMBERS = [
  'code',
  'name',
  'type',
  'pg',
  'amount',
  'currency_code',
  'fee',
  'fee_description',
  'icon',
  'icons',
  'pg_icons',
  'flow',
  'redirect_url',
] as const;

/** The preload as a browser may see it, or nothing when Ottu sent none. */
export function sdkSetup(preload: unknown, pgCodes: readonly string[]): Record<string, unknown> | undefined {
  if (!isRecord(preload)) return undefined;
  return {
    ...picked(preload, MEMBERS),
    payment_services: listed(preload['payment_services'], SERVICE_MEMBERS, pgCodes),
    payment_methods: offeredMethods(preload['payment_methods'], pgCodes),
  };
}

/** Ottu's payment methods as shoppers may see them: only of gateways that are offered to shoppers. */
export function offeredMethods(methods: unknown, pgCodes: readonly string[]): Record<string, unknown>[] {
  return listed(methods, METHOD_MEMBERS, pgCodes);
}

function listed(items: unknown, members: readonly string[], pgCodes: readonly string[]): Record<string, unknown>[] {
  if (!Array.isArray(items)) return [];
  return items
    .filter(isRecord)
    .filter((item) => pgCodes.includes(codeOf(item)))
    .map((item) => picked(item, members));
}

/** F2.7: Ottu names it in one of two ways. */
function codeOf(item: Readonly<Record<string, unknown>>): string {
  const code = item['code'] ?? item['pg_code'];
  return typeof code === 'string' ? code : '';
}

function picked(from: Readonly<Record<string, unknown>>, members: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(members.flatMap((name) => (name in from ? [[name, from[name]]] : [])));
}
