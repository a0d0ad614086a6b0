import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { linesTo } from './turn-stream.ts';

describe('the stream of log lines', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ottu-bff-lines-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function opened(name: string) {
    const path = join(folder, name);
    const fd = openSync(path, 'a');
    return { lines: linesTo(fd), written: () => readFileSync(path, 'utf8'), close: () => closeSync(fd) };
  }

  it('has written the lines of a turn, in their order, before the next one', async () => {
    const { lines, written, close } = opened('turn');
    lines.write('one\n');
    lines.write('two\n');
    expect(written()).toBe('');
    await nextTurn();
    expect(written()).toBe('one\ntwo\n');
    lines.write('three\n');
    await nextTurn();
    expect(written()).toBe('one\ntwo\nthree\n');
    close();
  });

  it('waits for no turn with what is flushed, such as a fatal line', () => {
    const { lines, written, close } = opened('fatal');
    lines.write('before\n');
    lines.write('fatal\n');
    lines.flushSync();
    expect(written()).toBe('before\nfatal\n');
    close();
  });

  it('keeps no more than a few kilobytes', () => {
    const { lines, written, close } = opened('long');
    const line = `${'x'.repeat(99)}\n`;
    for (let count = 0; count < 1_000; count += 1) lines.write(line);
    expect(written().length).toBeGreaterThan(100_000 - 16_384);
    lines.flushSync();
    expect(written()).toBe(line.repeat(1_000));
    close();
  });
});
