import { describe, expect, it } from '@jest/globals';

import { REPLY_TABLE } from './reply-table.ts';
import { RANKS, validateTables } from './validate-tables.ts';

type Table = typeof REPLY_TABLE;
const changed = (name: string, changes: Partial<Table[number]>): Table =>
  REPLY_TABLE.map((row) => (row.name === name ? { ...row, ...changes } : row));
const ranksWithout = (state: string) => RANKS.map((rank) => rank.filter((each) => each !== state));

describe('the tables that money is read by, checked at start', () => {
  it('M11 M21: those of this service can be worked with', () => expect(() => validateTables()).not.toThrow());

  it.each<[string, Table, RegExp]>([
    ['a row that is there twice', [...REPLY_TABLE.slice(0, 1), ...REPLY_TABLE], /two rows success/],
    ['no row that fits everything', REPLY_TABLE.slice(0, -1), /only one that fits everything/],
    [
      'a row before the last that fits everything',
      changed('pending', { fits: () => true }),
      /only one that fits everything/,
    ],
    [
      'an unreadable answer that settles',
      changed('unreadable', { attempt: 'declined' }),
      /must leave the attempt unknown/,
    ],
    [
      'an answer that leaves the attempt sending',
      changed('pending', { attempt: 'sending' }),
      /leaves the attempt sending/,
    ],
    [
      'a refusal that leaves it open',
      changed('refused', { attempt: 'unknown' }),
      /a refusal and leaves the attempt open/,
    ],
    [
      'a success that is not recorded',
      REPLY_TABLE.map(({ fact: _fact, ...row }) => row),
      /success that is not recorded/,
    ],
  ])('M11: not %s', (_what, table, fault) => expect(() => validateTables(table)).toThrow(fault));

  it('M21: not a state without a rank, with two, or in the wrong place', () => {
    expect(() => validateTables(REPLY_TABLE, ranksWithout('pending'))).toThrow(/pending has no rank/);
    expect(() => validateTables(REPLY_TABLE, [...RANKS, ['failed']])).toThrow(/failed has two ranks/);
    expect(() => validateTables(REPLY_TABLE, RANKS.toReversed())).toThrow(/order of the states/);
  });
});
