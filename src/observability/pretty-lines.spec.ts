import { describe, expect, it } from '@jest/globals';

import { prettyLine, prettyStream } from './pretty-lines.ts';

const ESCAPE = '\u001B';
const COLOR = new RegExp(`${ESCAPE}\\[\\d+m`, 'g');
const read = (line: Readonly<Record<string, unknown>>): string => prettyLine(line).replaceAll(COLOR, '');

describe('lines for people', () => {
  it('have time, level, part and words first, then every field', () => {
    const line = { level: 'info', time: '2026-06-01T12:00:00.123Z', context: 'Ottu', status: 201, msg: 'call to Ottu' };
    expect(read({ ...line, order_no: 'A 1' })).toBe(
      '12:00:00.123 INFO  [Ottu] call to Ottu status=201 order_no="A 1"\n',
    );
  });

  it('have an error with its frames and what caused it', () => {
    const err = { name: 'Error', stack: '    at a (a.ts:1:1)', cause: { name: 'SyntaxError', code: '22P02' } };
    expect(read({ level: 'error', time: '2026-06-01T12:00:00.123Z', msg: 'it failed', err })).toBe(
      '12:00:00.123 ERROR it failed\n    Error\n    at a (a.ts:1:1)\n    because of SyntaxError 22P02\n',
    );
  });

  it('tell a terminal nothing, whatever a field holds', () => {
    const hostile = `${ESCAPE}]0;title\u0007\n\u202Efake`;
    const pretty = read({ level: 'info', time: '', msg: `a ${hostile}`, context: 'A', order_no: hostile });
    expect(pretty).not.toMatch(/[^\x20-\x7E\n]/);
    expect(pretty.split('\n')).toHaveLength(2);
  });

  it('are made of each line of JSON', () => {
    const written: string[] = [];
    prettyStream({ write: (text) => written.push(text) }).write('{"level":"warn","time":"","msg":"x"}\n');
    expect(written.map((text) => text.replaceAll(COLOR, ''))).toEqual([' WARN  x\n']);
  });
});
