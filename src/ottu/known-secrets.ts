import { readFileSync } from 'node:fs';

import type { OttuSettings, SecretSource } from '../config/settings.ts';

/**
 * The texts that would give the merchant's keys away, in every form in which an error message of Ottu's, or of a proxy in
 * between, might quote them. Read when asked, since a file may have been rotated.
 */
export function knownSecrets({
  credentials,
  webhookKeys,
}: Pick<OttuSettings, 'credentials' | 'webhookKeys'>): string[] {
  const hmacKeys = webhookKeys.map((key) => key.reveal());
  switch (credentials.kind) {
    case 'api_key': {
      const key = current(credentials.key);
      // Ottu's keys have a public-looking start and a secret rest, joined by a dot.
      return [...hmacKeys, key, key.slice(key.indexOf('.') + 1)];
    }
    case 'basic': {
      const password = current(credentials.password);
      const pair = Buffer.from(`${credentials.username}:${password}`, 'utf8').toString('base64');
      return [...hmacKeys, password, pair];
    }
  }
}

function current(source: SecretSource): string {
  if (source.from === 'value') return source.secret.reveal();
  try {
    return readFileSync(source.path, 'utf8').trim();
  } catch {
    return '';
  }
}
