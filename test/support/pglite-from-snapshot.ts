import { readFileSync } from 'node:fs';

// By its path: under its name it would be this file.
import { PGlite as Installed, type PGliteOptions } from '../../node_modules/@electric-sql/pglite/dist/index.js';

declare global {
  /** A file: what an empty PGlite holds. */
  var PGLITE_SNAPSHOT: string;
}

/**
 * What the end-to-end files on PGlite find in place of the package. Making an empty database in memory takes it two to
 * three seconds of CPU, reading one that was made before a sixth of that. All else is the package's own.
 */
export const PGlite = {
  create: async (options: PGliteOptions): Promise<Installed> =>
    Installed.create(
      options.dataDir === undefined
        ? { ...options, loadDataDir: new Blob([readFileSync(globalThis.PGLITE_SNAPSHOT)]) }
        : options,
    ),
};
