import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RouteTable, type DeclaredRoute } from '../access/route-table.ts';
import { Settings } from '../config/settings.ts';
import { Problem } from '../problems/problem.ts';
import { LimitMetrics } from './counters.ts';
import { addressOf, networkOf, prefixesOf, type Prefix } from '../http/network.ts';

const SECONDS = 60;
/** As many networks of an IPv6 prefix as count as one have its whole limit; an IPv4 /24 may be thousands of people. */
const NETWORKS = { ipv6_56: 4, ipv6_48: 10 } as const;

/**
 * `RATE_LIMIT_PER_MINUTE`: requests of one network to one storefront route, before a body is read. Counted in this
 * process, since a write to the database for every request would cost more than the requests. Routes of servers,
 * operators and Ottu (M96) are not limited.
 */
@Injectable()
export class StorefrontRateLimit implements OnModuleInit {
  readonly #limiter: RateLimiterMemory;
  readonly #ofPrefix: Readonly<Record<Exclude<Prefix, 'ipv4_24'>, RateLimiterMemory>>;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly table: RouteTable,
    private readonly metrics: LimitMetrics,
    { storefront }: Settings,
  ) {
    const limiter = (networks: number): RateLimiterMemory =>
      new RateLimiterMemory({ points: storefront.rateLimitPerMinute * networks, duration: SECONDS });
    this.#limiter = limiter(1);
    this.#ofPrefix = { ipv6_56: limiter(NETWORKS.ipv6_56), ipv6_48: limiter(NETWORKS.ipv6_48) };
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      const route = request.is404 ? undefined : this.table.find(request.method, request.routeOptions.url);
      if (route?.access.kind !== 'storefront') return done();
      void this.#admit(request, route, done);
    });
  }

  async #admit(request: FastifyRequest, route: DeclaredRoute, done: (refusal?: Error) => void): Promise<void> {
    let refusal: Error | undefined;
    try {
      await this.#count(request, route);
    } catch (error) {
      refusal = error as Error;
    }
    done(refusal);
  }

  async #count(request: FastifyRequest, route: DeclaredRoute): Promise<void> {
    try {
      const network = networkOf(addressOf(request));
      const asked = `${route.method} ${route.path}`;
      await this.#limiter.consume(`${network} ${asked}`);
      for (const { prefix, of } of prefixesOf(network)) {
        if (prefix !== 'ipv4_24') await this.#ofPrefix[prefix].consume(`${of} ${asked}`);
      }
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
