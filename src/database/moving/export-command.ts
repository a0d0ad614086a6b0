import 'reflect-metadata';

import { contentsText } from './contents-text.ts';
import { exportDatabase } from './export-database.ts';
import { openSource } from './open-source.ts';
import { Refusal } from './refusal.ts';
import { runCommand, type Asked } from './run-command.ts';

const USAGE = `Exports a PGlite directory into one file, a gzipped tar of it.

  npm run export-database -- --from pglite:DIRECTORY --to FILE.tar.gz

  --from  the directory; stop the service that uses it first
  --to    a file that is not there yet

The file is restored in memory and compared with the directory, value by value, before it gets its name. To restore it:
mkdir -m 700 DIRECTORY && tar -xzf FILE.tar.gz -C DIRECTORY
Exit status: 0 exported; 1 nothing was exported; 2 it was not told what to export.`;

async function exportTo({ from, to }: Asked): Promise<string> {
  if (to === undefined) throw new Refusal('--to is missing: the file to write');
  const source = await openSource(from);
  try {
    const exported = await exportDatabase(source, to);
    return `${contentsText(exported)}\n\nExported to ${to}; what is restored from it is the same.`;
  } finally {
    await source.close();
  }
}

process.exitCode = await runCommand({ usage: USAGE, inVain: 'Nothing was exported', run: exportTo });
