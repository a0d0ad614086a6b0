import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor, type Variables } from '../support/service.ts';

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

/** Without the documents, unless they are asked for. */
const PRODUCTION = { NODE_ENV: 'production' };
const PROGRAM = ['dist/main.js', 'dist/service.js'];

interface Recorded extends ServiceProcess {
  /** The modules that it has read so far, from the repository. */
  readonly modules: () => readonly string[];
}

async function startRecorded(name: string, databaseUrl: string, more: Variables = {}): Promise<Recorded> {
  const file = join(folder, name);
  writeFileSync(file, '');
  const service = await startServiceProcess({
    ...variablesFor(simulator, databaseUrl, more),
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
  it('reads one file beside its entry until it is ready on PostgreSQL, and one package more on PGlite', async () => {
    const onPostgres = await startRecorded('postgres', await freshDatabaseUrl(), PRODUCTION);
    expect(onPostgres.modules()).toEqual(PROGRAM);
    await onPostgres.end('SIGTERM');

    const onPGlite = await startRecorded('pglite', 'pglite:memory', PRODUCTION);
    const others = onPGlite.modules().filter((file) => !file.startsWith('node_modules/@electric-sql/pglite/'));
    expect(others).toEqual(PROGRAM);
    await onPGlite.end('SIGTERM');
  });

  it('has for each class the name that it had in a file of its own, although others have it too', () => {
    const lines = readFileSync(join(ROOT, 'dist', 'service.js'), 'utf8').split('\n');
    const renamed = lines.flatMap((line, index) => {
      const [, name] = /^(?:(?:var|let|const) (\w+) = (?:\w+ = )?)?class\b/.exec(line) ?? [];
      return name !== undefined && /\d$|^_/.test(name) && lines[index + 1] !== '  static {' ? [line] : [];
    });
    expect(renamed).toEqual([]);
  });

  it('has the same document as its sources', async () => {
    const service = await startRecorded('document', await freshDatabaseUrl());
    const answer = await fetch(`${service.url}/docs-json`);
    expect(await answer.json()).toEqual(JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')));
    expect((await fetch(`${service.url}/docs/`)).status).toBe(200);
    expect((await fetch(`${service.url}/docs/swagger-ui.css`)).status).toBe(200);
    await service.end('SIGTERM');
  });

  it('is ready and ends well where nothing compiled can be kept', async () => {
    const service = await startServiceProcess({
      ...variablesFor(simulator, await freshDatabaseUrl()),
      // A file is no directory that could be made.
      NODE_COMPILE_CACHE: '/dev/null/compiled',
    });
    expect(await service.end('SIGTERM')).toBe(0);
  });
});
