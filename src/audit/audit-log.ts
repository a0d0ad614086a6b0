import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';

import { UnderWay } from '../background/under-way.ts';
import { Database } from '../database/database.ts';
import { insertEntry, insertOutcomes, type EndedUse } from './audit-rows.ts';
import type { KeyUse } from './key-use.ts';

/** How long a stopping process still waits for what it has not stored yet. */
const SHUTDOWN_WAIT_MS = 5_000;

/** Writes down what is done with service keys: that a use begins, before it can do anything, and how it ended. */
@Injectable()
export class AuditLog implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #logger = new Logger('Audit');
  readonly #underWay = new UnderWay();
  /** What ends while a statement is under way is written by the next one. */
  #next: { readonly uses: EndedUse[]; readonly written: Promise<void> } | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  /** @throws StoreUnavailable; then the use must not be made */
  async begin(use: KeyUse): Promise<void> {
    await this.database.query((db) => insertEntry(db, use));
    use.stored = true;
  }

  /** Resolves when it is written, or could not be: the use has been made by then, and its caller gets his answer. */
  async end(ended: EndedUse): Promise<void> {
    this.#next ??= this.#batch();
    this.#next.uses.push(ended);
    return this.#next.written;
  }

  /** What callers who have been answered do not wait for. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#underWay.ended(SHUTDOWN_WAIT_MS);
  }

  /** Once more, for the last requests. The database is closed after this. */
  async onApplicationShutdown(): Promise<void> {
    await this.#underWay.ended(SHUTDOWN_WAIT_MS);
  }

  #batch(): { readonly uses: EndedUse[]; readonly written: Promise<void> } {
    const uses: EndedUse[] = [];
    const written = this.#last.then(() => {
      this.#next = undefined;
      return this.#write(uses);
    });
    this.#last = this.#underWay.add(written);
    return { uses, written };
  }

  async #write(uses: readonly EndedUse[]): Promise<void> {
    try {
      await this.database.query((db) => insertOutcomes(db, uses));
    } catch (error) {
      this.#logger.warn({ count: uses.length, err: error }, 'How uses of service keys ended could not be written');
    }
  }
}
