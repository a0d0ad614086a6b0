import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Threat {
  readonly threat: string;
  readonly defence: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

/** The rows of the table of threats. */
function threats(): Threat[] {
  const page = read('docs/security.md');
  const section = page.slice(page.indexOf('\n## Threats\n'), page.indexOf('\n## Who may call\n'));
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:threat |-)/.test(line));
  return rows.map((row) => {
    const [, threat = '', defence = '', tests = ''] = row.split(/ *\| */);
    const named = [...tests.matchAll(/`([^`]+)`: “([^”]+)”/g)];
    return { threat, defence, tests: named.map(([, file = '', title = '']) => ({ file, title })) };
  });
}

/** Whether a test, or a group of tests, has this title: it stands alone, and first, behind the bracket of a call. */
function hasTitle(file: string, title: string): boolean {
  const literal = title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\(\\s*(['"\`])${literal}\\1,`).test(read(file));
}

describe('the table of threats', () => {
  it('has them all', () => {
    expect(threats().length).toBeGreaterThan(35);
  });

  it.each(threats().map((row) => [row.threat, row] as const))(
    'names a defence, and tests that are there: %s',
    (_threat, { defence, tests }) => {
      expect(defence).not.toBe('');
      expect(tests.length).toBeGreaterThan(0);
      for (const { file, title } of tests) {
        expect(file).toMatch(/^(?:src|test)\/.*\.(?:spec|e2e|process)\.ts$/);
        expect([file, title, hasTitle(file, title)]).toEqual([file, title, true]);
      }
    },
  );
});

describe('packages', () => {
  it('are exact in package.json, and each has a hash in the lock file', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const versions = Object.entries({ ...dependencies, ...devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
    const lock = JSON.parse(read('package-lock.json')) as {
      readonly packages: Readonly<
        Record<string, { readonly integrity?: string; readonly link?: boolean; readonly inBundle?: boolean }>
      >;
    };
    const unproven = Object.entries(lock.packages).filter(
      ([name, { integrity, link, inBundle }]) =>
        // Its own workspaces are no packages of somebody else.
        name.startsWith('node_modules/') &&
        link !== true &&
        inBundle !== true &&
        !String(integrity).startsWith('sha512-'),
    );
    expect(unproven.map(([name]) => name)).toEqual([]);
  });
});

describe('the container', () => {
  it('takes every right away that the service does not need', () => {
    const { services } = parse(read('docker/compose.yaml'), { merge: true }) as {
      readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    expect(services['service']).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(read('Dockerfile')).toMatch(/^USER (?!root|0\b)\S+$/m);
  });
});
