import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface DemoKey {
  /** `<id>.<secret>`, for the caller. */
  readonly key: string;
  /** The entry for SERVICE_KEYS, as JSON; it holds no secret. */
  readonly entry: string;
}

/** A service key from the command that `npm run service-key` runs, read off what it prints for a person. */
export async function createServiceKey(root: string, name: string, scopes: readonly string[]): Promise<DemoKey> {
  const command = ['dist/access/create-service-key.js', 'create', '--name', name, '--scopes', scopes.join(',')];
  const { stdout } = await run(process.execPath, command, { cwd: root });
  const entry = /^\s*(\{.*\})\s*$/m.exec(stdout)?.[1];
  const key = /Authorization: Api-Key (\S+)/.exec(stdout)?.[1];
  if (entry === undefined || key === undefined) throw new Error('The service-key command printed no key.');
  return { entry, key };
}
