import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

import { isWay, type Way } from './carts/plan-shoppers.ts';

export const BREAKAGES = [
  'none',
  'claim-after-call',
  'settle-without-lock',
  'unknown-as-failed',
  'every-success-is-paid',
  'never-looks',
  'never-lets-go',
  'never-looks-back',
  'page-left-open',
  'held-is-open',
  'untold-second',
  'balance-without-lock',
  'new-tracking-key',
  'cycle-not-claimed',
] as const;
export type Breakage = (typeof BREAKAGES)[number];

export interface ChaosOptions {
  /** How many payments are asked for, those of carts among them. */
  readonly charges: number;
  /** Percentage of them that are carts of shoppers. */
  readonly carts: number;
  /** Percentage of the others that are charged under agreements, without their payers. */
  readonly autoDebits: number;
  /** Percentage of what is left of which something is asked after the sale: refunds, captures, voids. */
  readonly operations: number;
  /** The only ways that shoppers go; all of them where none is named. */
  readonly ways: readonly Way[];
  readonly seed: number;
  readonly kills: number;
  readonly databaseRestarts: number;
  /** A replica is ended as a deployment ends it, which lets it finish, and starts again. */
  readonly deployments: number;
  readonly world: 'postgres' | 'pglite';
  readonly timeScale: number;
  readonly concurrency: number;
  /** A fault that is put into the built service on purpose, to see it caught. */
  readonly broken: Breakage;
}

/** What a command asks for: one run, or the proof that broken services are caught. */
export type Command =
  { readonly prove: true; readonly broken: Breakage } | { readonly prove: false; readonly options: ChaosOptions };

/** Reads the command line; `--seed random` takes one at random and prints it, as every run does. */
export function readCommand(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      charges: { type: 'string', default: '150' },
      carts: { type: 'string', default: '30' },
      'auto-debits': { type: 'string', default: '10' },
      operations: { type: 'string', default: '30' },
      ways: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      kills: { type: 'string', default: '6' },
      'database-restarts': { type: 'string', default: '1' },
      deployments: { type: 'string', default: '1' },
      world: { type: 'string', default: 'postgres' },
      'time-scale': { type: 'string', default: '120' },
      concurrency: { type: 'string', default: '12' },
      broken: { type: 'string', default: 'none' },
      prove: { type: 'boolean', default: false },
    },
  });
  const broken = BREAKAGES.find((name) => name === values.broken);
  if (broken === undefined) throw new Error(`--broken is one of ${BREAKAGES.join(', ')}`);
  if (values.prove) return { prove: true, broken };
  if (values.world !== 'postgres' && values.world !== 'pglite') throw new Error('--world is postgres or pglite');
  const options: ChaosOptions = {
    charges: whole(values.charges, 'charges'),
    // What carts have come to is read in the database, and PGlite is inside the service.
    carts: values.world === 'pglite' ? 0 : Math.min(whole(values.carts, 'carts'), 100),
    autoDebits: Math.min(whole(values['auto-debits'], 'auto-debits'), 100),
    operations: Math.min(whole(values.operations, 'operations'), 100),
    ways: waysIn(values.ways),
    seed: values.seed === 'random' ? randomInt(2 ** 31) : whole(values.seed, 'seed'),
    kills: whole(values.kills, 'kills'),
    databaseRestarts: values.world === 'pglite' ? 0 : whole(values['database-restarts'], 'database-restarts'),
    deployments: whole(values.deployments, 'deployments'),
    world: values.world,
    timeScale: whole(values['time-scale'], 'time-scale'),
    concurrency: whole(values.concurrency, 'concurrency'),
    broken,
  };
  return { prove: false, options };
}

/** The command that makes the same schedule again. */
export function sameAgain(options: ChaosOptions): string {
  return (
    `npm run test:chaos -- --world ${options.world} --charges ${options.charges} --carts ${options.carts} --auto-debits ${options.autoDebits} --operations ${options.operations} --kills ${options.kills} ` +
    `--database-restarts ${options.databaseRestarts} --deployments ${options.deployments} --concurrency ${options.concurrency} ` +
    `--time-scale ${options.timeScale} --seed ${options.seed}` +
    (options.ways.length === 0 ? '' : ` --ways ${options.ways.join(',')}`) +
    (options.broken === 'none' ? '' : ` --broken ${options.broken}`)
  );
}

function waysIn(text: string): readonly Way[] {
  const names = text.split(',').filter((name) => name !== '');
  const wrong = names.find((name) => !isWay(name));
  if (wrong !== undefined) throw new Error(`--ways knows no way ${wrong}`);
  return names.filter(isWay);
}

function whole(text: string, name: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} takes a whole number`);
  return number;
}
