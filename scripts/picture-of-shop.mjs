/**
 * `npm run picture`: starts the demo, fills a basket in its shop, and writes what a shopper sees to docs/pictures/shop.png,
 * the picture of README.md. The picture stays under 200 kB.
 *
 *   CHROMIUM   the browser (/usr/bin/chromium)
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { chromium } from 'playwright-core';

import { CHROMIUM, FLAGS } from '../test/browser/chromium.ts';

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, 'docs', 'pictures', 'shop.png');
const MAX_BYTES = 200_000;
/** The open basket dims the shop behind it. In the picture the two stand side by side. */
const BESIDE_THE_SHELF = `
  .drawer::backdrop { background: none }
  .drawer { box-shadow: none; border-inline-start: 1px solid #e4d9c4 }
  body { padding-inline-end: 30rem }
`;
const BASKET = ['DATES-KHALAS', 'KARAK-TEA', 'SAFFRON-1G'];

const demo = spawn(process.execPath, [join(ROOT, 'sandbox', 'demo.ts')], {
  cwd: ROOT,
  env: { ...process.env, PORT: '0', SANDBOX_PORT: '0', STOREFRONT_PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => void demo.once('exit', resolve));

try {
  const picture = await pictureOf(await addressOfShop());
  if (picture.length > MAX_BYTES) throw new Error(`The picture has ${picture.length} bytes, more than ${MAX_BYTES}.`);
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, picture);
  process.stdout.write(`${FILE}: ${picture.length} bytes\n`);
} finally {
  demo.kill('SIGTERM');
  await ended;
}

/** The demo prints it once everything has started and its story has come true. */
function addressOfShop() {
  return new Promise((resolve, reject) => {
    let printed = '';
    demo.stdout.on('data', (chunk) => {
      printed += chunk;
      const address = /A shop to click through\D*?(http:\/\/localhost:\d+)/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => reject(new Error(`The demo ended before its shop was open:\n${printed}`)));
  });
}

async function pictureOf(shopUrl) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await browser.newPage({
      viewport: { width: 1560, height: 836 },
      // README.md shows it at about half of this width.
      deviceScaleFactor: 0.8,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      bypassCSP: true,
    });
    await page.goto(shopUrl);
    for (const [index, sku] of BASKET.entries()) {
      await page.locator(`.card[data-sku="${sku}"]`).getByRole('button').click();
      await page.locator('.basket-button .count', { hasText: String(index + 1) }).waitFor();
    }
    await page.getByTestId('open-basket').click();
    await page.locator('[data-key="checkout"]').click();
    await page.getByTestId('pay-panel').getByTestId('apple_pay').waitFor();
    await page.addStyleTag({ content: BESIDE_THE_SHELF });
    await page
      .getByRole('heading', { level: 2 })
      .first()
      .evaluate((heading) => {
        scrollTo(0, scrollY + heading.getBoundingClientRect().top - 130);
      });
    await page.mouse.move(0, 0);
    return await page.screenshot({ animations: 'disabled', type: 'png' });
  } finally {
    await browser.close();
  }
}
