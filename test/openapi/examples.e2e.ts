import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';

import { buyNow } from '../support/buy-now.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

it('every documented example of POST /v1/buy-now is charged as it is', async () => {
  const { body: document } = await request(service.url).get('/docs-json');
  const { examples } = document.paths['/v1/buy-now'].post.requestBody.content['application/json'];
  expect(Object.keys(examples).length).toBeGreaterThanOrEqual(3);
  for (const { value } of Object.values<{ value: Record<string, unknown> }>(examples)) {
    const answer = await buyNow(service.url, { body: value, key: randomUUID() });
    expect({ status: answer.status, state: answer.body.payment?.state }).toEqual({ status: 201, state: 'paid' });
  }
});
