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
import { assertTakesWrites } from './takes-writes.ts';

const logger = new Logger('Database');
/** Real time. */
const READ_ONLY_AGAIN_MS = 10_000;
const TAKES_NO_WRITES =
  'The database takes no writes, as a standby; its connections are replaced until they lead to a primary';

/** The database with all its tables. */
async function openMigrated({ database: settings, ottu }: Settings): Promise<Database> {
  let isUsed = false;
  const database = await openDatabase(settings, {
    onConnectionLost: () => logger.warn('An idle database connection was lost; the pool replaces it'),
    // At the start it is the one sentence with which the start ends.
    onReadOnly: oncePer(READ_ONLY_AGAIN_MS, () => isUsed && logger.warn(TAKES_NO_WRITES)),
  });
  try {
    if (database.pooled) logger.log('Behind a pooler: each transaction takes its time limits along');
    await migrate(database);
    // Where there was nothing to migrate a standby has let it pass.
    await assertTakesWrites(database);
    if (ottu.mode === 'live') await requireDurableCommits(database);
    isUsed = true;
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Every request may meet it. */
function oncePer(milliseconds: number, tell: () => void): () => void {
  let told = -Infinity;
  return () => {
    const now = performance.now();
    if (now - told < milliseconds) return;
    told = now;
    tell();
  };
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
  constructor(
    private readonly database: Database,
    private readonly signals: DatabaseSignals,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.signals.close();
    await this.database.close();
  }
}
