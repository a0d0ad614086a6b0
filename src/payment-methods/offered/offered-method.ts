import { isRecord } from '../../ottu/reply-json.ts';
import type { OfferedMethod, OfferedService } from './offered-methods.response.ts';

/**
 * What shoppers may see of the gateways that Ottu lists (F7): those of `OTTU_PG_CODES` only, in the order given there,
 * none that runs in the other mode (M97), and of each an allow-list of members.
 */
export function offeredMethods(
  listed: readonly unknown[],
  offered: { readonly pgCodes: readonly string[]; readonly mode: 'sandbox' | 'live' },
): OfferedMethod[] {
  const byCode = new Map(listed.filter(isRecord).map((method) => [method['code'], method]));
  return offered.pgCodes.flatMap((code) => {
    const method = byCode.get(code);
    if (method === undefined || isInOtherMode(method, offered.mode)) return [];
    return [shown(code, method)];
  });
}

function isInOtherMode({ is_sandbox: sandbox }: Record<string, unknown>, mode: 'sandbox' | 'live'): boolean {
  return typeof sandbox === 'boolean' && sandbox !== (mode === 'sandbox');
}

function shown(code: string, method: Record<string, unknown>): OfferedMethod {
  const text = (name: string): string | undefined => textOf(method[name]);
  const logo = text('logo');
  const currency = text('default_currency');
  return {
    code,
    name: text('name') ?? code,
    ...(logo === undefined ? {} : { logo }),
    ...(currency === undefined ? {} : { default_currency: currency }),
    accepted_currencies: listOf(method['accepted_currencies']).flatMap((item) => textOf(item) ?? []),
    payment_services: listOf(method['payment_services']).flatMap(serviceOf),
  };
}

/** OA has objects with a code, a guide's sample has plain texts. */
function serviceOf(service: unknown): OfferedService[] {
  if (typeof service === 'string') return [{ code: service }];
  const code = isRecord(service) ? textOf(service['code']) : undefined;
  if (!isRecord(service) || code === undefined) return [];
  const name = textOf(service['name']);
  const nameAr = textOf(service['name_ar']);
  return [{ code, ...(name === undefined ? {} : { name }), ...(nameAr === undefined ? {} : { name_ar: nameAr }) }];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
