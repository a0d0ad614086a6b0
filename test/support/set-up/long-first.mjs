import { statSync } from 'node:fs';

import TestSequencer from '@jest/test-sequencer';

/** How much longer a line of a file takes than one of an end-to-end file on PostgreSQL, roughly. */
const WEIGHTS = { unit: 0.1, postgres: 1, pglite: 3, process: 6 };

/**
 * The longest files first, so that no worker waits at the end for the other. Jest knows how long they took where they have
 * run before; in a fresh clone it would go by their sizes, and short files that start processes would come last.
 */
// Jest wants a default export.
export default class LongFirst extends TestSequencer {
  sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- Not that of an array.
    const sorted = super.sort(tests);
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted;
    const weight = new Map(tests.map((test) => [test, statSync(test.path).size * (WEIGHTS[projectOf(test)] ?? 1)]));
    return tests.toSorted((one, other) => weight.get(other) - weight.get(one));
  }
}

function projectOf({ context }) {
  return context.config.displayName?.name;
}
