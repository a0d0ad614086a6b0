import { connect } from 'node:net';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Post, Req, type Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import {
  describeSecuritySchemes,
  MovesMoney,
  Open,
  ServerToServer,
  KEY_HEADER,
  startHttpTestApp,
  testSettings,
  type HttpTestApp,
} from '../../test/support/http-test-app.ts';
import { BODY_LIMIT_BYTES } from './http-adapter.ts';
import {
  AlsoCheck,
  Anything,
  CountryCode,
  DateOnly,
  DecimalAmount,
  Email,
  FreeObject,
  ListOf,
  Nested,
  OneOf,
  Text,
  TextList,
  Url,
  WholeNumber,
} from './fields/index.ts';
import { IdempotencyKey } from './idempotency-key.ts';
import { JsonBody } from './json-body.ts';

class Line {
  @Text({ max: 5 })
  sku!: string;

  @WholeNumber({ min: 1, max: 9 })
  quantity!: number;
}

class Instrument {
  @OneOf(['apple_pay', 'token'])
  instrument_type!: string;

  @Anything()
  payload!: unknown;
}

@AlsoCheck<Order>(({ amount, items }) =>
  (amount === undefined) === (items === undefined)
    ? [{ pointer: '/amount', message: 'must be given if and only if items is not' }]
    : [],
)
class Order {
  @DecimalAmount({ optional: true })
  amount?: string;

  @ListOf(() => Line, { max: 3, optional: true })
  items?: Line[];

  @Text({ min: 3, max: 3, pattern: /^[A-Z]{3}$/, patternMessage: 'must be three capital letters' })
  currency_code!: string;

  @TextList({ min: 1, max: 1, each: { max: 20 } })
  pg_codes!: string[];

  @Email({ optional: true })
  email?: string;

  @CountryCode({ optional: true, nullable: true })
  country?: string | null;

  @Url({ optional: true })
  redirect_url?: string;

  @DateOnly({ optional: true })
  birthdate?: string;

  @FreeObject({ optional: true })
  extra?: Record<string, unknown>;

  @Nested(() => Instrument, { optional: true })
  payment_instrument?: Instrument;
}

const right = { amount: '1.000', currency_code: 'KWD', pg_codes: ['knet'] };

@Controller('v1')
class Routes {
  @Post('orders')
  @ServerToServer('payments:charge')
  @MovesMoney()
  order(@IdempotencyKey() key: string, @JsonBody(Order) body: JsonBody<Order>): unknown {
    return {
      key,
      dto: body.dto,
      sha256: body.sha256,
      payload: body.document.source('/payment_instrument/payload')?.text,
    };
  }

  @Post('open')
  @Open()
  open(@JsonBody(Order, { open: true }) body: JsonBody<Order>): unknown {
    return body.dto;
  }

  @Post('raw')
  @Open()
  raw(@Body() body: unknown): unknown {
    const { bytes, contentType } = body as { bytes: Buffer; contentType?: string };
    return { isBuffer: Buffer.isBuffer(bytes), text: bytes.toString(), contentType };
  }

  @Get('scheme')
  @Open()
  scheme(@Req() request: FastifyRequest): string {
    return request.protocol;
  }

  @Get('broken')
  @ServerToServer('payments:charge')
  @MovesMoney()
  broken(): void {
    throw new Error('secret text of the database');
  }
}

let announceSlow: () => void;
const slowStarted = new Promise<void>((resolve) => (announceSlow = resolve));

@Controller()
class Slow {
  @Get('slow')
  @Open()
  async slow(): Promise<object> {
    announceSlow();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return {};
  }
}

let app: HttpTestApp;
beforeAll(async () => {
  app = await startHttpTestApp([Routes as Type]);
});
afterAll(() => app.close());

interface Answer {
  status: number;
  headers: Headers;
  body: { code?: string; errors?: { pointer: string; message: string }[] } & Record<string, unknown>;
}

