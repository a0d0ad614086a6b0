import { parseArgs } from 'node:util';
import { SCOPES, type Scope, readServiceKeys } from '../config/service-keys.ts';
import { createServiceKey } from './service-key.ts';

const USAGE = `Creates a service key for a merchant server or an operator.

  npm run service-key -- create --name <caller> --scopes <scope,scope,...> [--expires <day or moment>]

  --name     the caller; keys of one caller share it, so that a key can be replaced while it is in use
  --scopes   ${SCOPES.join(', ')}
  --expires  such as 2027-01-01 or 2027-01-31T12:00:00Z; never when it is left out

Prints the entry for SERVICE_KEYS, and the key itself once: it is stored nowhere.`;

export interface CommandResult {
  readonly exitCode: number;
  readonly output: string;
}

/** The `service-key` command, without the printing. `args` are those after the script's name. */
export function serviceKeyCommand(args: readonly string[]): CommandResult {
  try {
    return run(args);
  } catch (error) {
    // parseArgs throws for unknown options with a sentence that names the option.
    return refused(error instanceof Error ? error.message : String(error));
  }
}

function run(args: readonly string[]): CommandResult {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      scopes: { type: 'string' },
      expires: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return { exitCode: 0, output: USAGE };
  if (positionals.join(' ') !== 'create') return refused('The one thing it can do is: create');
  if (values.name === undefined) return refused('--name is missing');
  if (values.scopes === undefined) return refused('--scopes is missing');
  const scopes = [...new Set(values.scopes.split(',').map((scope) => scope.trim()))];
  const unknown = scopes.filter((scope) => !(SCOPES as readonly string[]).includes(scope));
  if (unknown.length > 0) return refused(`These scopes are not known: ${unknown.join(', ')}`);
  const { entry, key } = createServiceKey({
    name: values.name,
    scopes: scopes as Scope[],
    ...(values.expires !== undefined && { expiresAt: values.expires }),
  });
  // Read as the service will read it, so that a bad date or name shows here and not at the next start.
  const read = readServiceKeys(JSON.stringify([entry]));
  if ('faults' in read) return refused(read.faults.join('\n'));
  return { exitCode: 0, output: described(JSON.stringify(entry), key) };
}

function described(entry: string, key: string): string {
  return `Add this entry to the array in SERVICE_KEYS (it holds no secret):

  ${entry}

Give this key to the caller; it is shown once and stored nowhere:

  ${key}

The caller sends it as:

  Authorization: Api-Key ${key}`;
}

function refused(reason: string): CommandResult {
  return { exitCode: 1, output: `${reason}\n\n${USAGE}` };
}
