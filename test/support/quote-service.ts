import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { Webhook } from 'standardwebhooks';

export const QUOTE_SECRET = `whsec_${Buffer.from('the key of the sample shop.').toString('base64')}`;

export interface QuoteAsk {
  readonly currency_code: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly customer_id?: string;
  readonly language?: string;
  readonly shipping_address?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly codes?: readonly string[];
  readonly cart_id?: string;
  readonly version?: number;
}

/** What comes off and on top, amounts as strings with the digits of the currency. */
export interface Extras {
  readonly discounts?: readonly { readonly code?: string; readonly amount: string }[];
  readonly fees?: readonly { readonly code?: string; readonly amount: string }[];
  readonly shipping?: string;
  readonly tax?: string;
}

export type QuoteJson = Record<string, unknown>;

/** Takes over the answer as a whole; the answer that would have been right is given, to be bent. */
export type Failure = (response: ServerResponse, right: QuoteJson) => void;

/**
 * A shop's quote service for tests: what it charges, how long it takes and how it fails can be set at any time. It counts
 * in whole minor units of its own and shares no code with the service. Unknown products and currencies are 422.
 */
export class SampleQuoteService {
  /** By SKU, then by currency. */
  readonly prices = new Map<string, Readonly<Record<string, string>>>([
    ['TEA', { KWD: '1.250', SAR: '15.50', JPY: '610' }],
    ['DATES', { KWD: '3.750', SAR: '45.75', JPY: '1830' }],
    ['PIN', { KWD: '0.100', SAR: '0.10', JPY: '1' }],
  ]);
  /** Every request that was signed as it should be. */
  readonly asked: QuoteAsk[] = [];
  readonly received: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  extras: (ask: QuoteAsk) => Extras = () => ({});
  delayMs = 0;
  #held: Promise<void> = Promise.resolve();
  /** Until it is set to nothing again. */
  failure: Failure | undefined;

  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void this.#answer(request.headers, Buffer.concat(chunks).toString('utf8'), response));
  });

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/quotes`;
  }

  /** What the service under test is started with. */
  get variables(): { readonly CATALOG: string; readonly CATALOG_SECRET: string } {
    return { CATALOG: this.url, CATALOG_SECRET: QUOTE_SECRET };
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** From now on nobody is answered until what is returned is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.#held = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** From now on every request is answered with this status. */
  failWith(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): void {
    this.failure = (response) => void response.writeHead(status, headers).end(body);
  }

  /** From now on answers are bent by this before they leave. */
  bend(change: (right: QuoteJson) => unknown): void {
    this.failure = (response, right) => void response.writeHead(200).end(JSON.stringify(change(right)));
  }

  async #answer(headers: IncomingHttpHeaders, body: string, response: ServerResponse): Promise<void> {
    this.received.push({ headers, body });
    let ask: QuoteAsk;
    try {
      ask = new Webhook(QUOTE_SECRET).verify(body, headers as Record<string, string>) as QuoteAsk;
    } catch {
      response.writeHead(401).end();
      return;
    }
    this.asked.push(ask);
    if (this.delayMs > 0) await sleep(this.delayMs);
    await this.#held;
    const unsold = ask.items.flatMap(({ sku }, index) =>
      this.prices.get(sku)?.[ask.currency_code] === undefined ? [{ index, message: 'This is sold out.' }] : [],
    );
    if (this.failure !== undefined) this.failure(response, unsold.length > 0 ? {} : this.#quote(ask));
    else if (unsold.length > 0) sendJson(response, 422, { items: unsold });
    else sendJson(response, 200, this.#quote(ask));
  }

  #quote(ask: QuoteAsk): QuoteJson {
    const { discounts = [], fees = [], shipping, tax } = this.extras(ask);
    const lines = ask.items.map(({ sku, quantity }) => {
      const unit = this.prices.get(sku)?.[ask.currency_code] ?? '';
      const name = { en: `Sample ${sku}`, ar: `عينة ${sku}` };
      return { sku, name, quantity, unit_price: unit, line_total: text(minor(unit) * BigInt(quantity), unit) };
    });
    const pattern = lines[0]?.unit_price ?? '';
    const sum = (amounts: readonly string[]): bigint => amounts.reduce((all, amount) => all + minor(amount), 0n);
    const added = sum([
      ...lines.map((line) => line.line_total),
      ...fees.map(({ amount }) => amount),
      shipping ?? '0',
      tax ?? '0',
    ]);
    return {
      currency_code: ask.currency_code,
      lines,
      discounts: discounts.map((discount) => ({ name: { en: 'Discount', ar: 'خصم' }, ...discount })),
      fees: fees.map((fee) => ({ name: { en: 'Fee', ar: 'رسوم' }, ...fee })),
      shipping,
      tax,
      total: text(added - sum(discounts.map(({ amount }) => amount)), pattern),
    };
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function minor(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** With as many decimals as the pattern. */
function text(units: bigint, pattern: string): string {
  const decimals = pattern.split('.')[1]?.length ?? 0;
  const digits = units.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
