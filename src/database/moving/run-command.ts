import { parseArgs } from 'node:util';

import { ConfigurationError } from '../../config/configuration-error.ts';
import { DatabaseUnusable } from '../database-unusable.ts';
import { DirectoryLocked } from '../directory-lock.ts';
import { Differences } from './contents.ts';
import { Refusal } from './refusal.ts';
import { isError } from '../is-error.ts';

const FORESEEN = [ConfigurationError, DatabaseUnusable, Differences, DirectoryLocked, Refusal];

export interface Asked {
  /** `pglite:DIRECTORY` */
  readonly from: string;
  readonly to?: string;
}

export interface MovingCommand {
  readonly usage: string;
  /** What is so when it fails. */
  readonly inVain: string;
  /** @returns what is printed. */
  readonly run: (asked: Asked) => Promise<string>;
}

/** Runs one of the commands on the arguments of this process. @returns the exit status: 0 done, 1 not done, 2 not understood. */
export async function runCommand({ usage, inVain, run }: MovingCommand): Promise<0 | 1 | 2> {
  let asked: Asked & { readonly help: boolean };
  try {
    asked = readArgs();
  } catch (error) {
    // parseArgs throws for unknown options with a sentence that names the option.
    process.stderr.write(`${isError(error) ? error.message : 'unknown options'}\n\n${usage}\n`);
    return 2;
  }
  try {
    process.stdout.write(`${asked.help ? usage : await run(asked)}\n`);
    return 0;
  } catch (error) {
    const foreseen = isError(error) && FORESEEN.some((kind) => error instanceof kind);
    process.stderr.write(`${foreseen ? error.message : `${inVain}: ${String(error)}`}\n`);
    return 1;
  }
}

function readArgs() {
  const { values } = parseArgs({
    options: {
      from: { type: 'string', default: '' },
      to: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.from === '' && !values.help) throw new Error('--from is missing');
  return values;
}
