import type { Breakage, ChaosOptions } from './options.ts';
import { run } from './run.ts';

interface Proof {
  readonly broken: Exclude<Breakage, 'none'>;
  /** Small, and with a seed that is known to bring the fault out. */
  readonly seed: number;
  readonly charges: number;
  /** Percentage of them. */
  readonly carts: number;
  readonly kills: number;
}

const PROOFS: readonly Proof[] = [
  { broken: 'claim-after-call', seed: 20261121, charges: 40, carts: 0, kills: 2 },
  { broken: 'settle-without-lock', seed: 20261121, charges: 40, carts: 0, kills: 0 },
  { broken: 'unknown-as-failed', seed: 20261121, charges: 80, carts: 0, kills: 0 },
  { broken: 'every-success-is-paid', seed: 20261121, charges: 60, carts: 100, kills: 0 },
];

/**
 * Runs each broken service and prints what gave it away. A proof that finds nothing wrong with a broken service proves
 * nothing about a good one.
 *
 * @returns whether every one was caught, by a fault that is certain: not merely by one that took its time.
 */
export async function prove(): Promise<boolean> {
  let all = true;
  for (const proof of PROOFS) {
    const began = performance.now();
    const account: string[] = [];
    const { certain } = await run(optionsOf(proof), (line) => account.push(line));
    const seconds = Math.round((performance.now() - began) / 1000);
    const name = `${proof.broken.padEnd(21)} seed ${proof.seed}, ${seconds} s:`;
    const [first] = certain;
    if (first === undefined) {
      all = false;
      console.log(`${name} NOT CAUGHT\n${account.join('\n')}`);
    } else {
      console.log(`${name} caught, ${certain.length} faults: ${first}`);
    }
  }
  return all;
}

function optionsOf(proof: Proof): ChaosOptions {
  return { ...proof, databaseRestarts: 0, deployments: 0, world: 'postgres', timeScale: 120, concurrency: 12 };
}
