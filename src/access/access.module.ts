import { Global, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Settings } from '../config/settings.ts';
import { outgoingFetch } from '../outgoing/outgoing-fetch.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { AccessGuard } from './access.guard.ts';
import { addBodyLimits } from './body-limits.ts';
import { CustomerJwt, KEY_SET_TIMING } from './customer-jwt.ts';
import { FailedCredentials } from './failed-credentials.ts';
import { addListenerGate } from './listener-gate.ts';
import { RedirectUrls } from './redirect-urls.ts';
import { RouteTable } from './route-table.ts';
import { addStorefrontCors } from './storefront-cors.ts';

/**
 * Default deny: the guard before every route, and a start that fails while any route does not say who may call it.
 * Global, so that every controller can take the signed-in customer as a parameter.
 */
@Global()
@Module({
  imports: [DiscoveryModule, MetricsModule],
  providers: [
    RouteTable,
    RedirectUrls,
    FailedCredentials,
    { provide: APP_GUARD, useClass: AccessGuard },
    {
      provide: CustomerJwt,
      inject: [Settings],
      useFactory: ({ storefront, proxy }: Settings) =>
        new CustomerJwt(storefront.shopperJwt, KEY_SET_TIMING, outgoingFetch(proxy)),
    },
  ],
  exports: [RouteTable, RedirectUrls, CustomerJwt, FailedCredentials],
})
export class AccessModule implements OnModuleInit {
  readonly #table: RouteTable;
  readonly #settings: Settings;
  readonly #host: HttpAdapterHost;

  constructor(
    @Inject(RouteTable) table: RouteTable,
    @Inject(Settings) settings: Settings,
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
  ) {
    this.#table = table;
    this.#settings = settings;
    this.#host = host;
    // Nest registers the routes before it tells modules that they are initialised; from here on none has been yet.
    addBodyLimits(host.httpAdapter.getInstance<FastifyInstance>(), table);
  }

  onModuleInit(): void {
    assertEveryRouteDeclares(this.#table);
    const fastify = this.#host.httpAdapter.getInstance<FastifyInstance>();
    const { internalPort } = this.#settings.http;
    addListenerGate(fastify, this.#table, internalPort);
    addStorefrontCors(fastify, this.#table, { origins: this.#settings.storefront.origins, internalPort });
  }
}

/** @throws Error that names every route without exactly one access decorator; it stops the start. */
export function assertEveryRouteDeclares(table: RouteTable): void {
  table.list();
}
