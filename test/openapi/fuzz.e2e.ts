import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { operationsOf, type WrittenDocument } from './fuzzing/document.ts';
import { Fuzzer, partsOf } from './fuzzing/fuzzer.ts';
import { Shop } from './fuzzing/shop.ts';

const DOCUMENT = JSON.parse(readFileSync('openapi.json', 'utf8')) as WrittenDocument;
const OPERATIONS = operationsOf(DOCUMENT);
/** The same requests in every run, unless another seed is given. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** Of each operation. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 8);

let shop: Shop;
let fuzzer: Fuzzer;

beforeAll(async () => {
  shop = await Shop.open();
  fuzzer = new Fuzzer(shop, DOCUMENT);
});
afterAll(async () => {
  if (process.env['FUZZ_RUNS'] !== undefined) {
    console.log([...fuzzer.counts].map(([what, times]) => `${what}: ${times}`).join('\n'));
  }
  fuzzer.close();
  await shop.close();
});

it('there is something of everything that an address can name', () => {
  const named = OPERATIONS.flatMap(({ path }) => partsOf(path)).map(([part]) => part);
  expect([...new Set(named)].filter((part) => shop.known(part).length === 0)).toEqual([]);
});

// The service runs in this process: a rejection that nobody hears fails the sentence during which it comes.
describe(`every answer is the document's, with FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`, () => {
  it.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s',
    async (_name, operation) => {
      await shop.refill(partsOf(operation.path).map(([part]) => part));
      expect(await fuzzer.mismatchesOf(operation, { seed: SEED, runs: RUNS })).toEqual([]);
    },
    3_600_000,
  );
});
