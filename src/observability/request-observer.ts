import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { callerOf } from '../access/caller.ts';
import { Metrics } from './metrics.ts';

/** Asked every few seconds by machines; their lines would hide all others. */
const QUIET = /^\/(?:health|metrics)(?:\/|$)/;

/** One log line and one measurement per request, by route pattern: never the address itself, nor its query. */
@Injectable()
export class RequestObserver implements OnModuleInit {
  readonly #host: HttpAdapterHost;
  readonly #metrics: Metrics;
  readonly #logger: PinoLogger;

  constructor(
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
    @Inject(Metrics) metrics: Metrics,
    @Inject(PinoLogger) logger: PinoLogger,
  ) {
    this.#host = host;
    this.#metrics = metrics;
    this.#logger = logger;
  }

  onModuleInit(): void {
    this.#host.httpAdapter.getInstance<FastifyInstance>().addHook('onResponse', (request, reply, done) => {
      this.#observe(request, reply);
      done();
    });
  }

  #observe(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
    const { method } = request;
    const status = reply.statusCode;
    this.#metrics.requestSeconds.observe({ method, route, status }, reply.elapsedTime / 1000);
    const line = {
      method,
      route,
      status,
      duration_ms: Math.round(reply.elapsedTime),
      request_id: request.id,
      caller: callerOf(request)?.name,
    };
    if (QUIET.test(route) && status < 500) this.#logger.debug(line, 'request');
    else this.#logger.info(line, 'request');
  }
}
