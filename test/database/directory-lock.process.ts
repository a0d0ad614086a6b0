import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { DirectoryLocked, lockDirectory } from '../../src/database/directory-lock.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';

let simulator: Simulator;
let directory: string;

beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(async () => simulator.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ottu-bff-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the lock on the PGlite directory', () => {
  it('a second service is told, in one message without a stack, that the directory is in use', async () => {
    const variables = variablesFor(simulator, `pglite:${directory}`, { LOG_LEVEL: 'info' });
    const first = await startServiceProcess(variables);
    await expect(startServiceProcess(variables)).rejects.toThrow(
      /Another process is using the PGlite directory(?!.*\n\s+at )/s,
    );
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
    expect(await first.end('SIGTERM')).toBe(0);
  });

  it('dies with its process: after kill -9 the next service starts by itself', async () => {
    const variables = variablesFor(simulator, `pglite:${directory}`);
    const first = await startServiceProcess(variables);
    await first.end('SIGKILL');
    const second = await startServiceProcess(variables);
    expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('`npm run migrate` does its work, does it once, and respects the lock', async () => {
    const migrate = () =>
      spawnSync(process.execPath, ['dist/database/migrate-command.js'], {
        encoding: 'utf8',
        env: { ...variablesFor(simulator, `pglite:${directory}`), PATH: process.env['PATH'] },
      });
    expect(migrate()).toMatchObject({ status: 0, stdout: expect.stringContaining('0005-reconciliation') });
    expect(migrate()).toMatchObject({ status: 0, stdout: 'The database is up to date.\n' });
    const service = await startServiceProcess(variablesFor(simulator, `pglite:${directory}`));
    const refused = migrate();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/^Another process is using the PGlite directory/);
    await service.end('SIGTERM');
  });
});

describe('lockDirectory', () => {
  it('never lets two in, however many come at once, and lets one in over what a killed process has left', async () => {
    spawnSync(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(join(directory, 'ottu-bff.lock.0badc0de'))}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    expect(readdirSync(directory)).toEqual(['ottu-bff.lock.0badc0de']);

    const ends = await Promise.allSettled(Array.from({ length: 10 }, () => lockDirectory(directory, 3_000)));
    const held = ends.filter((end) => end.status === 'fulfilled');
    expect(held).toHaveLength(1);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(DirectoryLocked);
    await held[0]?.value.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('waits for the one who has it, and gets it when it is let go', async () => {
    const first = await lockDirectory(directory);
    const second = lockDirectory(directory, 5_000);
    await first.release();
    await (await second).release();
  });

  it('works where the path is longer than the address of a socket may be', async () => {
    const deep = join(directory, 'd'.repeat(120), 'data');
    mkdirSync(deep, { recursive: true });
    const lock = await lockDirectory(deep);
    await expect(lockDirectory(deep, 50)).rejects.toThrow(DirectoryLocked);
    await lock.release();
    expect(readdirSync(deep)).toEqual([]);
  });
});
