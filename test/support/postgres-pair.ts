import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { eventually } from './eventually.ts';
import { startPostgresServer, type PostgresServer } from './postgres-server.ts';

/** A primary with a standby that streams from it. */
export interface PostgresPair {
  readonly primary: PostgresServer;
  readonly standby: PostgresServer;
  /** The standby hears nothing of the primary from now on. */
  readonly sever: () => Promise<void>;
  /** It hears it again, and has all that it missed. */
  readonly reconnect: () => Promise<void>;
  /** The standby is the primary from now on. */
  readonly promote: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The address of a server, as `host:port`. */
export const addressOf = ({ url }: PostgresServer): string => new URL(url).host;

/** @param mode whether a COMMIT is answered before the standby has it. */
export async function startPostgresPair(mode: 'synchronous' | 'asynchronous'): Promise<PostgresPair> {
  // The standby begins as what the primary was before its first start, so that no base backup is needed.
  const folder = mkdtempSync(join(tmpdir(), 'ottu-bff-pair-'));
  const seed = join(folder, 'seed');
  const primary = await startPostgresServer({
    settings: mode === 'synchronous' ? ['synchronous_standby_names=standby'] : [],
    beforeStart: (data) => cpSync(data, seed, { recursive: true }),
  });
  const { hostname, port } = new URL(primary.url);
  const conninfo = `host=${hostname} port=${port} user=postgres application_name=standby`;
  const standby = await startPostgresServer({
    copyOf: seed,
    beforeStart: (data) => {
      writeFileSync(join(data, 'standby.signal'), '');
      appendFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
    },
  });
  rmSync(folder, { recursive: true, force: true });
  await eventually(() => isStreaming(primary));
  return {
    primary,
    standby,
    sever: async () => {
      await ask(standby, "alter system set primary_conninfo = ''");
      await ask(standby, 'select pg_reload_conf()');
    },
    reconnect: async () => {
      await ask(standby, `alter system set primary_conninfo = '${conninfo}'`);
      await ask(standby, 'select pg_reload_conf()');
      await eventually(() => isStreaming(primary));
    },
    promote: async () => {
      await ask(standby, 'select pg_promote(true)');
    },
    stop: async () => {
      await standby.stop();
      await primary.stop();
    },
  };
}

async function isStreaming(primary: PostgresServer): Promise<boolean> {
  const rows = await ask(primary, "select from pg_stat_replication where state = 'streaming'");
  return rows.length === 1;
}

/** One statement on a connection of its own. */
export async function ask(
  { url }: { readonly url: string },
  text: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  // Of a server or a proxy that ends it between two statements.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
