import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RouteTable } from '../access/route-table.ts';
import { Settings } from '../config/settings.ts';
import { Problem } from '../problems/problem.ts';
import { LimitMetrics } from './counters.ts';
import { addressOf, networkOf } from './network.ts';

const SECONDS = 60;

/**
 * `RATE_LIMIT_PER_MINUTE`: requests of one network to one storefront route, before a body is read. Counted in this
 * process, since a write to the database for every request would cost more than the requests. Routes of servers,
 * operators and Ottu (M96) are not limited.
 */
@Injectable()
export class StorefrontRateLimit implements OnModuleInit {
  readonly #limiter: RateLimiterMemory;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly table: RouteTable,
    private readonly metrics: LimitMetrics,
    { storefront }: Settings,
  ) {
    this.#limiter = new RateLimiterMemory({ points: storefront.rateLimitPerMinute, duration: SECONDS });
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', async (request) => this.#count(request));
  }

  async #count(request: FastifyRequest): Promise<void> {
    const route = request.is404 ? undefined : this.table.find(request.method, request.routeOptions.url);
    if (route?.access.kind !== 'storefront') return;
    try {
      await this.#limiter.consume(`${networkOf(addressOf(request))} ${route.method} ${route.path}`);
    } catch (result) {
      if (!(result instanceof RateLimiterRes)) throw result;
      this.metrics.refused.inc({ limit: 'address_and_route' });
      throw new Problem('rate_limited', {
        outcome: 'none',
        retryAfterSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
      });
    }
  }
}
