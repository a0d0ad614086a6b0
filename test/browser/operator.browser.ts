import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

import { PAID, REVIEWED, setDesk } from '../../sandbox/demo/desk.ts';
import { authorization } from '../support/service-keys.ts';
import { keepScreenshot, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({ desk: true });
  await setDesk({
    service: world.serviceUrl,
    simulator: world.simulator.url,
    authorization: authorization('shop'),
  });
});
afterAll(() => world.close());

interface Answer {
  readonly status: string;
  readonly body: Members;
  readonly headers: string;
}

interface Members {
  readonly [name: string]: Members & string & readonly Members[];
}

/** The block of an operation in Swagger UI. */
function block(page: Page, operationId: string): Locator {
  return page.locator(`.opblock[id$="-${operationId}"]`);
}

/** Opens an operation, fills in what is given, leaves the rest as it stands, and presses Execute. */
async function execute(
  page: Page,
  operationId: string,
  { parameters = {}, body }: { readonly parameters?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Answer> {
  const operation = block(page, operationId);
  if ((await operation.locator('.opblock-body').count()) === 0) {
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
  }
  for (const [name, value] of Object.entries(parameters)) {
    await operation.locator(`tr[data-param-name="${name}"]`).locator('input, select').first().fill(value);
  }
  if (body !== undefined) await operation.locator('textarea').fill(body);
  const clear = operation.getByRole('button', { name: 'Clear' });
  if ((await clear.count()) > 0) await clear.click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const live = operation.locator('.live-responses-table');
  await live.locator('.response-col_status').last().waitFor();
  await operation.locator('.loading-container').waitFor({ state: 'detached' });
  const texts = await live.locator('pre.microlight, .highlight-code pre').allTextContents();
  return {
    status: (await live.locator('tbody .response-col_status').first().innerText()).trim().slice(0, 3),
    body: JSON.parse(texts[0] ?? '{}') as Members,
    headers: (await live.locator('.headerline').allTextContents()).join('\n'),
  };
}

it("an operator's afternoon: find a payment, refund it once and not twice, decide a review, send an event again", async () => {
  const page = await world.shopper({ width: 1280, height: 900 });
  await page.goto(`${world.serviceUrl}/docs`);
  await block(page, 'listPayments').waitFor();
  await keepScreenshot(page, 'operator-opened');

  // What operators do first is seen without scrolling, and nothing of others.
  const first = await page.locator('.opblock').first().boundingBox();
  expect((first?.y ?? 0) + (first?.height ?? 0)).toBeLessThan(900);
  expect(await page.locator('.opblock').first().getAttribute('id')).toContain('listPayments');
  expect(await block(page, 'buyNow').count()).toBe(0);

  await page.getByRole('button', { name: 'Authorize' }).click();
  const dialog = page.locator('.dialog-ux');
  expect(await dialog.locator('.auth-container').count()).toBe(1);
  await dialog.locator('input').fill(authorization('operator'));
  await keepScreenshot(page, 'operator-authorize');
  await dialog.getByRole('button', { name: 'Apply credentials' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();

  const found = await execute(page, 'listPayments', { parameters: { customer_email: 'SARA@example.com' } });
  expect(found.status).toBe('200');
  const [paid, reviewed] = found.body['payments'] ?? [];
  expect([paid?.['order_no'], paid?.['state']]).toEqual([PAID, 'paid']);
  expect([reviewed?.['order_no'], reviewed?.['state']]).toEqual([REVIEWED, 'needs_review']);
  await keepScreenshot(page, 'operator-found');
  const id = String(paid?.['id']);

  const timeline = await execute(page, 'getPaymentTimeline', { parameters: { id } });
  expect(timeline.body['entries']?.map(({ event }) => event)).toContain('ottu_answered');

  const refund = await execute(page, 'operateOnPayment', {
    parameters: { id },
    body: '{ "operation": "refund", "amount": "0.500", "reason": "One box arrived broken." }',
  });
  expect([refund.status, refund.body['operation']?.['state']]).toEqual(['201', 'succeeded']);
  await keepScreenshot(page, 'operator-refunded');
  const second = await execute(page, 'operateOnPayment', {
    parameters: { id, 'Idempotency-Key': 'the-second-refund' },
    body: '{ "operation": "refund", "amount": "3.500" }',
  });
  expect([second.status, second.body['code']]).toEqual(['409', 'amount_exceeds_balance']);
  expect(JSON.stringify(second.body['balance'])).toContain('3.250');
  await block(page, 'operateOnPayment').locator('.live-responses-table').scrollIntoViewIfNeeded();
  await keepScreenshot(page, 'operator-second-refund-refused');
  expect(world.simulator.ledger().filter(({ kind }) => kind === 'refund')).toHaveLength(1);

  const underReview = String(reviewed?.['id']);
  const read = await execute(page, 'getPayment', { parameters: { id: underReview } });
  const tag = /etag:\s*("[^"]+")/i.exec(read.headers)?.[1] ?? 'no ETag is shown';
  const decided = await execute(page, 'reviewPayment', { parameters: { id: underReview, 'If-Match': tag } });
  expect([decided.status, decided.body['payment']?.['state']]).toEqual(['200', 'paid']);
  await keepScreenshot(page, 'operator-decided');

  const events = await execute(page, 'listMerchantEvents');
  const again = await execute(page, 'redeliverMerchantEvent', {
    parameters: { id: String(events.body['events']?.[0]?.['id']) },
  });
  expect(again.status).toBe('202');

  const [day = ''] = String(paid?.['created_at']).split('T');
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const summary = await execute(page, 'summarizePayments', { parameters: { from: day, to: next, time_zone: 'UTC' } });
  expect([summary.status, JSON.stringify(summary.body)]).toEqual(['200', expect.stringContaining('0.500')]);
  await keepScreenshot(page, 'operator-summary');

  await page.goto(`${world.serviceUrl}/docs/problems`);
  await page.locator('#amount_exceeds_balance').scrollIntoViewIfNeeded();
  await keepScreenshot(page, 'operator-problems');
  await page.goto(`${world.serviceUrl}/docs?urls.primaryName=Merchant%20servers`);
  const charge = block(page, 'buyNow');
  await charge.locator('.opblock-summary-control').click();
  await charge.getByText('curl').first().waitFor();
  await keepScreenshot(page, 'servers-charge');
}, 240_000);
