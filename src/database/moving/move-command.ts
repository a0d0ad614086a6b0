import 'reflect-metadata';

import { parseDatabaseUrl } from '../../config/database-settings.ts';
import { processEnvironment } from '../../config/process-environment.ts';
import { readSettings } from '../../config/read-settings.ts';
import { contentsText } from './contents-text.ts';
import { moveDatabase } from './move-database.ts';
import { openSource } from './open-source.ts';
import { migrateTarget, openTarget } from './open-target.ts';
import { runCommand, type Asked } from './run-command.ts';

const USAGE = `Moves everything from a PGlite directory to an empty PostgreSQL.

  npm run move-database -- --from pglite:DIRECTORY [--to postgres://USER:PASSWORD@HOST:PORT/DATABASE]

  --from  the directory; stop the service that uses it first
  --to    DATABASE_URL unless it is given, which other users of the machine do not see

All rows are copied in one transaction and compared with their source, value by value, before it is committed.
The source is only read. Exit status: 0 moved; 1 nothing was moved; 2 it was not told what to move.`;

async function move({ from, to }: Asked): Promise<string> {
  const settings = to === undefined ? readSettings(processEnvironment()).database : parseDatabaseUrl(to);
  const target = await openTarget(settings);
  try {
    const source = await openSource(from);
    try {
      await migrateTarget(target);
      const moved = await moveDatabase(source, target);
      return `${contentsText(moved)}\n\nMoved; source and target are the same.`;
    } finally {
      await source.close();
    }
  } finally {
    await target.close();
  }
}

process.exitCode = await runCommand({ usage: USAGE, inVain: 'Nothing was moved', run: move });
