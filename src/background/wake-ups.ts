import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { DatabaseModule } from '../database/database.module.ts';
import { DatabaseSignals } from '../database/database-signals.ts';
import { Background } from './background.ts';

/** The channel of PostgreSQL on which replicas wake each other's work: its name and milliseconds. */
const WORK_CHANNEL = 'ottu_bff_work';
const MESSAGE = /^(\w+) (\d{1,9})$/;

/**
 * Wakes work of this name on every replica that listens, `afterMs` after the commit. For the `returning` of the statement
 * that makes a row due, so that it costs no statement of its own.
 */
export function wakeReplicas(name: string, afterMs: number): RawBuilder<unknown> {
  return sql`pg_notify(${WORK_CHANNEL}, ${`${name} ${Math.ceil(afterMs)}`})`;
}

/** Hears what other replicas wake. Without LISTEN (PgBouncer) nothing is missing: rows are polled for (M30). */
@Injectable()
class WakeUps implements OnModuleInit {
  constructor(
    private readonly background: Background,
    private readonly signals: DatabaseSignals,
  ) {}

  onModuleInit(): void {
    this.signals.listen(WORK_CHANNEL, {
      onSignal: (message) => {
        const [, name, afterMs] = MESSAGE.exec(message) ?? [];
        if (name !== undefined) this.background.wake(name, Number(afterMs));
      },
      onResumed: () => this.background.wakeAllWokenByReplicas(),
    });
  }
}

@Module({ imports: [DatabaseModule], providers: [WakeUps] })
export class WakeUpsModule {}
