import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { All, Controller, Delete, Get, Header, Patch, Post, Res } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { KEY_HEADER, startHttpTestApp, testSettings, type HttpTestApp } from '../../test/support/http-test-app.ts';
import { freePort } from '../../test/support/free-port.ts';
import { createInternalServer } from '../http/connections.ts';
import { Listeners } from '../http/listeners.ts';
import { Problem } from '../problems/problem.ts';
import { FromOttu, Open, Operator, ServerToServer, Storefront } from './decorators.ts';

const SHOP = 'https://shop.example';

@Controller('v1')
class Routes {
  @Get('carts/:id')
  @Storefront()
  @Header('vary', 'Accept-Encoding')
  read(): unknown {
    return {};
  }

  @Patch('carts/:cart_id')
  @Storefront()
  change(): unknown {
    throw new Problem('not_found');
  }

  @Delete('carts/:id')
  @Operator('payments:read')
  remove(): unknown {
    return {};
  }

  @Get('carts/export')
  @Operator('payments:read')
  exported(): unknown {
    return {};
  }

  @Get('carts/:id/events')
  @Storefront()
  events(@Res() reply: FastifyReply): void {
    const headers = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    reply.raw.writeHead(200, headers).end('data');
  }

  @Post('carts/:id/payments')
  @Storefront()
  pay(): unknown {
    throw new Error('a fault of ours');
  }

  @Post('buy-now')
  @ServerToServer('payments:charge')
  buy(): unknown {
    return {};
  }

  @Post('webhooks/ottu')
  @FromOttu()
  hook(): unknown {
    return {};
  }

  @Get('health')
  @Open()
  health(): unknown {
    return {};
  }

  @All('anything')
  @ServerToServer('payments:read')
  anything(): unknown {
    return {};
  }
}

function settings(internalPort?: number) {
  const all = testSettings();
  const origins = [SHOP, 'http://localhost:5173'];
  return { ...all, http: { ...all.http, internalPort }, storefront: { ...all.storefront, origins } };
}

let app: HttpTestApp;
beforeAll(async () => {
  app = await startHttpTestApp([Routes], { settings: settings() });
});
afterAll(() => app.close());

function ask(path: string, method: string, headers: Record<string, string> = { origin: SHOP }, url = app.url) {
  return fetch(`${url}${path}`, { method, headers });
}

function preflight(path: string, method: string, origin: string = SHOP, url = app.url) {
  return ask(path, 'OPTIONS', { origin, 'access-control-request-method': method }, url);
}

function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

const ALLOWED = {
  'access-control-allow-origin': SHOP,
  'access-control-expose-headers': 'Retry-After, ETag, Idempotent-Replayed, Location, X-Request-Id',
};

