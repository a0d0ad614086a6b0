import { Module } from '@nestjs/common';

import { DatabaseModule } from '../database/database.module.ts';
import { Jobs } from './jobs.ts';

@Module({ imports: [DatabaseModule], providers: [Jobs], exports: [Jobs] })
export class JobsModule {}
