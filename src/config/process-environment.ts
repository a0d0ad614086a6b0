import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigurationError } from './configuration-error.ts';

/**
 * The variables of this process and, under them, those of a `.env` file in the working directory if there is one.
 * The only place that reads `process.env`. What the file holds is not written into `process.env`, where child
 * processes and crash reports would find it.
 *
 * @throws ConfigurationError when there is such a file but it can't be read.
 */
export function processEnvironment(file = '.env'): Record<string, string | undefined> {
  return { ...fileEnvironment(file), ...process.env };
}

function fileEnvironment(file: string): Record<string, string | undefined> {
  if (!existsSync(file)) return {};
  try {
    // Editors of Windows begin a file with a byte order mark, which would be part of the first name.
    return parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new ConfigurationError([{ variable: file, message: 'is there but cannot be read' }]);
  }
}
