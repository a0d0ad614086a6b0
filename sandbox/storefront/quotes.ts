import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';

import { Webhook } from 'standardwebhooks';

/** Where this service asks what a cart costs, on the shop's own server. */
export const QUOTES = '/quotes';
/** Of this demo alone, as everything that is simulated. */
const SECRET = `whsec_${Buffer.from('marsa-simulated-quote-service').toString('base64')}`;
/** A cart has at most 100 lines. */
const LONGEST_REQUEST = 262_144;

/** What the shop's vouchers are good for. Shoppers write them as they like, so capitals do not matter. */
const VOUCHERS: ReadonlyMap<string, { readonly percent: bigint; readonly name: Readonly<Record<string, string>> }> =
  new Map([['MARSA10', { percent: 10n, name: { en: 'Voucher MARSA10: 10 % off', ar: 'قسيمة MARSA10: خصم ١٠٪' } }]]);

interface Asked {
  readonly currency_code: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly codes?: readonly string[];
}

interface Product {
  readonly sku: string;
  readonly name: Readonly<Record<string, string>>;
  readonly prices: Readonly<Record<string, string>>;
}

export interface Quoted {
  readonly status: number;
  readonly body: unknown;
}

/**
 * SIMULATED: the shop's own quote service. It prices by the product file, and takes off what vouchers are good for; one that
 * it does not know is left out, each counts once.
 */
export async function quote(request: IncomingMessage, catalogPath: string): Promise<Quoted> {
  let asked: Asked;
  try {
    asked = new Webhook(SECRET).verify(await textOf(request), request.headers as Record<string, string>) as Asked;
  } catch {
    return { status: 401, body: {} };
  }
  const { products } = JSON.parse(await readFile(catalogPath, 'utf8')) as { readonly products: readonly Product[] };
  const { currency_code: currency, items, codes = [] } = asked;
  const found = items.map(({ sku, quantity }) => ({ quantity, product: products.find((each) => each.sku === sku) }));
  const unsold = found.flatMap(({ product }, index) =>
    product?.prices[currency] === undefined ? [{ index, message: 'This is not sold here.' }] : [],
  );
  if (unsold.length > 0) return { status: 422, body: { items: unsold } };

  const lines = found.map(({ product, quantity }) => {
    const unit = product?.prices[currency] ?? '';
    const total = textLike(unit, minorUnits(unit) * BigInt(quantity));
    return { sku: product?.sku, name: product?.name, quantity, unit_price: unit, line_total: total };
  });
  const goods = lines.reduce((sum, { line_total: total }) => sum + minorUnits(total), 0n);
  const pattern = lines[0]?.unit_price ?? '';
  const taken = [...new Set(codes.map((code) => code.trim().toUpperCase()))].flatMap((code) => {
    const voucher = VOUCHERS.get(code);
    return voucher === undefined ? [] : [{ code, name: voucher.name, units: (goods * voucher.percent) / 100n }];
  });
  const total = taken.reduce((left, { units }) => left - units, goods);
  const discounts = taken.map(({ units, ...discount }) => ({ ...discount, amount: textLike(pattern, units) }));
  return { status: 200, body: { currency_code: currency, lines, discounts, total: textLike(pattern, total) } };
}

/** What the service has to be told of it, as the shop's server with this port serves it. */
export function quoteSettings(port: number): Readonly<Record<'CATALOG' | 'CATALOG_SECRET', string>> {
  return { CATALOG: `http://127.0.0.1:${port}${QUOTES}`, CATALOG_SECRET: SECRET };
}

/** @throws Error for one that broke off, or is longer than any that is meant for this. */
async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) {
    text += String(piece);
    if (text.length > LONGEST_REQUEST) throw new Error('too long');
  }
  return text;
}

function minorUnits(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** With as many decimals as the pattern. */
function textLike(pattern: string, units: bigint): string {
  const decimals = pattern.split('.')[1]?.length ?? 0;
  const digits = String(units).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
