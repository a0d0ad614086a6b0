import type { Breakage, ChaosOptions } from './options.ts';
import type { Way } from './carts/plan-shoppers.ts';
import { run } from './run.ts';

interface Proof {
  readonly broken: Exclude<Breakage, 'none'>;
  /** Few, with a seed that is known to bring the fault out. */
  readonly charges: number;
  /** Percentage of them. */
  readonly carts: number;
  /** Percentage of the others of which something is asked after the sale. */
  readonly operations?: number;
  /** Percentage of them that are charged under agreements. */
  readonly autoDebits?: number;
  readonly kills: number;
  /** The only ways that shoppers go; all of them where none is named. */
  readonly ways?: readonly Way[];
  readonly timeScale?: number;
  /** What gives it away: a fault of this kind, and not any. */
  readonly seenBy: RegExp;
}

const CARTS = { charges: 40, carts: 100, kills: 0 } as const;

/** Those who may charge a cart a second time. */
const SECOND = ['late', 'strays', 'abandons'] as const;

const AFTER_SALES = { charges: 60, carts: 0, operations: 100, kills: 0 } as const;

const SEED = 20261121;

const PROOFS: readonly Proof[] = [
  { broken: 'claim-after-call', charges: 40, carts: 0, kills: 2, seenBy: /^(lost|double|lie):/ },
  { broken: 'settle-without-lock', charges: 40, carts: 0, kills: 0, seenBy: /^events:/ },
  { broken: 'unknown-as-failed', charges: 80, carts: 0, kills: 0, seenBy: /^lie:/ },
  { ...CARTS, broken: 'every-success-is-paid', ways: SECOND, seenBy: /^double:.* is paid by/ },
  { ...CARTS, broken: 'untold-second', ways: SECOND, seenBy: /^double:.*was told 0 times/ },
  { ...CARTS, broken: 'never-looks-back', charges: 60, ways: ['late', 'strays'], seenBy: /^double:.*M36/ },
  { ...CARTS, broken: 'never-looks', ways: ['returns', 'hosted'], seenBy: /^late:/ },
  { ...CARTS, broken: 'never-lets-go', ways: ['late'], timeScale: 480, seenBy: /^held:.*M35/ },
  { ...CARTS, broken: 'page-left-open', ways: ['strays'], seenBy: /^held:.*M56/ },
  { ...CARTS, broken: 'held-is-open', charges: 30, seenBy: /^lie:.*held by/ },
  { ...AFTER_SALES, broken: 'balance-without-lock', seenBy: /^beyond:/ },
  { ...AFTER_SALES, broken: 'new-tracking-key', seenBy: /^double:.*Tracking-Key/ },
  { broken: 'cycle-not-claimed', charges: 40, carts: 0, autoDebits: 100, kills: 0, seenBy: /^double: cycle/ },
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
    const line = `${proof.broken.padEnd(21)} seed ${SEED}, ${seconds} s:`;
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
  const { broken, charges, carts, operations = 0, autoDebits = 0, kills, ways = [], timeScale = 120 } = proof;
  const calm = { databaseRestarts: 0, deployments: 0, world: 'postgres', concurrency: 12 } as const;
  return { ...calm, broken, charges, carts, operations, autoDebits, kills, ways, timeScale, seed: SEED };
}
