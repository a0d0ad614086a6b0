import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';

const logger = new Logger('Database');

@Module({
  providers: [
    {
      provide: Database,
      inject: [Settings],
      useFactory: async ({ database: settings }: Settings): Promise<Database> => {
        const database = await openDatabase(settings, {
          onConnectionLost: () => logger.warn('An idle database connection was lost; the pool replaces it'),
        });
        await migrate(database);
        return database;
      },
    },
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
