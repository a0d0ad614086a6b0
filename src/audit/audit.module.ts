import { Module, type OnModuleInit } from '@nestjs/common';

import { RouteTable } from '../access/route-table.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { assertEveryUseIsAudited } from './audit-actions.ts';
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
export class AuditModule implements OnModuleInit {
  constructor(private readonly routes: RouteTable) {}

  onModuleInit(): void {
    assertEveryUseIsAudited(this.routes.list());
  }
}
