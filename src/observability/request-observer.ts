import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { callerOf } from '../access/caller.ts';
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

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost, @Inject(Metrics) metrics: Metrics) {
    this.#host = host;
    this.#metrics = metrics;
  }

  onModuleInit(): void {
    this.#host.httpAdapter.getInstance<FastifyInstance>().addHook('onResponse', (request, reply, done) => {
      this.#observe(request, reply);
      done();
    });
  }

  #observe(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.is404 ? UNMATCHED : (request.routeOptions.url ?? UNMATCHED);
    const { method } = request;
    const status = reply.statusCode;
    const labels = { method: route === UNMATCHED ? methodLabel(method) : method, route, status };
    this.#metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000);
    if (status === 500) this.#metrics.internalErrors.inc();

    const line = {
      method,
      route,
      status,
      duration_ms: Math.round(reply.elapsedTime),
      request_id: request.id,
      caller: callerOf(request)?.name,
    };
    // The root logger: whether this hook still runs within the request's own context depends on how the answer ended.
    PinoLogger.root[QUIET.test(route) && status < 500 ? 'debug' : 'info'](line, 'request');
  }
}