async function send(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${app.url}${path}`, init);
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

function post(body: unknown, headers: Record<string, string> = {}, path = '/v1/orders'): Promise<Answer> {
  return send(path, {
    method: 'POST',
    headers: { ...KEY_HEADER, 'idempotency-key': 'k1', 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || Buffer.isBuffer(body) ? (body as string) : JSON.stringify(body),
  });
}

async function faults(body: unknown, path?: string): Promise<string[]> {
  const answer = await post(body, {}, path);
  expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
  return (answer.body.errors ?? []).map(({ pointer, message }) => `${pointer} ${message}`);
}

describe('JSON bodies', () => {
  it('M8: come with the SHA-256 of their raw bytes', async () => {
    const text = ` ${JSON.stringify(right)}\n`;
    const { status, body } = await post(text);
    expect(status).toBe(201);
    expect(body).toMatchObject({ key: 'k1', dto: right, sha256: createHash('sha256').update(text).digest('hex') });
  });

  it('promise 3: keep the text of an opaque payload, doubled and odd names and all', async () => {
    const payload = '{ "__proto__": {"a":1.0}, "constructor":1e2, "x":1, "x":2, "\\u0041":12345678901234567890 }';
    const text = JSON.stringify({ ...right, payment_instrument: { instrument_type: 'apple_pay', payload: 0 } }).replace(
      ':0}',
      `:${payload}}`,
    );
    const { status, body } = await post(text);
    expect([status, body['payload']]).toEqual([201, payload]);
  });

  it('promise 3: keep a payload of 130,000 numbers and long names, which is not ours to judge', async () => {
    const payload = `{"data":[${'0,'.repeat(129_000)}0],"${'n'.repeat(2_000)}":{"a":1,"a":2}}`;
    const { status, body } = await post(
      `{"amount":"1","currency_code":"KWD","pg_codes":["a"],"payment_instrument":{"instrument_type":"token","payload":${payload}}}`,
    );
    expect([status, body['payload'] === payload]).toEqual([201, true]);
  });

  it.each([
    ['a name of 1,025 characters', `{"extra":{"${'n'.repeat(1_025)}":1}}`, /name is longer than 1,024 characters/],
    ['20,001 values', `{"extra":{"a":[${'0,'.repeat(20_000)}0]}}`, /more than 20,000 values/],
    ['65 levels', `{"extra":${'['.repeat(64)}${']'.repeat(64)}}`, /nested too deeply/],
  ])('with %s are 400 malformed_json, which tells the limit', async (_what, text, detail) => {
    const { status, body } = await post(text);
    expect([status, body.code]).toEqual([400, 'malformed_json']);
    expect(body['detail']).toMatch(detail);
  });

  it('may carry any names inside extra', async () => {
    expect(
      (
        await post(
          '{"amount":"1","currency_code":"KWD","pg_codes":["a"],"extra":{"constructor":1,"__proto__":{"x":1}}}',
        )
      ).status,
    ).toBe(201);
  });

  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=UTF-8',
    'application/json;charset="utf-8"; x=y',
  ])('are read under the type %s', async (type) => {
    expect((await post(right, { 'content-type': type })).status).toBe(201);
  });

  it.each([
    'text/plain',
    'application/jsonx',
    'application/merge-patch+json',
    'application/json; charset=utf-16',
    'garbage',
    '',
  ])('are refused under the type "%s"', async (type) => {
    const { status, headers, body } = await post(right, { 'content-type': type });
    expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
    expect(headers.get('content-type')).toBe('application/problem+json');
  });

  it('are refused compressed', async () => {
    expect((await post(right, { 'content-encoding': 'gzip' })).body.code).toBe('unsupported_media_type');
  });

  it('are refused as 415 where there is none at all', async () => {
    expect(
      (await send('/v1/orders', { method: 'POST', headers: { ...KEY_HEADER, 'idempotency-key': 'k' } })).status,
    ).toBe(415);
  });

  it.each(['', ' ', '{', '{"a":1,}', '{"a":NaN}', "{'a':1}", '{} {}', '/**/{}', '['.repeat(1000), '\uFEFF{}'])(
    'that are malformed (%j) are 400 malformed_json',
    async (text) => {
      const { status, body } = await post(text);
      expect([status, body.code, body['outcome']]).toEqual([400, 'malformed_json', 'none']);
    },
  );

  it('that are not UTF-8 are 400 malformed_json', async () => {
    expect((await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).body.code).toBe('malformed_json');
  });

  it('with a doubled member outside a payload are ambiguous', async () => {
    const { body } = await post(
      '{"amount":"1","am\\u006funt":"2","extra":{"a":1,"a":1},"payment_instrument":{"payload":{"x":1,"x":2}}}',
    );
    expect(body.code).toBe('ambiguous_json');
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual(['/amount', '/extra/a']);
    const doubled = await post('{"payment_instrument":{"payload":1,"payload":2},"payment_instrument":{}}');
    expect(doubled.body.errors?.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/payment_instrument',
      '/payment_instrument/payload',
    ]);
  });

  it.each(['null', '[]', '1', '"x"'])('that are %s and no object are refused', async (text) => {
    expect(await faults(text)).toEqual([' must be an object']);
  });

  it('refuse names that reach into prototypes', async () => {
    expect(
      await faults(
        '{"amount":"1","currency_code":"KWD","pg_codes":["a"],"__proto__":{"email":"x"},"payment_instrument":{"instrument_type":"token","payload":1,"constructor":1}}',
      ),
    ).toEqual(['/__proto__ is not allowed as a name', '/payment_instrument/constructor is not allowed as a name']);
  });

  it('too large a body is 413 before anything else', async () => {
    const { status, body } = await post('x'.repeat(BODY_LIMIT_BYTES + 1));
    expect([status, body.code, body['outcome']]).toEqual([413, 'payload_too_large', 'none']);
    expect((await post(' '.repeat(BODY_LIMIT_BYTES))).body.code).toBe('malformed_json');
  });

  it('reach other routes as raw bytes, whatever their type', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'image/png']) {
      const { body } = await post('{"a":1}', { 'content-type': type }, '/v1/raw');
      expect(body).toEqual({ isBuffer: true, text: '{"a":1}', contentType: type });
    }
  });
});

describe('faults of fields', () => {
  it('are a hundred at most, and then the detail says that there are more', async () => {
    const members = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 1]));
    const hundred = await post({ ...right, ...members(100) });
    expect([hundred.body.errors?.length, hundred.body['detail']]).toEqual([100, 'Some fields are not valid.']);
    const more = await post({ ...right, ...members(5_000) });
    expect([more.body.errors?.length, more.body['detail']]).toEqual([100, 'Only the first 100 faults are shown.']);
  });

  it('of a list that is too long are its length alone', async () => {
    const items = [{ sku: 1 }, { more: 2 }, { sku: 'a', quantity: 1 }, 'x'];
    expect(await faults({ ...right, amount: undefined, items })).toEqual(['/items must have at most 3 entries']);
  });

  it('all come at once, with pointers into the body and no value', async () => {
    const secret = 'SECRET';
    const found = await faults({
      amount: 1,
      currency_code: secret,
      pg_codes: [secret, 'b'],
      email: secret,
      country: 'kw',
      redirect_url: 'javascript:alert(1)',
      birthdate: '2001-02-30',
      extra: [],
      payment_instrument: { instrument_type: secret, more: 1 },
      'a/b~c': secret,
      hasOwnProperty: 1,
      toString: 1,
    });
    expect(found.toSorted()).toEqual([
      '/amount must be a string such as "1.000", not a number',
      '/a~1b~0c is not a known member',
      '/birthdate must be a real day written as YYYY-MM-DD',
      '/country must be a country code of two capital letters (ISO 3166-1), such as "KW"',
      '/currency_code must have at most 3 characters',
      '/email must be an email address',
      '/extra must be an object',
      '/hasOwnProperty is not a known member',
      '/payment_instrument/instrument_type must be one of "apple_pay" and "token"',
      '/payment_instrument/more is not a known member',
      '/payment_instrument/payload is required',
      '/pg_codes must have at most 1 entries',
      '/redirect_url must be an absolute http or https address',
      '/toString is not a known member',
    ]);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('point into lists', async () => {
    expect(
      await faults({
        ...right,
        amount: undefined,
        items: [
          { sku: 'a', quantity: 1 },
          { sku: '', quantity: 1.5, x: 1 },
        ],
      }),
    ).toEqual([
      '/items/1/sku must not be empty',
      '/items/1/quantity must be a whole number',
      '/items/1/x is not a known member',
    ]);
  });

  it.each([
    [null, 'must be a list'],
    [{}, 'must be a list'],
    [[], 'must not be empty'],
    [[null], 'must hold nothing but objects'],
    [[[]], 'must hold nothing but objects'],
    [['x'], 'must hold nothing but objects'],
    [Array.from({ length: 4 }, () => ({ sku: 'a', quantity: 1 })), 'must have at most 3 entries'],
  ])('a list that is %j %s', async (items, message) => {
    expect(await faults({ ...right, amount: undefined, items })).toEqual([`/items ${message}`]);
  });

  it.each([null, [], 'x', 1])('an object that is %j must be an object', async (payment_instrument) => {
    expect(await faults({ ...right, payment_instrument })).toEqual(['/payment_instrument must be an object']);
  });

  it('null counts as a wrong value unless the field allows it', async () => {
    expect(await faults({ ...right, email: null })).toEqual(['/email must be a string']);
    expect((await post({ ...right, country: null })).status).toBe(201);
  });

  it('rules across members are told together with the others', async () => {
    expect(await faults({ pg_codes: ['a'] })).toEqual([
      '/currency_code is required',
      '/amount must be given if and only if items is not',
    ]);
  });

  it.each(['1e3', '+1', ' 1', '1 ', '-1', '1.', '.5', 'NaN', '0x1', '1,5', '٣'])(
    'M-strict: an amount "%s" is refused',
    async (amount) => {
      expect((await faults({ ...right, amount }))[0]).toMatch(/^\/amount must be a decimal number/);
    },
  );

  it('routes that pass bodies on let unknown members through, and still check the known ones', async () => {
    expect((await post({ ...right, new_member: { a: [1] } }, {}, '/v1/open')).body['new_member']).toEqual({ a: [1] });
    expect(await faults({ ...right, currency_code: 1, new_member: 1 }, '/v1/open')).toEqual([
      '/currency_code must be a string',
    ]);
  });
});

describe('Idempotency-Key', () => {
  it.each([
    ['', 'idempotency_key_invalid'],
    ['a b', 'idempotency_key_invalid'],
    ['ä', 'idempotency_key_invalid'],
    ['x'.repeat(256), 'idempotency_key_invalid'],
  ])('M7: "%s" is refused', async (key, code) => {
    const { status, body } = await post(right, { 'idempotency-key': key });
    expect([status, body.code, body['outcome']]).toEqual([400, code, 'none']);
  });

  it('M7: 255 visible characters are accepted as they are', async () => {
    const key = '!~'.repeat(127) + 'x';
    expect((await post(right, { 'idempotency-key': key })).body['key']).toBe(key);
  });

  it('M7: none at all and two of them each have their problem', async () => {
    const headers = { ...KEY_HEADER, 'content-type': 'application/json' };
    expect((await send('/v1/orders', { method: 'POST', headers, body: '{}' })).body.code).toBe(
      'idempotency_key_missing',
    );
    const answer = await rawHttp(
      `POST /v1/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${KEY_HEADER.authorization}\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(answer).toContain('"code":"idempotency_key_invalid"');
  });
});

