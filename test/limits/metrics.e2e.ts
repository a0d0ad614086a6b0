import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({}, { metricsKept: 3_600_000 });
});
afterAll(() => service.close());

async function scrape(): Promise<string> {
  const { status, text } = await request(service.url).get('/metrics');
  expect(status).toBe(200);
  return text;
}

describe('whoever may read the metrics does not set the pace of the database', () => {
  it('two scrapes at once, and one soon after them, are one read', async () => {
    const [one, other] = await Promise.all([scrape(), scrape()]);
    expect(other).toBe(one);
    // Each answer is counted itself: a new read would show it.
    expect(await scrape()).toBe(one);
  });
});
