import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { createApp } from '../../src/create-app.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { variablesFor } from '../support/service.ts';

// PGlite has no setting of a database that would outlive its memory.
let simulator: Simulator;

beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(async () => {
  await simulator.close();
});

const live = (url: string) => ({
  ...variablesFor(simulator, url),
  NODE_ENV: 'production',
  LIVE_CHECKS: 'warn',
  OTTU_MODE: 'live',
  OTTU_BASE_URL: 'https://127.0.0.1:9',
  PUBLIC_URL: 'https://pay.example',
  ALLOW_PGLITE_IN_LIVE: 'true',
});

describe('M98: live mode', () => {
  it('says what is wrong with a database whose commits are not durable', async () => {
    const url = await freshDatabaseUrl();
    const { database: settings } = readSettings(variablesFor(simulator, url));
    const database = await openDatabase(settings, { onConnectionLost: () => undefined });
    await database.query((db) =>
      sql`alter database ${sql.id(new URL(url).pathname.slice(1))} set synchronous_commit = off`.execute(db),
    );
    await database.close();
    await expect(createApp(readSettings(live(url)))).rejects.toThrow(
      /DATABASE_URL names a database with synchronous_commit off/,
    );
    await (await createApp(readSettings(variablesFor(simulator, url)))).close();
  });
});
