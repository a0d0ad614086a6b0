import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import type { ChildOptions } from './child.ts';
import { ChildTrouble, Company } from './company.ts';
import { settledPort } from './ports.ts';

function script(code: string): ChildOptions {
  return { name: 'The test', args: ['--eval', code], cwd: tmpdir(), env: {} };
}

/** Answers every request, writes its process id, and ends as `on` says. */
function server(port: number, on: string): ChildOptions {
  const code = `
    require('node:http').createServer((_, response) => response.end()).listen(${port}, '127.0.0.1');
    ${on}`;
  return script(code);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the processes of a demo', () => {
  it('are gone when their end is over, even one that takes its time', async () => {
    const company = new Company();
    const pids: number[] = [];
    const onLine = (line: string): void => void pids.push(Number(line));
    const stubborn = "process.on('SIGTERM', () => setTimeout(() => process.exit(), 200)); console.log(process.pid);";
    const port = await settledPort(0);
    await company.start({ ...server(port, stubborn), onLine }, `http://127.0.0.1:${port}`);
    expect(pids.map(isAlive)).toEqual([true]);
    await company.end();
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('are reported with their last words when they end by themselves', async () => {
    const company = new Company();
    const port = await settledPort(0);
    const dying = "require('node:http').get; setTimeout(() => { console.log('out of luck'); process.exit(3); }, 300);";
    await company.start(server(port, dying), `http://127.0.0.1:${port}`);
    const trouble = await company.death;
    expect(trouble).toBeInstanceOf(ChildTrouble);
    expect(trouble.message).toBe('The test ended by itself (status 3).');
    expect(trouble.lines).toEqual(['out of luck']);
    await company.end();
  });

  it('are not missed when they were asked to end', async () => {
    const company = new Company();
    const port = await settledPort(0);
    await company.start(server(port, ''), `http://127.0.0.1:${port}`);
    await company.end();
    const later = new Promise((resolve) => void setTimeout(resolve, 50, 'nothing'));
    expect(await Promise.race([company.death, later])).toBe('nothing');
  });

  it('fail the start when they end before they are ready, or do not end well', async () => {
    const company = new Company();
    await expect(company.run(script('process.exit(2)'))).rejects.toThrow('The test failed (status 2).');
    await expect(company.start(script('process.exit(0)'), 'http://127.0.0.1:9')).rejects.toThrow(ChildTrouble);
  });

  it('end with a demo that could not say goodbye', async () => {
    const company = new Company();
    const orphan =
      "process.kill(process.ppid, 0); setTimeout(() => process.exit(9), 20_000); process.stdin.emit('end');";
    await expect(company.run(script(orphan))).rejects.toThrow('signal SIGTERM');
  });
});
