import type { ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

import { createSimulator } from '../../sandbox/simulator.ts';
import { challengeSettings } from '../../sandbox/storefront/challenge.ts';
import { identitySettings } from '../../sandbox/storefront/identity.ts';
import { orderSystemSettings } from '../../sandbox/storefront/order-system.ts';
import { quoteSettings } from '../../sandbox/storefront/quotes.ts';
import { startStorefront, type Storefront } from '../../sandbox/storefront/server.ts';
import { freePort } from '../support/free-port.ts';
import { serviceKeysSetting } from '../support/service-keys.ts';
import { spawnService } from '../support/service-process.ts';
import { CHROMIUM, FLAGS } from './chromium.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SCREENSHOTS = join(ROOT, 'build', 'screenshots');

export type Simulator = Awaited<ReturnType<typeof createSimulator>>;

/** Simulator, built service, shop and a browser. */
export interface World {
  readonly simulator: Simulator;
  readonly serviceUrl: string;
  readonly shopUrl: string;
  /** A new shopper: a browser profile of its own, and one tab of it. */
  shopper(options?: { readonly width?: number; readonly height?: number }): Promise<Page>;
  /** Changes a price in the shop's product file, which service and shop read. */
  setPrice(sku: string, currency: string, price: string): void;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** The shop prices by its own quote service, which knows vouchers, as in the demo; else the service reads its product file. */
  readonly quotes?: boolean;
  /** Swagger UI is served, and the shop's order system hears of payments. */
  readonly desk?: boolean;
  /** Origin of pages of the test's own, which may call the service and be come back to like the shop's. */
  readonly origin?: string;
}

export async function startWorld({ quotes = false, desk = false, origin }: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'shop-'));
  const catalogPath = join(folder, 'catalog.json');
  copyFileSync(join(ROOT, 'sandbox', 'catalog.json'), catalogPath);
  const simulator = await createSimulator();
  const [servicePort, shopPort] = [await freePort(), await freePort()];
  const serviceUrl = `http://localhost:${servicePort}`;
  const shopUrl = `http://localhost:${shopPort}`;
  const service = spawnService({
    NODE_ENV: desk ? 'development' : 'production',
    PORT: String(servicePort),
    HOST: '127.0.0.1',
    PUBLIC_URL: serviceUrl,
    OTTU_BASE_URL: simulator.url,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: simulator.apiKey,
    OTTU_WEBHOOK_KEYS: simulator.hmacKey,
    // mada takes no KWD. Until the service has read Ottu's list of gateways, which a busy machine delays, it does not know that,
    // and Ottu refuses a cart in KWD for it.
    OTTU_PG_CODES: origin === undefined ? 'credit-card,knet,mada' : 'credit-card,knet',
    ORDER_NO_PREFIX: 'DEMO-',
    DATABASE_URL: 'pglite:memory',
    ...(quotes ? quoteSettings(shopPort) : { CATALOG: `file:${catalogPath}` }),
    ...(desk ? orderSystemSettings(shopPort) : {}),
    SERVICE_KEYS: serviceKeysSetting(),
    STOREFRONT_ORIGINS: origin === undefined ? shopUrl : `${shopUrl},${origin}`,
    REDIRECT_URLS: origin === undefined ? `${shopUrl}/return` : `${shopUrl}/return,${origin}/`,
    ...identitySettings(shopPort),
    ...challengeSettings(shopPort),
    RATE_LIMIT_PER_MINUTE: '100000',
    LOG_LEVEL: 'warn',
  });
  await ready(serviceUrl, service);
  const payerOrigins = [new URL(simulator.url).origin];
  const shop = await startStorefront({ port: shopPort, host: '127.0.0.1', serviceUrl, payerOrigins, catalogPath });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return {
    simulator,
    serviceUrl,
    shopUrl,
    async shopper({ width = 1280, height = 860 } = {}) {
      const viewport = { width, height };
      const context = await browser.newContext({ viewport, baseURL: shopUrl, reducedMotion: 'reduce' });
      context.setDefaultTimeout(60_000);
      return context.newPage();
    },
    setPrice(sku, currency, price) {
      const catalog = JSON.parse(readFileSync(catalogPath, 'utf8')) as Catalog;
      const product = catalog.products.find((each) => each.sku === sku);
      if (product !== undefined) product.prices[currency] = price;
      writeFileSync(catalogPath, JSON.stringify(catalog));
    },
    close: () => close({ browser, shop, service, simulator, folder }),
  };
}

interface Catalog {
  readonly products: readonly { readonly sku: string; readonly prices: Record<string, string> }[];
}

interface Parts {
  readonly browser: Browser;
  readonly shop: Storefront;
  readonly service: ChildProcess;
  readonly simulator: Simulator;
  readonly folder: string;
}

async function close({ browser, shop, service, simulator, folder }: Parts): Promise<void> {
  await browser.close();
  await shop.close();
  const ended = new Promise((resolve) => void service.once('exit', resolve));
  service.kill('SIGTERM');
  await ended;
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
}

async function ready(url: string, service: ChildProcess): Promise<void> {
  let output = '';
  const keep = (chunk: Buffer): void => void (output += String(chunk));
  for (const stream of [service.stdout, service.stderr]) stream?.on('data', keep);
  for (let tries = 0; tries < 1200; tries += 1) {
    if (service.exitCode !== null) throw new Error(`the service ended with status ${service.exitCode}: ${output}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`the service did not become ready: ${output}`);
}

/** Another tab of the same shopper. */
export async function anotherTab(page: Page): Promise<Page> {
  const context: BrowserContext = page.context();
  return context.newPage();
}

/** Keeps what the shopper sees, for a person to look at: build/screenshots/. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
}
