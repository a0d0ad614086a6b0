import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Settings } from '../config/settings.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { AccessGuard } from './access.guard.ts';
import { addListenerGate } from './listener-gate.ts';
import { RouteTable } from './route-table.ts';

/** Default deny: the guard before every route, and a start that fails while any route does not say who may call it. */
@Module({
  imports: [DiscoveryModule, MetricsModule],
  providers: [RouteTable, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [RouteTable],
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
  }

  onModuleInit(): void {
    assertEveryRouteDeclares(this.#table);
    const fastify = this.#host.httpAdapter.getInstance<FastifyInstance>();
    addListenerGate(fastify, this.#table, this.#settings.http.internalPort);
  }
}

/** @throws Error that names every route without exactly one access decorator; it stops the start. */
export function assertEveryRouteDeclares(table: RouteTable): void {
  table.list();
}
