import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Logger as NestLogger, Post } from '@nestjs/common';
import { Logger } from 'nestjs-pino';
import { KEY_HEADER, startHttpTestApp, testSettings, type HttpTestApp } from '../../test/support/http-test-app.ts';
import { Open, ServerToServer } from '../access/decorators.ts';
import { ObservabilityModule } from './observability.module.ts';
import { allowedFields, serializeError } from './log-fields.ts';

const SECRET = 'CANARY-secret';

@Controller('v1')
class Routes {
  @Post('things/:id')
  @ServerToServer('payments:charge')
  thing(): unknown {
    new NestLogger('Thing').log(
      { order_no: 'A1', payload: SECRET, body: { deep: SECRET }, headers: [SECRET] },
      'about a thing',
    );
    return { ok: true };
  }

  @Get('throws')
  @Open()
  throws(): void {
    const cause = Object.assign(new SyntaxError(`Unexpected token in ${SECRET}\n    at ${SECRET}:1:1`), {
      code: '22P02',
      detail: SECRET,
    });
    throw new Error(SECRET, { cause });
  }

  @Get('logs-error')
  @Open()
  logs(): unknown {
    const logger = new NestLogger('Thing');
    const error = new Error(SECRET);
    logger.error(error);
    logger.error({ err: error });
    logger.error({ err: error }, 'with words');
    logger.error({ error, reason: error });
    logger.error('plain', error.stack);
    return {};
  }
}

let app: HttpTestApp;
let written = '';
beforeAll(async () => {
  // pino writes to the file descriptor itself unless stdout was replaced.
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  app = await startHttpTestApp([Routes], {
    settings: { ...testSettings(), logLevel: 'trace' },
    modules: [ObservabilityModule],
    configure: (nest) => nest.useLogger(nest.get(Logger)),
  });
});
afterAll(async () => {
  await app.close();
  jest.restoreAllMocks();
});
beforeEach(() => {
  written = '';
});

async function lines(ask: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  await ask();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('logs', () => {
  it('have one line per request, by allow-list: the route pattern, no address, query, header or body', async () => {
    const found = await lines(() =>
      fetch(`${app.url}/v1/things/${SECRET}?token=${SECRET}`, {
        method: 'POST',
        headers: { ...KEY_HEADER, 'x-request-id': 'r1', 'x-other': SECRET },
        body: SECRET,
      }),
    );
    expect(found).toHaveLength(2);
    expect(found[0]).toEqual({
      level: 'info',
      time: expect.any(String),
      request_id: 'r1',
      trace_id: expect.stringMatching(/^[\da-f]{32}$/),
      context: 'Thing',
      order_no: 'A1',
      msg: 'about a thing',
    });
    expect(found[1]).toEqual({
      level: 'info',
      time: expect.any(String),
      request_id: 'r1',
      trace_id: found[0]?.['trace_id'],
      method: 'POST',
      route: '/v1/things/:id',
      status: 201,
      duration_ms: expect.any(Number),
      caller: 'shop',
      msg: 'request',
    });
    expect(written).not.toContain(SECRET);
    expect(written.match(/request_id/g)).toHaveLength(2);
  });

  it('have an error by name, code and our stack, never by its message', async () => {
    const found = await lines(() => fetch(`${app.url}/v1/throws`, { headers: { 'x-request-id': 'r2' } }));
    expect(found[0]).toMatchObject({
      level: 'error',
      request_id: 'r2',
      code: 'internal_error',
      err: {
        name: 'Error',
        stack: expect.stringContaining('observability.spec.ts'),
        cause: { name: 'SyntaxError', code: '22P02' },
      },
    });
    expect(written).not.toContain(SECRET);
    expect(written.match(/request_id/g)).toHaveLength(2);
  });

  it('have no message of an error, however it is handed to the logger', async () => {
    const found = await lines(() => fetch(`${app.url}/v1/logs-error`));
    expect(found.map(({ msg }) => msg)).toEqual([
      'Error',
      'Error',
      'with words',
      undefined,
      expect.anything(),
      'request',
    ]);
    expect(written).not.toContain(SECRET);
  });

  it('have the words that an error class of ours wrote for the log', () => {
    const error = Object.assign(new Error(SECRET), { logMessage: 'the port is taken' });
    expect(serializeError(error)).toMatchObject({ message: 'the port is taken' });
  });

  it('tell in words what is wrong with a certificate, whichever call its code comes from', () => {
    const code = 'SELF_SIGNED_CERT_IN_CHAIN';
    const note = expect.stringMatching(/certificate is not trusted.*NODE_EXTRA_CA_CERTS/);
    const cause = Object.assign(new Error('canary'), { code });
    expect(allowedFields({ code })).toEqual({ code, note });
    expect(allowedFields({ reason: code })).toEqual({ reason: code, note });
    expect(allowedFields({ err: new TypeError('fetch failed', { cause }) })).toMatchObject({ note });
    expect(allowedFields({ code: 'ECONNREFUSED', reason: 'constructor' })).not.toHaveProperty('note');
  });
});

describe('metrics', () => {
  it('count requests by route pattern and status', async () => {
    await fetch(`${app.url}/v1/things/1`, { method: 'POST' });
    await fetch(`${app.url}/nothing/${SECRET}`);
    const answer = await fetch(`${app.url}/metrics`);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(
      /ottu_bff_http_request_duration_seconds_count\{method="POST",route="\/v1\/things\/:id",status="401"\} 1/,
    );
    expect(text).toMatch(/route="unmatched",status="404"\} 1/);
    expect(text).toContain('ottu_bff_payment_instrument_refused_total 0');
    expect(text).toContain('process_cpu_user_seconds_total');
    expect(text).not.toContain(SECRET);
  });
});
