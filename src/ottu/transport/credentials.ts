import { readFileSync, statSync } from 'node:fs';

import type { OttuCredentials, SecretSource } from '../../config/settings.ts';

/**
 * The `Authorization` header of every call. A secret that lives in a file is read again when the file changes, so that a
 * key is rotated without a restart.
 */
export class Credentials {
  readonly #credentials: OttuCredentials;
  #seen = '';
  #secret = '';

  constructor(credentials: OttuCredentials) {
    this.#credentials = credentials;
  }

  authorization(): string {
    switch (this.#credentials.kind) {
      case 'api_key':
        return `Api-Key ${this.#current(this.#credentials.key)}`;
      case 'basic': {
        const pair = `${this.#credentials.username}:${this.#current(this.#credentials.password)}`;
        return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
      }
    }
  }

  #current(source: SecretSource): string {
    if (source.from === 'value') return source.secret.reveal();
    const { mtimeMs, size, ino } = statSync(source.path);
    const seen = `${mtimeMs}:${size}:${ino}`;
    if (seen !== this.#seen) {
      this.#secret = readFileSync(source.path, 'utf8').trim();
      this.#seen = seen;
    }
    return this.#secret;
  }
}
