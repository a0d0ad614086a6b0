import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import {
  KEY_HEADER,
  startHttpTestApp,
  TEST_KEYS,
  testSettings,
  type HttpTestApp,
} from '../../test/support/http-test-app.ts';
import { Metrics } from '../observability/metrics.ts';
import { Caller } from './caller.ts';
import {
  CarriesWalletPayload,
  FromOttu,
  MovesMoney,
  Open,
  Operator,
  ServerToServer,
  Storefront,
} from './decorators.ts';
import { RouteTable } from './route-table.ts';

@Controller('v1')
class Routes {
  @Post('charge')
  @ServerToServer('payments:charge')
  @MovesMoney()
  charge(@Caller() caller: Caller): unknown {
    return caller;
  }

  @Get('payments/:id')
  @Operator('payments:read')
  payment(@Caller() caller: Caller): unknown {
    return { name: caller.name };
  }

  @Post('carts')
  @Storefront()
  @CarriesWalletPayload()
  cart(): unknown {
    return { ok: true };
  }

  @Get('carts')
  @Storefront()
  readCart(): unknown {
    return { ok: true };
  }

  @Post('webhooks/ottu')
  @FromOttu()
  webhook(): unknown {
    return { ok: true };
  }

  @Get('health')
  @Open()
  health(): unknown {
    return { ok: true };
  }
}

let app: HttpTestApp;
beforeAll(async () => {
  app = await startHttpTestApp([Routes]);
});
afterAll(() => app.close());

type Answer = { status: number; body: Record<string, unknown>; headers: Headers };

async function call(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${app.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
}

/** Node's http client, where every header is under control. */
function raw(
  path: string,
  headers: Record<string, string | string[]>,
  method = 'POST',
  body?: string | Buffer,
): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port: app.port, host: '127.0.0.1', path, method, headers },
      (response: IncomingMessage) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

describe('service keys', () => {
  it('lets a right key with the scope through and tells the route who calls', async () => {
    const { status, body } = await call('/v1/charge', { method: 'POST', headers: KEY_HEADER });
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'shop', keyId: TEST_KEYS.all.settings.id });
  });

  it('accepts several live keys of one caller, and the scheme in any case', async () => {
    const { body } = await call('/v1/charge', {
      method: 'POST',
      headers: { authorization: `API-KEY ${TEST_KEYS.rotated.key}` },
    });
    expect(body).toMatchObject({ name: 'shop', keyId: TEST_KEYS.rotated.settings.id });
  });

  it.each([
    ['without a key', {}, 401, 'service_key_missing'],
    ['with another scheme', { authorization: 'Bearer abc' }, 401, 'service_key_missing'],
    ['with an unknown id', { authorization: 'Api-Key nobody.secret' }, 401, 'service_key_invalid'],
    [
      'with a wrong secret',
      { authorization: `Api-Key ${TEST_KEYS.all.settings.id}.wrong` },
      401,
      'service_key_invalid',
    ],
    ['with no secret', { authorization: `Api-Key ${TEST_KEYS.all.settings.id}` }, 401, 'service_key_invalid'],
    ['with an expired key', { authorization: `Api-Key ${TEST_KEYS.expired.key}` }, 401, 'service_key_expired'],
    [
      'with a wrong secret of an expired key',
      { authorization: `Api-Key ${TEST_KEYS.expired.settings.id}.x` },
      401,
      'service_key_invalid',
    ],
    ['without the scope', { authorization: `Api-Key ${TEST_KEYS.none.key}` }, 403, 'scope_missing'],
  ] as const)('refuses a request %s', async (_name, headers, status, code) => {
    const answer = await call('/v1/charge', { method: 'POST', headers });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ code, outcome: 'none' });
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Api-Key/);
  });

  it('refuses two Authorization headers, of which proxies could each see another', async () => {
    const wrong = { authorization: [KEY_HEADER.authorization, KEY_HEADER.authorization], host: 'x' };
    expect((await raw('/v1/charge', wrong)).body['code']).toBe('service_key_invalid');
  });

  it('refuses a key before it parses the body', async () => {
    const { body } = await call('/v1/charge', {
      method: 'POST',
      body: '{broken',
      headers: { 'content-type': 'application/json' },
    });
    expect(body['code']).toBe('service_key_missing');
  });
});

