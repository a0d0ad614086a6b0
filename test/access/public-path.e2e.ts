import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { newCart } from '../carts/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE, sentBodies } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

afterEach(async () => service.close());

/** Every path by which a proxy may pass on what the outside calls `PREFIX/…`: as it came, or with the prefix taken away. */
const HOW = [
  ['passes the prefix on', (prefix: string) => prefix],
  ['takes the prefix away', () => ''],
] as const;

describe.each(['/pay', '/v1', '/api/v1', '/docs', '/v1/health'])('PUBLIC_URL with the path %s', (prefix) => {
  it.each(HOW)('has it once in every address, behind a proxy that %s', async (_how, passed) => {
    service = await startTestService({ PUBLIC_URL: `https://shop.example${prefix}`, RATE_LIMIT_PER_MINUTE: '100000' });
    const base = service.url + passed(prefix);

    const bought = await buyNow(base, { body: buyNowBody({ order_no: 'PREFIX-1' }) });
    expect(bought.status).toBe(201);
    const self = `${prefix}/v1/payments/${bought.body.payment.id}`;
    expect([bought.headers['location'], bought.body.links.self]).toEqual([self, self]);
    const read = await request(service.url + passed(prefix))
      .get(self.slice(prefix.length))
      .set('authorization', authorization('operator'));
    expect([read.status, read.body.links.self]).toEqual([200, self]);
    const again = await buyNow(base, { body: buyNowBody({ order_no: 'PREFIX-1' }) });
    expect(again.body).toMatchObject({ code: 'order_no_taken', payment: { self } });
    expect(sentBodies(service, CREATE)[0]).toMatchObject({
      webhook_url: `https://shop.example${prefix}/v1/webhooks/ottu`,
    });
    const made = await request(base).post('/v1/carts').send({ currency_code: 'KWD' });
    expect(made.headers['location']).toBe(`${prefix}/v1/carts/${made.body.cart.id}`);
    await newCart(base);
    expect((await request(base).get('/health/ready')).status).toBe(200);
    const document = await request(base).get('/docs-json');
    expect(document.body.servers).toEqual([{ url: prefix, description: 'This service' }]);
  });

  it.each(HOW)(
    'shows the documentation with and without a slash at its end, behind a proxy that %s',
    async (_how, passed) => {
      service = await startTestService({ PUBLIC_URL: `https://shop.example${prefix}` });
      for (const address of ['/docs', '/docs/']) {
        const page = await request(service.url + passed(prefix)).get(address);
        expect([address, page.status]).toEqual([address, 200]);
        // As a browser reads them: from the address outside, which the proxy then makes its own of.
        const assets = [...page.text.matchAll(/(?:src|href)="([^"]+\.(?:js|css|png))"/g)].map(([, link = '']) => link);
        expect(assets.length).toBeGreaterThan(3);
        for (const link of assets) {
          const outside = new URL(link, `https://shop.example${prefix}${address}`).pathname;
          expect(outside.startsWith(`${prefix}/docs`)).toBe(true);
          const asset = await fetch(service.url + passed(prefix) + outside.slice(prefix.length));
          await asset.body?.cancel();
          expect([address, link, asset.status]).toEqual([address, link, 200]);
        }
        const { text } = await request(`${service.url}${passed(prefix)}/docs`).get('/swagger-ui-init.js');
        const documents = [...text.matchAll(/"url": "([^"]+)"/g)].map(([, link = '']) => link);
        expect(documents).toHaveLength(4);
        for (const link of [...documents, `${prefix}/docs/problems`]) {
          expect(link.startsWith(`${prefix}/docs`)).toBe(true);
          const { status } = await request(service.url + passed(prefix)).get(link.slice(prefix.length));
          expect([link, status]).toEqual([link, 200]);
        }
      }
    },
  );
});
