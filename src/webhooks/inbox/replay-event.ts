import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Database } from '../../database/database.ts';
import { InboxWorker } from '../processing/inbox-worker.ts';
import { findEntry, type InboxEntry } from './inbox-reader.ts';

/** Runs a stored event again; what it taught before is not learnt twice (M21). */
@Injectable()
export class ReplayEvent {
  constructor(
    private readonly database: Database,
    private readonly worker: InboxWorker,
  ) {}

  /** @returns the event afterwards; nothing when there is none. One that is worked on just now is left alone. */
  async execute(id: string): Promise<InboxEntry | undefined> {
    await this.database.inTransaction((tx) =>
      tx
        .updateTable('webhook_inbox')
        .set({
          state: 'received',
          tries: 0,
          doubts: null,
          trouble: null,
          finished_at: null,
          claimed_until: null,
          next_try_at: sql<Date>`now()`,
        })
        .where('id', '=', id)
        .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<', sql<Date>`now()`)]))
        .execute(),
    );
    await this.worker.run(id);
    return this.database.query((db) => findEntry(db, id));
  }
}