describe('problems', () => {
  it('a fault in our own code is 500 with an id and without its text; on a money route the outcome is unknown', async () => {
    const { status, body, headers } = await send('/v1/broken', { headers: { ...KEY_HEADER, 'x-request-id': 'abc-1' } });
    expect(status).toBe(500);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(headers.get('x-request-id')).toBe('abc-1');
    expect(body).toEqual({
      type: 'urn:ottu-bff:problem:internal_error',
      title: 'Something went wrong in this service',
      status: 500,
      detail: 'Something went wrong in this service.',
      code: 'internal_error',
      request_id: 'abc-1',
      outcome: 'unknown',
    });
  });

  it('unknown routes and methods are 404 problems', async () => {
    for (const [path, method] of [
      ['/nothing', 'GET'],
      ['/v1/orders', 'GET'],
      ['/nothing', 'POST'],
    ] as const) {
      const { status, body, headers } = await send(path, { method });
      expect([status, body.code, headers.get('content-type')]).toEqual([404, 'not_found', 'application/problem+json']);
      expect(JSON.stringify(body)).not.toContain(path);
    }
  });

  it('addresses that cannot be decoded are 400 problems, parameters that are too long 414', async () => {
    const { status, body, headers } = await send('/v1/%E0%A4%A');
    expect([status, body.code, headers.get('content-type')]).toEqual([400, 'bad_request', 'application/problem+json']);
    expect(headers.get('x-request-id')).toBe(body['request_id']);
  });

  it.each([
    ['malformed HTTP', 'NONSENSE\r\n\r\n', 400, 'bad_request'],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'a body that lies about its length',
      'POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
      400,
      'bad_request',
    ],
  ])('%s is answered with a problem', async (_name, request, status, code) => {
    const answer = await rawHttp(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code, status });
  });

  it('a request id that is not sane is replaced', async () => {
    for (const id of ['a b', 'x'.repeat(129), 'a"b', '']) {
      expect((await send('/nothing', { headers: { 'x-request-id': id } })).body['request_id']).toMatch(
        /^[0-9a-f-]{36}$/,
      );
    }
  });

  it('answers under /v1 are never stored, and all carry security headers', async () => {
    const { headers } = await post(right);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('closing', () => {
  it('lets what is under way end and refuses what comes after on the same connection, as a problem', async () => {
    const closing = await startHttpTestApp([Slow as Type]);
    const socket = connect(closing.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    const ended = new Promise((resolve) => socket.on('close', resolve));
    const ask = 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n';
    socket.write(ask);
    await slowStarted;
    const closed = closing.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write(ask);
    await Promise.all([ended, closed]);
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer).toContain('"code":"shutting_down"');
  });
});

describe('trusted proxies', () => {
  it('a number of hops means that many proxies, and none means that nobody is believed', async () => {
    for (const [trustProxy, scheme] of [
      [1, 'https'],
      [false, 'http'],
    ] as const) {
      const settings = testSettings();
      const proxied = await startHttpTestApp([Routes as Type], {
        settings: { ...settings, http: { ...settings.http, trustProxy } },
      });
      const answer = await fetch(`${proxied.url}/v1/scheme`, { headers: { 'x-forwarded-proto': 'https' } });
      expect(await answer.text()).toBe(scheme);
      await proxied.close();
    }
  });
});

describe('documentation', () => {
  it('says the same as the checks', () => {
    const document = SwaggerModule.createDocument(app.app, describeSecuritySchemes(new DocumentBuilder()).build());
    const operation = document.paths['/v1/orders']?.post;
    expect(operation?.security).toEqual([{ service_key: [] }]);
    expect(operation?.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: true }]);
    expect(operation).toMatchObject({ 'x-access': 'server', 'x-required-scope': 'payments:charge' });
    expect(Object.keys(operation?.responses ?? {}).toSorted()).toEqual(['400', '401', '403', '413', '415']);
    expect(operation?.responses['401']).toMatchObject({
      content: {
        'application/problem+json': {
          examples: { service_key_missing: {}, service_key_invalid: {}, service_key_expired: {} },
        },
      },
    });
    expect(document.paths['/v1/raw']?.post?.security).toEqual([{}]);
    expect(document.components?.schemas?.['Order']).toMatchObject({
      required: ['currency_code', 'pg_codes'],
      properties: {
        amount: { type: 'string', example: '1.000' },
        items: { type: 'array', minItems: 1, maxItems: 3, items: { $ref: '#/components/schemas/Line' } },
        payment_instrument: { $ref: '#/components/schemas/Instrument' },
        pg_codes: { type: 'array', items: { type: 'string', maxLength: 20 } },
      },
    });
  });
});

function rawHttp(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(app.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