describe('browser marks', () => {
  it.each([
    '',
    'AWSALB=a; AWSALBCORS=b',
    '__cf_bm=x;_cfuvid=y',
    'GCLB=1',
    'ARRAffinity=2',
    'INGRESSCOOKIE=3',
    'route=4',
  ])('a cookie of a balancer is none: %j', async (cookie) => {
    expect((await raw('/v1/charge', { ...KEY_HEADER, cookie })).status).toBe(201);
  });

  it.each(['sid=1', 'AWSALB=a; sid=1', 'AWSALB', 'awsalb=a', 'route2=1', '=1'])('any other is: %j', async (cookie) => {
    expect((await raw('/v1/charge', { ...KEY_HEADER, cookie })).status).toBe(403);
  });

  it.each(['origin', 'sec-fetch-site', 'sec-fetch-dest', 'sec-fetch-user'])(
    'promise 2: a server route refuses the header %s, even empty and with a right key',
    async (header) => {
      for (const value of ['', 'https://shop.example']) {
        const { status, body } = await raw('/v1/charge', { ...KEY_HEADER, [header]: value });
        expect([status, body['code'], body['outcome']]).toEqual([403, 'server_to_server_only', 'none']);
      }
    },
  );

  it('looks for them before it looks at the key', async () => {
    expect((await raw('/v1/charge', { origin: 'x', authorization: 'Api-Key a.b' })).body['code']).toBe(
      'server_to_server_only',
    );
  });

  it('Sec-Fetch-Mode alone is no mark: Node fetch sends it', async () => {
    expect((await raw('/v1/charge', { ...KEY_HEADER, 'sec-fetch-mode': 'cors' })).status).toBe(201);
    expect((await fetch(`${app.url}/v1/charge`, { method: 'POST', headers: KEY_HEADER })).status).toBe(201);
  });

  it('an operator route lets its own origin in and no other', async () => {
    const ask = (origin: string) => raw('/v1/payments/1', { ...KEY_HEADER, origin, cookie: 'a=b' }, 'GET');
    expect((await ask(app.url)).status).toBe(200);
    expect((await ask(testSettings().http.publicUrl)).status).toBe(200);
    for (const foreign of [
      'https://evil.example',
      'null',
      '',
      `${app.url}.evil.example`,
      `${testSettings().http.publicUrl}0`,
      `${testSettings().http.publicUrl}.evil.example`,
      `https://127.0.0.1:${app.port}`,
    ]) {
      expect((await ask(foreign)).body['code']).toBe('server_to_server_only');
    }
  });
});

