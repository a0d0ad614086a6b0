import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import { Database } from './database.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { ConnectionMetrics } from './connection-metrics.ts';
import { asDatabaseUnusable } from './database-unusable.ts';
import { requireDurableCommits } from './durable-commits.ts';
import { migrate } from './migrate.ts';
import { DatabaseSignals } from './database-signals.ts';
import { openDatabase } from './open-database.ts';

const logger = new Logger('Database');

/** The database with all its tables. */
async function openMigrated({ database: settings, ottu }: Settings): Promise<Database> {
  const database = await openDatabase(settings, {
    onConnectionLost: () => logger.warn('An idle database connection was lost; the pool replaces it'),
  });
  try {
    if (database.pooled) logger.log('Behind a pooler: each transaction takes its time limits along');
    await migrate(database);
    if (ottu.mode === 'live') await requireDurableCommits(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

@Module({
  imports: [MetricsModule],
  providers: [
    DatabaseSignals,
    ConnectionMetrics,
    {
      provide: Database,
      inject: [Settings],
      useFactory: async (settings: Settings): Promise<Database> => {
        try {
          return await openMigrated(settings);
        } catch (error) {
          throw asDatabaseUnusable(error);
        }
      },
    },
  ],
  exports: [Database, DatabaseSignals],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
