import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { LIMITS } from '../../src/limits/limits-table.ts';
import type { TestService } from '../support/service.ts';
import { changeCart, createCart, newCart, setItem, startCartService, type Members } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCartService();
});
afterAll(async () => service.close());

interface Examples {
  readonly [name: string]: { readonly value: Members };
}

async function examplesOf(path: string, method: string): Promise<Members[]> {
  const { body } = await request(service.url).get('/docs-json');
  const { examples } = body.paths[path][method].requestBody.content['application/json'] as { examples: Examples };
  return Object.values(examples).map(({ value }) => value);
}

it('every documented body works as it is', async () => {
  for (const body of await examplesOf('/v1/carts', 'post')) {
    expect((await createCart(service.url, body)).status).toBe(201);
  }
  const cart = await newCart(service.url);
  for (const body of await examplesOf('/v1/carts/{id}', 'patch')) {
    expect((await changeCart(service.url, cart, body)).status).toBe(200);
  }
  for (const { quantity } of await examplesOf('/v1/carts/{id}/items/{sku}', 'put')) {
    expect((await setItem(service.url, cart, 'DATES-KHALAS', quantity)).status).toBe(200);
  }
});

describe('M95: the carts that one network makes', () => {
  it('are so many and no more, and a refused body is not counted', async () => {
    const { permits } = LIMITS.network_carts;
    for (let refused = 0; refused < 5; refused += 1) await createCart(service.url, { currency_code: 'XXX' });
    let made = 0;
    let last = await createCart(service.url);
    while (last.status === 201 && made <= permits) {
      made += 1;
      last = await createCart(service.url);
    }
    expect(last.body).toMatchObject({ status: 429, code: 'too_many_carts', outcome: 'none' });
    // What the test before has made counts too: all but the last were fine.
    expect(made).toBeGreaterThan(permits - 10);
  });
});
