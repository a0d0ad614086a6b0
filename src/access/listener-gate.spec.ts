import { createServer, type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { KEY_HEADER, startHttpTestApp, testSettings, type HttpTestApp } from '../../test/support/http-test-app.ts';
import { createInternalServer } from '../http/connections.ts';
import { Listeners } from '../http/listeners.ts';
import { FromOttu, Open, Operator, ServerToServer, Storefront } from './decorators.ts';

@Controller()
class Routes {
  @Post('v1/charge')
  @ServerToServer('payments:charge')
  charge(): void {}

  @Get('v1/payments/:id')
  @Operator('payments:read')
  payment(): unknown {
    return {};
  }

  @Get('v1/cart')
  @Storefront()
  cart(): unknown {
    return {};
  }

  @Post('v1/webhooks/ottu')
  @FromOttu()
  webhook(): void {}

  @Get('metrics')
  @Open('internal')
  metrics(): unknown {
    return {};
  }

  @Get('health/live')
  @Open()
  health(): unknown {
    return {};
  }
}

const ROUTES = [
  'POST /v1/charge',
  'GET /v1/payments/1',
  'GET /metrics',
  'GET /docs',
  'GET /docs-json',
  'GET /v1/cart',
  'POST /v1/webhooks/ottu',
  'GET /health/live',
  'GET /nothing',
];

function withDocs(app: Parameters<typeof SwaggerModule.setup>[1]): void {
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, new DocumentBuilder().build()));
}

async function answered(url: string): Promise<string[]> {
  const found = [];
  for (const route of ROUTES) {
    const [method, path] = route.split(' ') as [string, string];
    const response = await fetch(url + path, { method, headers: KEY_HEADER });
    if (response.status !== 404) found.push(route);
    else expect((await response.json()) as object).toMatchObject({ code: 'not_found' });
  }
  return found;
}

describe('with an internal port', () => {
  let app: HttpTestApp;
  let internal: Server;
  let internalUrl: string;
  beforeAll(async () => {
    const internalPort = await freePort();
    const settings = testSettings();
    app = await startHttpTestApp([Routes], {
      settings: { ...settings, http: { ...settings.http, internalPort } },
      configure: withDocs,
    });
    internal = createInternalServer(app.adapter, new Listeners());
    await new Promise<void>((resolve) => internal.listen(internalPort, '127.0.0.1', resolve));
    internalUrl = `http://127.0.0.1:${internalPort}`;
  });
  afterAll(async () => {
    internal.closeAllConnections();
    internal.close();
    await app.close();
  });

  it('the public listener has shoppers, Ottu and health', async () => {
    expect(await answered(app.url)).toEqual(['GET /v1/cart', 'POST /v1/webhooks/ottu', 'GET /health/live']);
  });

  it('the internal one has servers, operators, metrics, docs and health', async () => {
    expect(await answered(internalUrl)).toEqual([
      'POST /v1/charge',
      'GET /v1/payments/1',
      'GET /metrics',
      'GET /docs',
      'GET /docs-json',
      'GET /health/live',
    ]);
  });

  it('HEAD and odd spellings of an address open nothing', async () => {
    expect((await fetch(`${app.url}/metrics`, { method: 'HEAD' })).status).toBe(404);
    expect((await fetch(`${app.url}/%6Detrics`)).status).toBe(404);
    expect((await fetch(`${internalUrl}/metrics`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${app.url}/health/live`, { method: 'HEAD' })).status).toBe(200);
  });
});

describe('without an internal port', () => {
  it('one listener has everything, and Swagger UI runs under its content security policy', async () => {
    const app = await startHttpTestApp([Routes], { configure: withDocs });
    expect(await answered(app.url)).toEqual(ROUTES.slice(0, -1));
    const page = await fetch(`${app.url}/docs`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).not.toMatch(/<script(?![^>]*src=)[^>]*>\s*\S/);
    await app.close();
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
