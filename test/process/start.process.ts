import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Writes down each module that a process reads, before the first one of its own. */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  import { appendFileSync } from 'node:fs';
  registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:')) appendFileSync(process.env.MODULES_READ, url + '\\n');
      return next(url, context);
    },
  });`)}`;

const folder = mkdtempSync(join(tmpdir(), 'start-'));
let simulator: Simulator;
beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Recorded extends ServiceProcess {
  /** The modules that it has read so far, from the repository. */
  readonly modules: () => readonly string[];
}

async function startRecorded(name: string, databaseUrl: string): Promise<Recorded> {
  const file = join(folder, name);
  writeFileSync(file, '');
  const service = await startServiceProcess({
    ...variablesFor(simulator, databaseUrl),
    NODE_OPTIONS: `--import=${RECORDER}`,
    MODULES_READ: file,
  });
  const modules = (): string[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((url) => relative(ROOT, fileURLToPath(url)));
  return { ...service, modules };
}

describe('the built service', () => {
  it('reads one file until it is ready on PostgreSQL, and one more package on PGlite', async () => {
    const onPostgres = await startRecorded('postgres', await freshDatabaseUrl());
    expect(onPostgres.modules()).toEqual(['dist/main.js']);
    await onPostgres.end('SIGTERM');

    const onPGlite = await startRecorded('pglite', 'pglite:memory');
    const others = onPGlite.modules().filter((file) => !file.startsWith('node_modules/@electric-sql/pglite/'));
    expect(others).toEqual(['dist/main.js']);
    await onPGlite.end('SIGTERM');
  });

  it('has the same document as its sources: no class lost its name when they became one file', async () => {
    const service = await startRecorded('document', await freshDatabaseUrl());
    const answer = await fetch(`${service.url}/docs-json`);
    expect(await answer.json()).toEqual(JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')));
    expect((await fetch(`${service.url}/docs/`)).status).toBe(200);
    expect((await fetch(`${service.url}/docs/swagger-ui.css`)).status).toBe(200);
    await service.end('SIGTERM');
  });
});
