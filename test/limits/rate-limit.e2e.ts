import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';

import { FromOttu, Open, Operator, ServerToServer, Storefront } from '../../src/access/decorators.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import type { HttpSettings } from '../../src/config/settings.ts';
import { LimitsModule } from '../../src/limits/limits.module.ts';
import { ShopperNetwork } from '../../src/http/network.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { KEY_HEADER, startHttpTestApp, testSettings, type HttpTestApp } from '../support/http-test-app.ts';

const LIMIT = 3;
const SHOP = 'https://shop.example';

@Controller('v1')
class Routes {
  @Get('carts/:id')
  @Storefront()
  read(@ShopperNetwork() network: string): unknown {
    return { network };
  }

  @Post('carts/:id/payments')
  @Storefront()
  pay(): unknown {
    return {};
  }

  @Post('charge')
  @ServerToServer('payments:charge')
  charge(): unknown {
    return {};
  }

  @Get('payments/:id')
  @Operator('payments:read')
  payment(): unknown {
    return {};
  }

  @Post('webhooks/ottu')
  @FromOttu()
  webhook(): unknown {
    return {};
  }

  @Get('health')
  @Open()
  health(): unknown {
    return {};
  }
}

let direct: HttpTestApp;
let behindProxy: HttpTestApp;
beforeAll(async () => {
  [direct, behindProxy] = [await start(false), await start(1)];
});
afterAll(async () => {
  await direct.close();
  await behindProxy.close();
});

async function start(trustProxy: HttpSettings['trustProxy']): Promise<HttpTestApp> {
  const settings = testSettings();
  const { database } = readSettings({
    OTTU_BASE_URL: 'http://127.0.0.1:9',
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: 'k',
    OTTU_WEBHOOK_KEYS: 'k',
    DATABASE_URL: await freshDatabaseUrl(),
  });
  return startHttpTestApp([Routes], {
    settings: {
      ...settings,
      database,
      http: { ...settings.http, trustProxy },
      storefront: { ...settings.storefront, rateLimitPerMinute: LIMIT, origins: [SHOP] },
    },
    modules: [LimitsModule],
  });
}

type Headers = Readonly<Record<string, string>>;

async function statuses(times: number, path: string, method = 'GET', headers: Headers = {}, at = behindProxy) {
  const all: number[] = [];
  for (let number = 0; number < times; number += 1) {
    all.push((await fetch(`${at.url}${path}`, { method, headers })).status);
  }
  return all;
}

const from = (address: string): Headers => ({ 'x-forwarded-for': address });

describe('requests to storefront routes', () => {
  it('are limited per address and route; the refusal says when to come back, and browsers can read it', async () => {
    const caller = from('203.0.113.1');
    expect(await statuses(LIMIT, '/v1/carts/1', 'GET', caller)).toEqual([200, 200, 200]);
    const answer = await fetch(`${behindProxy.url}/v1/carts/2`, { headers: { ...caller, origin: SHOP } });
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ code: 'rate_limited', outcome: 'none' });
    expect(answer.headers.get('access-control-allow-origin')).toBe(SHOP);
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(60);
    // Another route has a count of its own; HEAD has not.
    expect(await statuses(LIMIT + 1, '/v1/carts/1/payments', 'POST', caller)).toEqual([201, 201, 201, 429]);
    expect(await statuses(1, '/v1/carts/1', 'HEAD', caller)).toEqual([429]);
  });

  it('preflights are not counted, nor are they limited', async () => {
    const asked = { ...from('203.0.113.2'), origin: SHOP, 'access-control-request-method': 'GET' };
    expect(new Set(await statuses(LIMIT * 3, '/v1/carts/1', 'OPTIONS', asked))).toEqual(new Set([204]));
    expect(await statuses(1, '/v1/carts/1', 'GET', from('203.0.113.2'))).toEqual([200]);
  });

  it('behind a trusted proxy each caller has his own limit, and a /64 is one caller', async () => {
    const ask = (address: string, times = 1) => statuses(times, '/v1/carts/1', 'GET', from(address));
    expect(await ask('203.0.113.3', LIMIT + 1)).toEqual([200, 200, 200, 429]);
    expect(await ask('203.0.113.4')).toEqual([200]);
    expect(await ask('2001:db8:1:2::1', LIMIT)).toEqual([200, 200, 200]);
    expect(await ask('2001:db8:1:2:ffff::9')).toEqual([429]);
    expect(await ask('2001:db8:1:3::1')).toEqual([200]);
    const seen = await fetch(`${behindProxy.url}/v1/carts/1`, { headers: from('::ffff:203.0.113.5') });
    expect(await seen.json()).toEqual({ network: '203.0.113.5' });
  });

  it('a caller who invents addresses, without a proxy that is trusted, is still one address', async () => {
    const all: number[] = [];
    for (let number = 0; number <= LIMIT; number += 1) {
      all.push(...(await statuses(1, '/v1/carts/1', 'GET', from(`203.0.113.${number}`), direct)));
    }
    expect(all).toEqual([200, 200, 200, 429]);
  });
});

describe('M96: requests to other routes', () => {
  it.each<[string, string, Headers, number]>([
    ['POST', '/v1/webhooks/ottu', {}, 201],
    ['POST', '/v1/charge', KEY_HEADER, 201],
    ['GET', '/v1/payments/1', KEY_HEADER, 200],
    ['GET', '/v1/health', {}, 200],
  ])('%s %s are never limited', async (method, path, headers, status) => {
    expect(new Set(await statuses(LIMIT * 4, path, method, headers, direct))).toEqual(new Set([status]));
  });
});
