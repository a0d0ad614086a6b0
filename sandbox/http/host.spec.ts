import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../simulator.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await createSimulator({ publicUrl: 'https://ottu.shop.example/x' });
});
afterAll(async () => simulator.close());

async function statusFor(host: string, path = '/__sandbox/requests'): Promise<number | undefined> {
  const { hostname, port } = new URL(simulator.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

describe('the simulator answers under its own names alone, so that no page elsewhere reads its books', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:4000',
    'localhost:4000',
    'LOCALHOST',
    'a.localhost',
    '[::1]:4000',
    'ottu.shop.example',
  ])('%s is one', async (host) => {
    expect(await statusFor(host)).toBe(200);
  });

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example:4000'])(
    '%s is none',
    async (host) => {
      expect(await statusFor(host)).toBe(421);
      expect(await statusFor(host, '/b/checkout/v1/pymt-txn/x')).toBe(421);
    },
  );
});

describe('the simulator shows what it was sent', () => {
  it('but of Authorization the scheme alone', async () => {
    await fetch(`${simulator.url}/b/checkout/v1/pymt-txn/x`, { headers: { authorization: 'Api-Key abc.real-secret' } });
    const shown = await (await fetch(`${simulator.url}/__sandbox/requests`)).text();
    expect(shown).toContain('Api-Key [masked]');
    expect(shown).not.toContain('real-secret');
  });
});