describe('CORS of an answer', () => {
  it('a storefront route lets a configured origin read it', async () => {
    expect(corsOf(await ask('/v1/carts/1', 'GET'))).toEqual(ALLOWED);
    expect(corsOf(await ask('/v1/carts/1', 'HEAD'))).toEqual(ALLOWED);
  });

  it('problems can be read as well: from the route, from a fault, from what is refused before the route', async () => {
    for (const [method, path, status, headers] of [
      ['PATCH', '/v1/carts/1', 404, {}],
      ['POST', '/v1/carts/1/payments', 500, {}],
      ['GET', '/v1/carts/1?payment_instrument=1', 403, {}],
    ] as const) {
      const answer = await ask(path, method, { origin: SHOP, ...headers });
      expect([answer.status, corsOf(answer)]).toEqual([status, ALLOWED]);
    }
    const large = await fetch(`${app.url}/v1/carts/1/payments`, {
      method: 'POST',
      headers: { origin: SHOP, 'content-type': 'application/json' },
      body: 'x'.repeat(300 * 1024),
    });
    expect([large.status, corsOf(large)]).toEqual([413, ALLOWED]);
  });

  it('a stream that is written by hand finds them among the headers of its reply', async () => {
    const answer = await ask('/v1/carts/1/events', 'GET');
    expect([await answer.text(), corsOf(answer), answer.headers.get('vary')]).toEqual(['data', ALLOWED, 'Origin']);
  });

  it('what is refused before anything else, as while the service shuts down, can be read', async () => {
    const closing = await startHttpTestApp([Routes], {
      settings: settings(),
      configure: (nest) => {
        const fastify = nest.getHttpAdapter().getInstance() as FastifyInstance;
        fastify.addHook('onRequest', async () => {
          throw new Problem('shutting_down');
        });
      },
    });
    const answer = await ask('/v1/carts/1', 'GET', { origin: SHOP }, closing.url);
    expect([answer.status, corsOf(answer), answer.headers.get('vary')]).toEqual([503, ALLOWED, 'Origin']);
    await closing.close();
  });

  it('says that it depends on the origin, whoever asks, and keeps what else it depends on', async () => {
    for (const headers of [{ origin: SHOP }, { origin: 'https://evil.example' }, {}]) {
      expect((await ask('/v1/carts/1', 'GET', headers)).headers.get('vary')).toBe('Accept-Encoding, Origin');
      expect((await ask('/v1/carts/1', 'PATCH', headers)).headers.get('vary')).toBe('Origin');
    }
  });

  it.each([
    'https://evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://shop.example.evil.example',
    'https://a.shop.example',
    'https://shop.example/',
    'HTTPS://SHOP.EXAMPLE',
    'http://localhost:5174',
    'null',
    '*',
    '',
    `${SHOP}, https://evil.example`,
  ])('the origin %j is not on the list and may read nothing', async (origin) => {
    const answer = await ask('/v1/carts/1', 'GET', { origin });
    expect([answer.status, corsOf(answer)]).toEqual([200, {}]);
    expect(corsOf(await preflight('/v1/carts/1', 'GET', origin))).toEqual({});
  });

  it('never allows every origin, nor credentials', async () => {
    for (const answer of [await ask('/v1/carts/1', 'GET'), await preflight('/v1/carts/1', 'PATCH')]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(SHOP);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it.each([
    ['GET', '/v1/health'],
    ['GET', '/v1/carts/export'],
    ['DELETE', '/v1/carts/1'],
    ['POST', '/v1/buy-now'],
    ['POST', '/v1/webhooks/ottu'],
    ['GET', '/v1/nothing'],
    ['GET', '/v1/carts/1/nothing'],
    ['PUT', '/v1/carts/1'],
  ])('%s %s is for no browser of a shop', async (method, path) => {
    for (const headers of [{ origin: SHOP }, { origin: SHOP, ...KEY_HEADER }]) {
      expect(corsOf(await ask(path, method, headers))).toEqual({});
    }
  });
});

describe('a preflight', () => {
  it('allows the methods of storefronts on that route, the headers of the design, and is kept for a while', async () => {
    const answer = await preflight('/v1/carts/1', 'PATCH');
    expect([answer.status, await answer.text(), answer.headers.get('vary')]).toEqual([204, '', 'Origin']);
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': SHOP,
      'access-control-allow-methods': 'PATCH, GET',
      'access-control-allow-headers':
        'Content-Type, Cart-Token, Idempotency-Key, If-Match, If-None-Match, Authorization, Last-Event-ID, traceparent, tracestate',
      'access-control-max-age': '600',
    });
  });

  it.each([
    ['DELETE', '/v1/carts/1'],
    ['PUT', '/v1/carts/1'],
    ['GET', '/v1/carts/1/payments'],
    ['GET', '/v1/carts/export'],
    ['PATCH', '/v1/carts/export'],
    ['POST', '/v1/buy-now'],
    ['POST', '/v1/webhooks/ottu'],
    ['GET', '/v1/health'],
    ['POST', '/v1/anything'],
    ['GET', '/v1/nothing'],
    ['OPTIONS', '/v1/carts/1'],
    ['get', '/v1/carts/1'],
    ['', '/v1/carts/1'],
  ])('for %s %s gets no CORS header', async (method, path) => {
    const answer = await preflight(path, method);
    expect(corsOf(answer)).toEqual({});
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('is a plain 404 where it is none', async () => {
    const answer = await ask('/v1/carts/1', 'OPTIONS');
    expect([answer.status, corsOf(answer)]).toEqual([404, {}]);
  });
});

describe('with an internal port', () => {
  it('CORS is on the public listener only, like the routes that it is for', async () => {
    const port = await freePort();
    const both = await startHttpTestApp([Routes], { settings: settings(port) });
    const internal = createInternalServer(both.adapter as FastifyAdapter, new Listeners()).listen(port, '127.0.0.1');
    await new Promise((resolve) => internal.once('listening', resolve));
    const inside = `http://127.0.0.1:${port}`;
    try {
      expect(corsOf(await ask('/v1/carts/1', 'GET', { origin: SHOP }, both.url))).toEqual(ALLOWED);
      expect((await preflight('/v1/carts/1', 'GET', SHOP, both.url)).status).toBe(204);
      for (const answer of [
        await ask('/v1/carts/1', 'GET', { origin: SHOP }, inside),
        await preflight('/v1/carts/1', 'GET', SHOP, inside),
        await preflight('/v1/buy-now', 'POST', SHOP, inside),
        await preflight('/v1/buy-now', 'POST', SHOP, both.url),
      ]) {
        expect([answer.status, corsOf(answer)]).toEqual([404, {}]);
      }
    } finally {
      internal.close();
      await both.close();
    }
  });
});

describe('without STOREFRONT_ORIGINS', () => {
  it('no origin is allowed', async () => {
    const none = await startHttpTestApp([Routes]);
    expect(corsOf(await ask('/v1/carts/1', 'GET', { origin: SHOP }, none.url))).toEqual({});
    expect(corsOf(await preflight('/v1/carts/1', 'GET', SHOP, none.url))).toEqual({});
    await none.close();
  });
});
