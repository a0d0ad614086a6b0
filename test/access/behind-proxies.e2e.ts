import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';

import { cartCall, getCart, newCart } from '../carts/support.ts';
import { startCheckoutService } from '../checkout/support.ts';
import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE, sentBodies } from '../support/ottu.ts';
import { describeBehindNginx, startNginx, type Nginx } from '../support/nginx.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let nginx: Nginx;

describeBehindNginx('a proxy that compresses, and makes tags weak by it', () => {
  beforeAll(async () => {
    service = await startCheckoutService();
    nginx = await startNginx(
      `gzip on; gzip_types application/json; gzip_min_length 1; gzip_proxied any;
      location / { proxy_pass ${service.url}; proxy_http_version 1.1; }`,
    );
  });
  afterAll(async () => {
    await nginx.close();
    await service.close();
  });

  const compressed = { 'accept-encoding': 'gzip' };

  it('changes nothing: what it made of the tag is still the version that the shopper has seen', async () => {
    const cart = await newCart(nginx.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
    await request(nginx.url).post(`/v1/carts/${cart.id}/checkout`).set('cart-token', cart.token);
    const read = await getCart(nginx.url, cart, compressed);
    expect(read.headers).toMatchObject({ 'content-encoding': 'gzip', etag: 'W/"v1"' });
    expect(read.headers['cache-control']).toContain('no-transform');
    const tag = { 'if-match': read.headers['etag'] as string };
    const known = await getCart(nginx.url, cart, { 'if-none-match': 'W/"v1"' });
    expect(known.status).toBe(304);
    const frozen = await request(nginx.url).post(`/v1/carts/${cart.id}/freeze`).set('cart-token', cart.token).set(tag);
    expect(frozen.status).toBe(200);
    await request(nginx.url).post(`/v1/carts/${cart.id}/unfreeze`).set('cart-token', cart.token);
    const paid = await request(nginx.url)
      .post(`/v1/carts/${cart.id}/payments`)
      .set({ 'cart-token': cart.token, 'idempotency-key': 'gzip-1', ...tag })
      .send({ wallet: 'apple_pay', payload: APPLE_PAY.payload });
    expect([paid.status, paid.body.payment.status]).toEqual([201, 'paid']);
  });
});

describeBehindNginx('a path in PUBLIC_URL', () => {
  afterEach(async () => {
    await nginx.close();
    await service.close();
  });

  it.each([
    ['passes it on', ''],
    ['takes it away', '/'],
  ])('is in every address that leaves, where the proxy %s', async (_how, path) => {
    service = await startTestService({ PUBLIC_URL: 'https://shop.example/pay/', RATE_LIMIT_PER_MINUTE: '100000' });
    nginx = await startNginx(`location /pay/ { proxy_pass ${service.url}${path}; }`);
    const outside = `${nginx.url}/pay`;

    const bought = await buyNow(outside, { body: buyNowBody({ order_no: 'PREFIX-1' }) });
    expect(bought.status).toBe(201);
    const { id } = bought.body.payment;
    const self = `/pay/v1/payments/${id}`;
    expect(bought.body.links).toEqual({ self, timeline: `${self}/timeline` });
    expect(bought.headers['location']).toBe(self);
    const read = await request(nginx.url).get(self).set('authorization', authorization('operator'));
    expect(read.body.links.self).toBe(self);
    const taken = await buyNow(outside, { body: buyNowBody({ order_no: 'PREFIX-1' }) });
    expect(taken.body).toMatchObject({ code: 'order_no_taken', payment: { self } });
    expect(sentBodies(service, CREATE)[0]).toMatchObject({ webhook_url: 'https://shop.example/pay/v1/webhooks/ottu' });

    const cart = await newCart(outside);
    expect((await cartCall(outside, cart, 'get')).status).toBe(200);
    const made = await request(outside).post('/v1/carts').send({ currency_code: 'KWD' });
    expect(made.headers['location']).toBe(`/pay/v1/carts/${made.body.cart.id}`);

    const document = await request(outside).get('/docs-json');
    expect(document.body.servers).toEqual([{ url: '/pay', description: 'This service' }]);
    const page = await request(outside).get('/docs');
    expect(page.status).toBe(200);
    const script = /src="([^"]*swagger-ui-init\.js)"/.exec(page.text)?.[1] ?? 'none';
    const asset = await fetch(new URL(script, `${outside}/docs`));
    expect(asset.status).toBe(200);
  });
});
