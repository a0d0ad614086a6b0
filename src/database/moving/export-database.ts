import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';

import type { PGlite } from '@electric-sql/pglite';

import type { Database, Tx } from '../database.ts';
import { isOfLock } from '../directory-lock.ts';
import { openDump } from '../open-database.ts';
import { asReader, contentsOf, Differences, differencesOf, type Contents } from './contents.ts';
import { Refusal } from './refusal.ts';

/**
 * Writes PGlite's own dump of its directory into a file that nobody else may read. Before the file gets its name it is
 * restored in memory and held against what it was made of.
 *
 * @returns what is in it
 * @throws Differences, Refusal where there is such a file
 */
export async function exportDatabase(from: Database, file: string): Promise<Contents> {
  const { embedded } = from;
  if (embedded === undefined) throw new Refusal('Only PGlite is exported by this; PostgreSQL has pg_dump');
  if (existsSync(file)) throw new Refusal(`${file} is there already`);
  const unfinished = `${file}.unfinished`;
  try {
    const contents = await from.inTransaction(readContents);
    const dump = await from.exclusively(() => dumpOf(embedded));
    await write(unfinished, dump);
    const restored = await openDump(dump);
    const differences = differencesOf(contents, await restored.inTransaction(readContents));
    await restored.close();
    if (differences.length > 0) throw new Differences(differences);
    // Unlike a renaming it fails where there is such a file by now.
    await link(unfinished, file);
    return contents;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** A gzipped tar of the directory. */
async function dumpOf(embedded: PGlite): Promise<Blob> {
  // PGlite gives no type to the part of its file system that lists a folder.
  const files = embedded.Module.FS as unknown as { readdir: (path: string) => string[] };
  const { readdir } = files;
  // The lock is a socket, which cannot be read as a file.
  files.readdir = (path) => readdir(path).filter((name) => !isOfLock(name));
  try {
    return await embedded.dumpDataDir('gzip');
  } finally {
    files.readdir = readdir;
  }
}

async function readContents(tx: Tx): Promise<Contents> {
  await asReader(tx);
  return contentsOf(tx);
}

async function write(name: string, dump: Blob): Promise<void> {
  const handle = await open(name, 'w', 0o600);
  try {
    await handle.writeFile(Buffer.from(await dump.arrayBuffer()));
    await handle.sync();
  } finally {
    await handle.close();
  }
}