describe('payment_instrument', () => {
  const named = 'payment_instrument';
  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const part = (head: string, content = 'x') =>
    `--B\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n--B--\r\n`;
  const multipart = { 'content-type': 'multipart/form-data; boundary=B' };

  it.each([
    ['at the top', json, `{"${named}":{}}`],
    ['deep inside', json, `{"a":{"b":[1,[{"c":{"${named}":null}}]]}}`],
    ['in a top-level array', json, `[{"${named}":1}]`],
    ['as a doubled member', json, `{"${named}":1,"${named}":2}`],
    ['escaped', json, '{"payment\\u005finstrument":{}}'],
    [
      'escaped whole',
      json,
      `{"${[...named].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}":{}}`,
    ],
    ['with space before the colon', json, `{"${named}" \n\t: {}}`],
    ['after a byte order mark', json, `\uFEFF{"${named}":{}}`],
    ['in malformed JSON', json, `{"${named}":{`],
    ['in JSON inside a JSON string', json, JSON.stringify({ extra: JSON.stringify({ [named]: {} }) })],
    [
      'in JSON inside JSON inside JSON',
      json,
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ [named]: {} }) }) }),
    ],
    ['under a type with parameters', { 'content-type': 'application/json; charset=utf-8' }, `{"${named}":{}}`],
    ['under an upper-case type', { 'content-type': 'APPLICATION/JSON' }, `{"${named}":{}}`],
    ['under text/plain', { 'content-type': 'text/plain' }, `{"${named}":{}}`],
    ['under a malformed type', { 'content-type': 'garbage' }, `{"${named}":{}}`],
    ['under no type', { 'content-type': '' }, `{"${named}":{}}`],
    ['under another +json type', { 'content-type': 'application/merge-patch+json' }, `{"${named}":{}}`],
    ['as a form field', form, `${named}=1`],
    ['as a form field without a value', form, `a=1&${named}`],
    ['as a form field that looks like JSON', form, `{"a=1&${named}=1`],
    ['as a form field in brackets', form, `a%5B${named}%5D%5Bpayload%5D=1`],
    ['as a form field with dots', form, `${named}.payload=1`],
    ['as a percent-encoded form field', form, 'payment%5Finstrument=1'],
    ['as a twice encoded form field', form, 'payment%255Finstrument=1'],
    [
      'as a form field under upper-case type with parameters',
      { 'content-type': 'Application/X-WWW-Form-Urlencoded;charset=UTF-8' },
      `${named}=1`,
    ],
    ['in JSON inside a form value', form, `cart=${encodeURIComponent(JSON.stringify({ [named]: {} }))}`],
    ['as a multipart name', multipart, part(`name="${named}"`)],
    ['as a multipart name in brackets', multipart, part(`name="a[${named}]"`)],
    ['as an unquoted multipart name', multipart, part(`name=${named}`)],
    ['as an encoded multipart name', multipart, part("name*=UTF-8''payment%5Finstrument")],
    ['as an escaped multipart name', multipart, part('name="payment\\_instrument"')],
    ['in JSON inside a part', multipart, part('name="cart"', `{\n\n"a": {"${named}": {}}}`)],
    ['in a form inside a part', multipart, part('name="cart"', `a=1&${named}=2`)],
    [
      'as a multipart name under the wrong boundary',
      { 'content-type': 'multipart/form-data; boundary=C; boundary=B' },
      part(`name="${named}"`),
    ],
    [
      'as a multipart name under upper-case type',
      { 'content-type': 'MULTIPART/Form-Data; Boundary=B' },
      part(`name="${named}"`),
    ],
  ])('promise 2: is refused %s', async (_name, headers, body) => {
    const before = await refused();
    const answer = await raw('/v1/carts', headers, 'POST', body);
    expect([answer.status, answer.body['code']]).toEqual([403, 'server_to_server_only']);
    expect(await refused()).toBe(before + 1);
  });

  it.each([
    `?${named}=1`,
    `?a=1&${named}`,
    `?a[${named}][payload]=1`,
    '?payment%5Finstrument=1',
    '?%70ayment_instrument[x]=1',
    '?a[b][payment%255Finstrument]=1',
    `?cart=${encodeURIComponent(`{"${named}":1}`)}`,
    `?a=1;${named}=2`,
  ])('promise 2: is refused in the query %s', async (query) => {
    expect((await raw(`/v1/carts${query}`, {}, 'GET')).body['code']).toBe('server_to_server_only');
  });

  it('promise 2: is refused in UTF-16 and in the body of a GET', async () => {
    const text = `{"${named}":{}}`;
    expect((await raw('/v1/carts', json, 'POST', Buffer.from(text, 'utf16le'))).body['code']).toBe(
      'server_to_server_only',
    );
    expect((await raw('/v1/carts', json, 'POST', Buffer.from(text, 'utf16le').swap16())).body['code']).toBe(
      'server_to_server_only',
    );
    expect((await raw('/v1/carts', { ...json, 'content-length': String(text.length) }, 'GET', text)).body['code']).toBe(
      'server_to_server_only',
    );
  });

  it('promise 2: is refused on operator and open routes too', async () => {
    expect((await raw(`/v1/payments/1?${named}=1`, KEY_HEADER, 'GET')).body['code']).toBe('server_to_server_only');
    expect((await raw(`/v1/health?${named}=1`, {}, 'GET')).body['code']).toBe('server_to_server_only');
  });

  it.each([
    ['a value', `{"note":"${named}"}`],
    ['a sentence', `{"note":"what is a ${named}? a=1&${named}=2"}`],
    ['part of a longer name', `{"my_${named}":1}`],
  ])('is no member where it is %s', async (_name, body) => {
    expect((await raw('/v1/carts', json, 'POST', body)).status).toBe(201);
  });

  it('is let through to servers and to Ottu', async () => {
    const body = `{"${named}":{}}`;
    expect((await raw('/v1/charge', { ...KEY_HEADER, ...json }, 'POST', body)).status).toBe(201);
    expect((await raw('/v1/webhooks/ottu', json, 'POST', body)).status).toBe(201);
  });

  it('is searched for in linear time', async () => {
    const hostile = [
      '{"'.repeat(100_000),
      'content-disposition '.repeat(12_000),
      'name="'.repeat(40_000),
      '%25'.repeat(80_000),
      '&'.repeat(250_000),
      '['.repeat(250_000),
    ];
    for (const body of hostile) expect((await raw('/v1/carts', multipart, 'POST', body)).status).toBe(201);
  }, 20_000);

  async function refused(): Promise<number> {
    return (await app.app.get(Metrics, { strict: false }).paymentInstrumentRefused.get()).values[0]?.value ?? 0;
  }
});

describe('route table', () => {
  it('lists every route with who may call it', () => {
    const routes = app.app
      .get(RouteTable, { strict: false })
      .list()
      .map(({ method, path, access }) => `${method} ${path} ${access.kind}`);
    expect(routes).toEqual([
      'GET /v1/carts storefront',
      'POST /v1/carts storefront',
      'POST /v1/charge server',
      'GET /v1/health open',
      'GET /v1/payments/:id operator',
      'POST /v1/webhooks/ottu ottu',
    ]);
  });

  it('a route without a declaration stops the start, named', async () => {
    @Controller('loose')
    class Loose {
      @Get('end')
      end(): void {}
    }
    await expect(startHttpTestApp([Routes, Loose])).rejects.toThrow(/Loose\.end \(GET \/loose\/end\): none/);
  });

  it('a route with two declarations stops the start, named', async () => {
    @Controller()
    class Doubled {
      @Get('twice')
      @Open()
      @Operator('payments:read')
      twice(): void {}
    }
    await expect(startHttpTestApp([Doubled])).rejects.toThrow(
      /Doubled\.twice \(GET \/twice\): 2 \(operator and open\)/,
    );
  });
});
