import type { Contents } from './contents.ts';

const INDENT = '  ';

/** As a table for people: rows and digest of each table, then the sums. */
export function contentsText({ tables, sums }: Contents): string {
  const lines = [
    ['table', 'rows', 'digest'],
    ...tables.map(({ name, rows, digest }) => [name, rows, digest]),
    [],
    ['sum', 'minor units'],
    ...sums.map(({ what, minor }) => [what, minor]),
  ];
  const first = Math.max(...lines.map(([name = '']) => name.length));
  const second = Math.max(...lines.map(([, value = '']) => value.length));
  return lines
    .map(([name = '', value = '', more = '']) =>
      `${name.padEnd(first)}${INDENT}${value.padStart(second)}${INDENT}${more}`.trimEnd(),
    )
    .join('\n');
}
