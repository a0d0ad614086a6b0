import { statSync } from 'node:fs';

import { textOfSecretFile } from '../../secrets/secret-text.ts';

/** File systems tell times coarsely: a file this young may be written again without looking any different. */
const YOUNG_MS = 2_000;

/**
 * A secret that lives in a file, read again when the file changes. While the file is being replaced (missing, empty or
 * half written for a moment) the last good secret stays in use.
 */
export class SecretFile {
  readonly #path: string;
  readonly #usable: (text: string) => boolean;
  #seen: string | undefined;
  #secret: string | undefined;

  constructor(path: string, usable: (text: string) => boolean) {
    this.#path = path;
    this.#usable = usable;
  }

  /** The newest good secret; nothing when there has never been one. */
  current(): string | undefined {
    const seen = this.#check();
    if (seen === undefined || seen !== this.#seen) {
      this.#read();
      this.#seen = seen;
    }
    return this.#secret;
  }

  /** Makes the next use read the file even if it seems unchanged. */
  forgetCheck(): void {
    this.#seen = undefined;
  }

  /** What the file looks like from outside; nothing when that says nothing about what is in it. */
  #check(): string | undefined {
    try {
      const { mtimeNs, mtimeMs, ctimeNs, size, ino } = statSync(this.#path, { bigint: true });
      return Date.now() - Number(mtimeMs) < YOUNG_MS ? undefined : [mtimeNs, ctimeNs, size, ino].join(':');
    } catch {
      return undefined;
    }
  }

  #read(): void {
    try {
      const text = textOfSecretFile(this.#path);
      if (text !== '' && this.#usable(text)) this.#secret = text;
    } catch {
      // Being replaced just now.
    }
  }
}
