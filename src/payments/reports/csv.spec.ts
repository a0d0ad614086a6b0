import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { csvLine, textCell } from './csv.ts';

/** By the grammar of RFC 4180 and nothing else. */
function parsed(file: string): string[][] {
  const lines: string[][] = [];
  let rest = file;
  while (rest !== '') {
    const line: string[] = [];
    for (;;) {
      const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
      if (cell === null) throw new Error(`no CSV: ${JSON.stringify(rest.slice(0, 40))}`);
      line.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '');
      rest = rest.slice(cell[0].length);
      if (cell[3] === '\r\n') break;
    }
    lines.push(line);
  }
  return lines;
}

/** Texts with much of what matters in them. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        "'",
        '"',
        ',',
        ';',
        '\r',
        '\n',
        '\t',
        ' ',
        '＝',
        '\u200f',
        '\u00a0',
        'ع',
        'a',
        '1',
      ),
    )
    .map((pieces) => pieces.join('')),
);

describe('a line of CSV', () => {
  it('is read as the cells that were written, by a reader that knows RFC 4180 alone', () => {
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (lines) => {
        expect(parsed(lines.map(csvLine).join(''))).toEqual(lines);
      }),
    );
  });

  it('has what parts cells in other countries in quotes', () => {
    expect(csvLine(['a;b', 'a\tb', '1.000', 'x-1'])).toBe('"a;b","a\tb",1.000,x-1\r\n');
  });
});

describe('text of others', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r1',
    '\n1',
    ' =1',
    '\u00a0=1',
    '＝1',
    '＋1',
    '－1',
    '＠a',
    '﹦1',
    '−1',
    '\u200f=1',
    '\ufeff=1',
    "'=1",
  ])('that a spreadsheet might take for a formula begins with an apostrophe: %j', (formula) => {
    expect(textCell(formula)).toBe(`'${formula}`);
  });

  it.each(['ORD-1001', 'طلب ٢٠٢٦/١٠٠١', 'a=1', "O'Neil", "'quoted'", '', ' '])(
    'stays as it is otherwise: %j',
    (plain) => {
      expect(textCell(plain)).toBe(plain);
    },
  );

  it('can be read back: where an apostrophe is ours, the rest of the cell would have got one', () => {
    fc.assert(
      fc.property(text, (original) => {
        const cell = textCell(original);
        const rest = cell.slice(1);
        expect(cell.startsWith("'") && textCell(rest) !== rest ? rest : cell).toBe(original);
        // A second look finds nothing that would begin a formula.
        expect(cell).not.toMatch(/^[\s\p{C}\p{Z}]*[=+\-@＝＋－＠]/u);
      }),
    );
  });
});
