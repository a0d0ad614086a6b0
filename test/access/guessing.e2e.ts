import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

const MAX_FAILURES = 30;
const GUESSER = '203.0.113.7';

let service: TestService;
afterEach(async () => service.close());

/** @returns the status of each try, one after the other. */
async function tries(count: number, headers: Record<string, string>, path = '/v1/payments'): Promise<number[]> {
  const statuses: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const answer = await request(service.url).get(path).set(headers);
    if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    statuses.push(answer.status);
  }
  return statuses;
}

async function metric(): Promise<string> {
  return (await request(service.url).get('/metrics')).text;
}

describe('a network that guesses service keys', () => {
  it('is told to wait, and keeps nobody waiting who has the right one', async () => {
    service = await startTestService({ TRUST_PROXY: '1' });
    const from = (address: string, key: string) => ({ 'x-forwarded-for': address, authorization: key });
    const wrong = from(GUESSER, 'Api-Key nobody.knows');
    expect(await tries(MAX_FAILURES + 2, wrong)).toEqual([...Array<number>(MAX_FAILURES).fill(401), 429, 429]);
    expect(await tries(2, from(GUESSER, authorization('operator')))).toEqual([200, 200]);
    expect(await tries(1, from('203.0.113.8', 'Api-Key nobody.knows'))).toEqual([401]);
    const text = await metric();
    expect(text).toContain('ottu_bff_credentials_refused_total{credential="service_key",slowed="false"} 31');
    expect(text).toContain('ottu_bff_credentials_refused_total{credential="service_key",slowed="true"} 2');
  });
});

describe('a network that guesses the password of the documents', () => {
  it('is told to wait before any guess is looked at; a browser that asks without one is not counted', async () => {
    service = await startTestService({
      NODE_ENV: 'production',
      TRUST_PROXY: '1',
      DOCS_USERNAME: 'docs',
      DOCS_PASSWORD: 'right-password',
    });
    const as = (password: string) => ({
      'x-forwarded-for': GUESSER,
      authorization: `Basic ${Buffer.from(`docs:${password}`).toString('base64')}`,
    });
    expect(await tries(3, { 'x-forwarded-for': GUESSER }, '/docs-json')).toEqual([401, 401, 401]);
    expect(await tries(1, as('right-password'), '/docs-json')).toEqual([200]);
    const guesses = await tries(MAX_FAILURES + 1, as('wrong'), '/docs-json');
    expect(guesses).toEqual([...Array<number>(MAX_FAILURES).fill(401), 429]);
    expect(await tries(1, as('right-password'), '/docs-json')).toEqual([429]);
    expect(await metric()).toContain('credential="docs_password",slowed="false"} 30');
  });
});
