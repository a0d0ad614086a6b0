import { Module, type NestModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

import { RouteTable } from '../access/route-table.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { assertEveryUseIsAudited } from './audit-actions.ts';
import { auditRoutes } from './audit.interceptor.ts';
import { AuditController } from './audit.controller.ts';
import { AuditLog } from './audit-log.ts';
import { AuditReader } from './audit-reader.ts';

/** What is done with service keys, written down where nobody can change it. */
@Module({
  imports: [DatabaseModule],
  controllers: [AuditController],
  providers: [AuditLog, AuditReader],
  exports: [AuditLog],
})
export class AuditModule implements NestModule, OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly routes: RouteTable,
    private readonly log: AuditLog,
  ) {}

  /** Nest asks for middleware right before it registers the routes. */
  configure(): void {
    auditRoutes(this.host.httpAdapter.getInstance<FastifyInstance>(), this.routes.list(), this.log);
  }

  onModuleInit(): void {
    assertEveryUseIsAudited(this.routes.list());
  }
}
