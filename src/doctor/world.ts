import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { sql } from 'kysely';

import type { Settings } from '../config/settings.ts';
import { asDatabaseUnusable } from '../database/database-unusable.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { writeJson } from '../json/write-json.ts';
import { transportFor } from '../ottu/ottu-client.ts';
import { PaymentMethodsApi } from '../ottu/payment-methods-api.ts';
import { Deadline } from '../ottu/transport/deadline.ts';
import type { OttuReply, OttuTransport } from '../ottu/transport/ottu-transport.ts';

export const PLUGINS = ['e_commerce', 'payment_request'] as const;
export type Plugin = (typeof PLUGINS)[number];

/** There is no database yet that could be looked at, and the doctor makes none. */
export class NoDatabaseYet extends Error {}

/** Ottu's answer to a question, and when it came by this machine's clock. */
export interface TimedReply {
  readonly reply: OttuReply;
  readonly asked: number;
  readonly answered: number;
}

/** An end that takes longer is left to the end of the process. Milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000;
/** An operator waits for it. Milliseconds. */
const OTTU_DEADLINE_MS = 10_000;

/** What is asked, each once, however many checks want to know. */
export class World {
  readonly #ottu: OttuTransport;
  readonly #replies = new Map<Plugin, Promise<TimedReply>>();
  #database: Promise<Database> | undefined;

  constructor(
    readonly settings: Settings,
    readonly options: { readonly sendTestEvent: boolean },
  ) {
    this.#ottu = transportFor({ ...settings.ottu, proxy: settings.proxy });
  }

  /**
   * The database, which has answered.
   *
   * @throws NoDatabaseYet, DirectoryLocked, DatabaseUnusable, or what nobody foresaw.
   */
  async database(): Promise<Database> {
    this.#database ??= this.#openDatabase();
    return this.#database;
  }

  /**
   * Ottu's payment-methods query, which changes nothing and needs a credential as every call does.
   *
   * @throws TransportFault
   */
  async paymentMethods(plugin: Plugin): Promise<TimedReply> {
    const known = this.#replies.get(plugin) ?? this.#askOttu(plugin);
    this.#replies.set(plugin, known);
    return known;
  }

  async close(): Promise<void> {
    const database = this.#database?.then(async (open) => open.close()).catch(() => undefined);
    await Promise.race([
      Promise.all([database, this.#ottu.close()]),
      sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false }),
    ]);
  }

  async #openDatabase(): Promise<Database> {
    const { database: settings } = this.settings;
    if (settings.kind === 'pglite' && !isThere(settings.directory)) throw new NoDatabaseYet();
    let database: Database | undefined;
    try {
      database = await openDatabase(settings, { onConnectionLost: () => undefined });
      await database.query((db) => sql`select 1`.execute(db));
      return database;
    } catch (error) {
      await database?.close().catch(() => undefined);
      throw asDatabaseUnusable(error);
    }
  }

  async #askOttu(plugin: Plugin): Promise<TimedReply> {
    const deadline = new Deadline(Math.min(this.settings.ottu.timeoutMs, OTTU_DEADLINE_MS));
    const asked = Date.now();
    const reply = await new PaymentMethodsApi(this.#ottu).query(writeJson({ plugin }), deadline);
    return { reply, asked, answered: Date.now() };
  }
}

/** Opening a directory that is empty would make a database of it. */
function isThere(directory: string | undefined): boolean {
  return directory !== undefined && existsSync(join(directory, 'PG_VERSION'));
}
