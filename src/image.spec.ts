import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

/** Stages of the Dockerfile, each from its FROM on; what stands before the first one comes first. */
const STAGES: readonly (readonly Instruction[])[] = stagesOf(read('Dockerfile'));
const FINAL = STAGES.at(-1) ?? [];

function stagesOf(text: string): Instruction[][] {
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: Instruction[][] = [[]];
  for (const line of lines) {
    const [, keyword = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === 'FROM') stages.push([]);
    stages.at(-1)?.push({ keyword, rest });
  }
  return stages;
}

const all = (keyword: string, stage = FINAL): string[] =>
  stage.filter((instruction) => instruction.keyword === keyword).map(({ rest }) => rest);

/** The words of an instruction in exec form; undefined where a shell would have to read it. */
function wordsOf(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

describe('the image', () => {
  it('is built on, and runs on, what two arguments name, so that both can be pinned by digest', () => {
    const [before = []] = STAGES;
    expect(all('ARG', before)).toEqual(['NODE_IMAGE=node:24-bookworm-slim', 'RUNTIME_IMAGE=${NODE_IMAGE}']);
    expect(STAGES.slice(1).map((stage) => all('FROM', stage).join())).toEqual([
      '${NODE_IMAGE} AS build',
      '${NODE_IMAGE} AS dependencies',
      '${RUNTIME_IMAGE}',
    ]);
  });

  it('needs no shell, neither to be put together on its base nor to run', () => {
    const commands = ['RUN', 'ENTRYPOINT', 'CMD'].flatMap((keyword) => all(keyword));
    const health = all('HEALTHCHECK').map((rest) => rest.replace(/^.*?\bCMD /, ''));
    expect(health).toHaveLength(1);
    const words = [...commands, ...health].map((command) => wordsOf(command) ?? command);
    expect(words.filter((command) => typeof command === 'string')).toEqual([]);
    expect(new Set(words.flatMap(([program]) => program ?? []))).toEqual(new Set(['node']));
    // Without it the base's own would be used, which is a shell script in the official images.
    expect(all('ENTRYPOINT')).toEqual(['[]']);
    expect(all('SHELL')).toEqual([]);
  });

  it('starts what the build makes, as a user with a number and without rights', () => {
    const [program, ...words] = wordsOf(all('CMD').join()) ?? [];
    const file = words.at(-1) ?? '';
    expect(program).toBe('node');
    // `npm start` is the same, and so is what was compiled ahead: code that was compiled under other limits is no use.
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts['start']).toBe([program, ...words].join(' '));
    expect(all('RUN').map((rest) => wordsOf(rest)?.slice(0, -1))).toContainEqual([program, ...words.slice(0, -1)]);
    expect(existsSync(join(ROOT, file.replace('dist/', 'src/').replace('.js', '.ts')))).toBe(true);
    expect(all('USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('says what it is: its version, its revision and its base', () => {
    const labels = Object.fromEntries(
      [
        ...all('LABEL')
          .join(' ')
          .matchAll(/org\.opencontainers\.image\.([\w.]+)="([^"]*)"/g),
      ].map(([, name = '', value]) => [name, value]),
    );
    const { name, version, license } = JSON.parse(read('package.json')) as Record<string, string>;
    expect(labels).toEqual({
      title: name,
      description: expect.stringMatching(/./),
      licenses: license,
      version,
      revision: '${REVISION}',
      created: '${CREATED}',
      'base.name': '${RUNTIME_IMAGE}',
    });
    expect(all('ARG')).toEqual(['RUNTIME_IMAGE', 'REVISION=""', 'CREATED=""']);
  });

  it('copies nothing of the checkout that .dockerignore does not let through', () => {
    const ignore = read('.dockerignore').split('\n');
    const copied = STAGES.flatMap((stage) => all('COPY', stage))
      .filter((rest) => !rest.startsWith('--from='))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(ignore).toContain('*');
    expect(copied.length).toBeGreaterThan(4);
    expect(copied.filter((path) => !ignore.includes(`!${path.replace('./', '')}`))).toEqual([]);
  });
});

describe('the health check of the image', () => {
  const [program, ...args] =
    wordsOf(
      all('HEALTHCHECK')
        .join()
        .replace(/^.*?\bCMD /, ''),
    ) ?? [];

  it.each([
    [200, 0],
    [503, 1],
  ])('asks whether the process lives, and takes %d as status %d', async (answer, status) => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(answer).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    expect(await statusWith((server.address() as AddressInfo).port)).toBe(status);
    server.close();
    expect(asked).toEqual(['/health/live']);
  });

  it('fails where nobody listens', async () => {
    expect(await statusWith(9)).toBe(1);
  });

  async function statusWith(port: number): Promise<number | null> {
    expect(program).toBe('node');
    const child = spawn(process.execPath, args, { env: { PORT: String(port) }, stdio: 'ignore' });
    return new Promise((resolve) => void child.once('close', resolve));
  }
});
