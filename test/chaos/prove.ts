import type { Breakage, ChaosOptions } from './options.ts';
import type { Way } from './carts/plan-shoppers.ts';
import { run } from './run.ts';

interface Proof {
  readonly broken: Exclude<Breakage, 'none'>;
  /** Small, and with a seed that is known to bring the fault out. */
  readonly seed: number;
  readonly charges: number;
  /** Percentage of them. */
  readonly carts: number;
  readonly kills: number;
  /** The only ways that shoppers go; all of them where none is named. */
  readonly ways?: readonly Way[];
  /** What gives it away: a fault of this kind, and not any. */
  readonly seenBy: RegExp;
}

const SEED = 20261121;

const PROOFS: readonly Proof[] = [
  { broken: 'claim-after-call', seed: SEED, charges: 40, carts: 0, kills: 2, seenBy: /^(lost|double|lie):/ },
  { broken: 'settle-without-lock', seed: SEED, charges: 40, carts: 0, kills: 0, seenBy: /^events:/ },
  { broken: 'unknown-as-failed', seed: SEED, charges: 80, carts: 0, kills: 0, seenBy: /^lie:/ },
  { broken: 'every-success-is-paid', seed: SEED, charges: 60, carts: 100, kills: 0, seenBy: /^double:.* is paid by/ },
  {
    broken: 'awaited-is-paid',
    ways: ['revises', 'hosted', 'strays'],
    seed: SEED,
    charges: 60,
    carts: 100,
    kills: 0,
    seenBy: /^(wrong|events):.*paid with/,
  },
  {
    broken: 'never-looks',
    ways: ['returns', 'hosted'],
    seed: SEED,
    charges: 40,
    carts: 100,
    kills: 0,
    seenBy: /^late:/,
  },
  { broken: 'never-lets-go', ways: ['wallet'], seed: SEED, charges: 40, carts: 100, kills: 0, seenBy: /^held:.*M35/ },
  {
    broken: 'never-looks-back',
    ways: ['late', 'strays'],
    seed: SEED,
    charges: 60,
    carts: 100,
    kills: 0,
    seenBy: /^double:.*M36/,
  },
  { broken: 'page-left-open', ways: ['strays'], seed: SEED, charges: 40, carts: 100, kills: 0, seenBy: /^held:.*M56/ },
  { broken: 'held-is-open', seed: SEED, charges: 30, carts: 100, kills: 0, seenBy: /^lie:.*held by/ },
  {
    broken: 'untold-second',
    ways: ['late', 'strays', 'abandons'],
    seed: SEED,
    charges: 60,
    carts: 100,
    kills: 0,
    seenBy: /^double:.*was told 0 times/,
  },
];

/**
 * Runs each broken service and prints what gave it away. A proof that finds nothing wrong with a broken service proves
 * nothing about a good one.
 *
 * @param name of the one that is meant; all of them without.
 * @returns whether every one was caught, by the check that is about it: not merely by one that took its time.
 */
export async function prove(name?: Breakage): Promise<boolean> {
  let all = true;
  for (const proof of PROOFS.filter(({ broken }) => name === undefined || broken === name)) {
    const began = performance.now();
    const account: string[] = [];
    const { faults } = await run(optionsOf(proof), (line) => account.push(line), proof.seenBy);
    const seconds = Math.round((performance.now() - began) / 1000);
    const line = `${proof.broken.padEnd(21)} seed ${proof.seed}, ${seconds} s:`;
    const own = faults.filter((fault) => proof.seenBy.test(fault));
    const [first] = own;
    if (first === undefined) {
      all = false;
      console.log(`${line} NOT CAUGHT\n${account.join('\n')}`);
    } else {
      console.log(`${line} caught, ${own.length} faults: ${first}`);
    }
  }
  return all;
}

function optionsOf(proof: Proof): ChaosOptions {
  return {
    ways: [],
    ...proof,
    databaseRestarts: 0,
    deployments: 0,
    world: 'postgres',
    timeScale: 120,
    concurrency: 12,
  };
}
