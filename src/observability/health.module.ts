import { Module } from '@nestjs/common';

import { DatabaseModule } from '../database/database.module.ts';
import { HealthController, Readiness } from './health.controller.ts';

@Module({ imports: [DatabaseModule], controllers: [HealthController], providers: [Readiness] })
export class HealthModule {}
