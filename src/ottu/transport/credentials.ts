import { wrappingOf } from '../../secrets/secret-text.ts';
import { SecretFile } from './secret-file.ts';
import { TransportFault } from './transport-fault.ts';

/** A secret as it is, which its holder keeps from being printed, or the path of a file that holds it. */
export type SecretSource =
  { readonly from: 'value'; readonly secret: { reveal(): string } } | { readonly from: 'file'; readonly path: string };

/** F1.2: the private API key, or a user of the merchant's dashboard. */
export type OttuCredentials =
  | { readonly kind: 'api_key'; readonly key: SecretSource }
  | { readonly kind: 'basic'; readonly username: string; readonly password: SecretSource };

/** What one request is sent with. The same object as long as the secret stays the same. */
export interface Authorization {
  readonly header: string;
  /** What must not be seen in any answer, the longest first. */
  readonly secrets: readonly string[];
}

/** Shorter pieces would black out ordinary words. */
const MIN_SECRET_LENGTH = 8;

/**
 * The `Authorization` header of every call. A secret that lives in a file is looked at before each call, so that a key is
 * rotated without a restart and without a failed request.
 */
export class Credentials {
  readonly #kind: OttuCredentials['kind'];
  readonly #authorize: (secret: string) => Authorization;
  readonly #secret: () => string | undefined;
  readonly #file: SecretFile | undefined;
  #known: { readonly secret: string; readonly authorization: Authorization } | undefined;

  constructor(credentials: OttuCredentials) {
    this.#kind = credentials.kind;
    const [source, authorize, usable] = parts(credentials);
    this.#authorize = authorize;
    this.#file =
      source.from === 'file'
        ? new SecretFile(source.path, (text) => usable(text) && wrappingOf(text) === undefined)
        : undefined;
    this.#secret = source.from === 'file' ? () => this.#file?.current() : () => source.secret.reveal();
  }

  get kind(): OttuCredentials['kind'] {
    return this.#kind;
  }

  /** @throws TransportFault `no_credentials` when the file has never held a secret */
  current(): Authorization {
    const secret = this.#secret();
    if (secret === undefined) throw new TransportFault('no_credentials', false);
    if (this.#known?.secret !== secret) this.#known = { secret, authorization: this.#authorize(secret) };
    return this.#known.authorization;
  }

  /** After a 401: reads the file at once. True when what was refused is no longer what would be sent. */
  renewedSince(refused: Authorization): boolean {
    this.#file?.forgetCheck();
    return this.current().header !== refused.header;
  }
}

function parts(
  credentials: OttuCredentials,
): [source: SecretSource, authorize: (secret: string) => Authorization, usable: (text: string) => boolean] {
  switch (credentials.kind) {
    case 'api_key':
      return [credentials.key, apiKeyAuthorization, (text) => /^[\x21-\x7e]+$/.test(text)];
    case 'basic':
      return [
        credentials.password,
        (password) => basicAuthorization(credentials.username, password),
        (text) => !/\p{Cc}/u.test(text),
      ];
  }
}

function apiKeyAuthorization(key: string): Authorization {
  // Ottu's keys have a public-looking start and a secret rest, joined by a dot.
  return { header: `Api-Key ${key}`, secrets: hidden([key, key.slice(key.indexOf('.') + 1)]) };
}

function basicAuthorization(username: string, password: string): Authorization {
  const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  return { header: `Basic ${pair}`, secrets: hidden([pair, password]) };
}

function hidden(secrets: readonly string[]): string[] {
  return [...new Set(secrets)]
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .toSorted((a, b) => b.length - a.length);
}
