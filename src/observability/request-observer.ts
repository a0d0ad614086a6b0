import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { callerOf } from '../access/caller.ts';
import { readTraceparent } from '../tracing/trace-context.ts';
import type { Tracer } from '../tracing/span.ts';
import { Traces } from '../tracing/traces.ts';
import { attributesOf, within, Work } from '../tracing/work.ts';
import { Metrics } from './metrics.ts';

/** Asked every few seconds by machines; their lines would hide all others. */
const QUIET = /^\/(?:health|metrics)(?:\/|$)/;

const UNMATCHED = 'unmatched';
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Where no route has matched, the method is any of the dozens that Node.js reads. */
function methodLabel(method: string): string {
  return METHODS.has(method) ? method : 'other';
}

/** One log line and one measurement per request, by route pattern: never the address itself, nor its query. */
@Injectable()
export class RequestObserver implements OnModuleInit {
  readonly #host: HttpAdapterHost;
  readonly #metrics: Metrics;
  readonly #tracer: Tracer | undefined;
  readonly #works = new WeakMap<FastifyRequest, Work>();

  constructor(
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
    @Inject(Metrics) metrics: Metrics,
    @Inject(Traces) traces: Traces,
  ) {
    this.#host = host;
    this.#metrics = metrics;
    this.#tracer = traces.tracer;
  }

  onModuleInit(): void {
    const fastify = this.#host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, _reply, done) => within(this.#workOf(request), done));
    fastify.addHook('onResponse', (request, reply, done) => {
      this.#observe(request, reply);
      done();
    });
  }

  #workOf(request: FastifyRequest): Work {
    const known = this.#works.get(request);
    if (known !== undefined) return known;
    const parent = readTraceparent(request.headers['traceparent']);
    const route = routeOf(request);
    const tracer = isQuiet(route) ? undefined : this.#tracer;
    const span = tracer?.begin(`${request.method} ${route}`, 'server', parent);
    const work = new Work({ name: { request_id: request.id }, span, parent, tracer });
    this.#works.set(request, work);
    return work;
  }

  #observe(request: FastifyRequest, reply: FastifyReply): void {
    const route = routeOf(request);
    const { method } = request;
    const status = reply.statusCode;
    const labels = { method: route === UNMATCHED ? methodLabel(method) : method, route, status };
    this.#metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000);
    if (status === 500) this.#metrics.internalErrors.inc();
    const work = this.#workOf(request);
    const caller = callerOf(request)?.name;
    const line = {
      method,
      route,
      status,
      duration_ms: Math.round(reply.elapsedTime),
      caller,
    };
    // Whether this hook still runs within the request's own context depends on how the answer ended.
    within(work, () => PinoLogger.root[isQuiet(route) && status < 500 ? 'debug' : 'info'](line, 'request'));
    work.span?.end({
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
        'ottu_bff.request_id': request.id,
        'ottu_bff.caller': caller,
        ...attributesOf(work.subject),
      },
      failed: status >= 500,
    });
  }
}

function routeOf(request: FastifyRequest): string {
  return request.is404 ? UNMATCHED : (request.routeOptions.url ?? UNMATCHED);
}

function isQuiet(route: string): boolean {
  return QUIET.test(route);
}
