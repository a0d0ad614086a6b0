import { Injectable, Module, type OnModuleInit } from '@nestjs/common';

import { DatabaseModule } from '../database/database.module.ts';
import { DatabaseSignals } from '../database/database-signals.ts';
import { Background } from './background.ts';

/** The channel of PostgreSQL on which replicas wake each other's work: its name and milliseconds. */
const WORK_CHANNEL = 'ottu_bff_work';
const MESSAGE = /^(\w+) (\d{1,9})$/;

/**
 * Carries wake-ups from replica to replica, and ignores a payload that names no such work: another version may have sent it.
 * Without LISTEN (PgBouncer without `DATABASE_DIRECT_URL`) nothing is missing: rows are polled for (M30).
 *
 * Every replica hears every notification, and many settlements send many. That is no storm: what comes together is sent
 * together, and the poller of each replica merges all wakes that are pending (`Poller.wake`). Its runs follow one another, so
 * a replica has one query for due rows under way at most.
 */
@Injectable()
export class WakeUps implements OnModuleInit {
  constructor(
    private readonly background: Background,
    private readonly signals: DatabaseSignals,
  ) {}

  onModuleInit(): void {
    this.background.tellReplicasBy((name, afterMs) => this.signals.tell(WORK_CHANNEL, `${name} ${Math.ceil(afterMs)}`));
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
