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
 *
 * Every replica hears every notification, and many settlements send many. That is no storm: PostgreSQL merges equal ones
 * of one transaction, and the poller of each replica merges all wakes that are pending (`Poller.wake`). Its runs follow
 * one another, so a replica has one query for due rows under way at most. Send it only for what is due soon: what comes
 * later than two pauses of the poller is polled for.
 *
 * @param name of work that is `wokenByReplicas`; replicas ignore any other.
 */
export function wakeReplicas(name: string, afterMs: number): RawBuilder<unknown> {
  return sql`pg_notify(${WORK_CHANNEL}, ${`${name} ${Math.ceil(afterMs)}`})`;
}

/**
 * Hears what other replicas wake, and ignores a payload that names no such work: another version may have sent it. Without
 * LISTEN (PgBouncer without `DATABASE_DIRECT_URL`) nothing is missing: rows are polled for (M30).
 */
@Injectable()
export class WakeUps implements OnModuleInit {
  constructor(
    private readonly background: Background,
    private readonly signals: DatabaseSignals,
  ) {}

  onModuleInit(): void {
    this.signals.listen(WORK_CHANNEL, {
      onSignal: (message) => {
        const [, name, afterMs] = MESSAGE.exec(message) ?? [];
        if (name !== undefined) this.background.wakeForReplica(name, Number(afterMs));
      },
      onResumed: () => this.background.wakeAllWokenByReplicas(),
    });
  }
}

@Module({ imports: [DatabaseModule], providers: [WakeUps] })
export class WakeUpsModule {}
