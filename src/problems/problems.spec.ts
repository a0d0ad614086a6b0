import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BadRequestException,
  Controller,
  Get,
  Injectable,
  Module,
  ServiceUnavailableException,
  UnauthorizedException,
  type MiddlewareConsumer,
  type NestMiddleware,
  type NestModule,
} from '@nestjs/common';
import { MovesMoney, Open, startHttpTestApp, type HttpTestApp } from '../../test/support/http-test-app.ts';
import { problemCodes, problemKind } from './catalog.ts';
import { outcomeOf } from './money-requests.ts';
import { problemResponse } from './problem-response.ts';
import { Problem } from './problem.ts';
import { clientErrorProblem, toProblem } from './to-problem.ts';

const PAYMENT = { id: 'pay_1', order_no: 'A-1', outcome: 'unknown', self: '/v1/payments/pay_1' } as const;
const CONTEXT = { requestId: 'r1', movesMoney: true };

@Controller('v1')
class Routes {
  @Get('in-flight')
  @Open()
  @MovesMoney()
  inFlight(): void {
    throw new Problem('idempotency_in_flight', {
      payment: PAYMENT,
      retryAfterSeconds: 1.2,
      operatorNote: 'only for operators',
      cause: new Error('cause'),
    });
  }

  @Get('quiet')
  @Open()
  quiet(): void {
    throw new Problem('ottu_unreachable', { detail: 'Try again soon.', headers: { 'x-extra': 'yes' } });
  }

  @Get('nest')
  @Open()
  nest(): void {
    throw new BadRequestException('with the text of the caller');
  }

  @Get('nothing-thrown')
  @Open()
  odd(): void {
    throw undefined;
  }
}

@Injectable()
class Failing implements NestMiddleware {
  use(): void {
    throw new Error('secret');
  }
}

@Module({})
class MiddlewareModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(Failing).forRoutes('v1/middleware');
  }
}

let app: HttpTestApp;
beforeAll(async () => {
  app = await startHttpTestApp([Routes], { modules: [MiddlewareModule] });
});
afterAll(() => app.close().catch(() => undefined));

async function get(
  path: string,
): Promise<{ status: number; headers: Headers; body: Record<string, unknown>; text: string }> {
  const response = await fetch(app.url + path);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text), text };
}

describe('problem documents', () => {
  it('M8: carry the payment, its outcome and Retry-After, and nothing that is for operators', async () => {
    const { status, headers, body, text } = await get('/v1/in-flight');
    expect(status).toBe(409);
    expect(headers.get('retry-after')).toBe('2');
    expect(body).toMatchObject({ code: 'idempotency_in_flight', outcome: 'unknown', payment: PAYMENT });
    expect(text).not.toMatch(/operators|cause|stack/);
  });

  it('carry no outcome on routes that move no money, and the headers that were asked for', async () => {
    const { status, headers, body } = await get('/v1/quiet');
    expect(status).toBe(503);
    expect(headers.get('x-extra')).toBe('yes');
    expect(body['detail']).toBe('Try again soon.');
    expect(body).not.toHaveProperty('outcome');
  });

  it('never repeat the words of errors that are not ours', async () => {
    for (const [path, status, code] of [
      ['/v1/nest', 400, 'bad_request'],
      ['/v1/nothing-thrown', 500, 'internal_error'],
      ['/v1/middleware', 500, 'internal_error'],
    ] as const) {
      const answer = await get(path);
      expect([answer.status, answer.body['code'], answer.headers.get('content-type')]).toEqual([
        status,
        code,
        'application/problem+json',
      ]);
      expect(answer.text).not.toMatch(/caller|secret/);
    }
  });

  it.each(problemCodes())(
    '%s says of money what its status allows: unknown as soon as something may have been claimed',
    (code) => {
      const mayFollowAClaim = /^(?:409|422|5..)$/.test(String(problemKind(code).status)) && code !== 'shutting_down';
      expect(outcomeOf(new Problem(code))).toBe(mayFollowAClaim ? 'unknown' : 'none');
    },
  );

  it('a 401 or 5xx that is not ours is a fault of this service', () => {
    expect(toProblem(new ServiceUnavailableException()).code).toBe('internal_error');
    expect(toProblem(new UnauthorizedException()).code).toBe('internal_error');
  });

  it('a statusCode on an error of another library is not ours to answer', () => {
    expect(toProblem(Object.assign(new Error('no such file'), { statusCode: 404, code: 'ENOENT' })).code).toBe(
      'internal_error',
    );
  });

  it('Node names what is wrong with a connection by code', () => {
    expect(clientErrorProblem({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }).status).toBe(408);
    expect(clientErrorProblem({ code: 'HPE_HEADER_OVERFLOW' }).status).toBe(431);
    expect(clientErrorProblem({}).status).toBe(400);
  });

  it('are never larger than 64 kB: errors are left out from the end, and the detail says so', () => {
    const errors = Array.from({ length: 10_000 }, (_, index) => ({ pointer: `/${index}`, message: 'é"\\'.repeat(40) }));
    const { body } = problemResponse(new Problem('validation_failed', { detail: 'Some are wrong.', errors }), CONTEXT);
    const document = JSON.parse(body);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(64 * 1024);
    // As many as fit: one more would not have.
    expect(Buffer.byteLength(body)).toBeGreaterThan(64 * 1024 - 400);
    expect(document.errors).toEqual(errors.slice(0, document.errors.length));
    expect(document.detail).toBe(
      `Some are wrong. Only the first ${document.errors.length} faults fit into this answer.`,
    );
    expect(document.outcome).toBe('none');
  });

  it('are cut in their detail, and keep what says what became of the money', () => {
    const options = {
      detail: 'x'.repeat(100_000),
      payment: PAYMENT,
      errors: [{ pointer: '', message: 'y'.repeat(70_000) }],
    };
    const { body } = problemResponse(new Problem('ottu_rejected', options), CONTEXT);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(64 * 1024);
    expect(JSON.parse(body)).toMatchObject({ code: 'ottu_rejected', payment: PAYMENT, outcome: 'unknown', errors: [] });
  });

  it('that fit are written whole', () => {
    const errors = [{ pointer: '/a', message: 'is wrong' }];
    const { body } = problemResponse(new Problem('validation_failed', { errors }), CONTEXT);
    expect(JSON.parse(body)).toMatchObject({ detail: 'Some fields are not valid.', errors });
  });
});
