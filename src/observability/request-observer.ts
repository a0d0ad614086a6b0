import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { callerOf } from '../access/caller.ts';
import { readTraceparent } from '../tracing/trace-context.ts';
import { within, Work } from '../tracing/work.ts';
import { Metrics } from './metrics.ts';

/** Asked every few seconds by machines; their lines would hide all others. */
const QUIET = /^\/(?:health|metrics)(?:\/|$)/;

/** One log line and one measurement per request, by route pattern: never the address itself, nor its query. */
@Injectable()
export class RequestObserver implements OnModuleInit {
  readonly #host: HttpAdapterHost;
  readonly #metrics: Metrics;
  readonly #works = new WeakMap<FastifyRequest, Work>();

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost, @Inject(Metrics) metrics: Metrics) {
    this.#host = host;
    this.#metrics = metrics;
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
    const work = new Work({
      name: { request_id: request.id },
      parent: readTraceparent(request.headers['traceparent']),
    });
    this.#works.set(request, work);
    return work;
  }

  #observe(request: FastifyRequest, reply: FastifyReply): void {
    const route = routeOf(request);
    const { method } = request;
    const status = reply.statusCode;
    this.#metrics.requestSeconds.observe({ method, route, status }, reply.elapsedTime / 1000);
    const line = {
      method,
      route,
      status,
      duration_ms: Math.round(reply.elapsedTime),
      caller: callerOf(request)?.name,
    };
    // Whether this hook still runs within the request's own context depends on how the answer ended.
    within(this.#workOf(request), () =>
      PinoLogger.root[isQuiet(route) && status < 500 ? 'debug' : 'info'](line, 'request'),
    );
  }
}

function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
}

function isQuiet(route: string): boolean {
  return QUIET.test(route);
}
