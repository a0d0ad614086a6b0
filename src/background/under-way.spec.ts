import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const MODULE = pathToFileURL(join(import.meta.dirname, 'under-way.ts')).href;

/** In a process of its own, whose event loop nothing else holds. */
function printedBy(code: string): string {
  const script = `import { UnderWay } from '${MODULE}'; const underWay = new UnderWay(); ${code}`;
  const { stdout } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  return stdout.trim();
}

describe('the end of what is under way', () => {
  it('M4: is waited for although nothing else holds the process', () => {
    const work = `new Promise((resolve) => setTimeout(resolve, 1).unref())`;
    expect(printedBy(`void underWay.add(${work}); await underWay.ended(600_000); console.log('waited')`)).toBe(
      'waited',
    );
  });

  it('is waited for no longer than its bound', () => {
    const work = 'new Promise(() => undefined)';
    expect(printedBy(`void underWay.add(${work}); await underWay.ended(1); console.log('gave up')`)).toBe('gave up');
  });
});
