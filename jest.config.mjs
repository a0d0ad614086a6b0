import { join } from 'node:path';

import { bundlePlan, mapToBundle, PGLITE_SNAPSHOT } from './test/support/bundle/bundle-plan.ts';
import { COMPILER } from './test/support/bundle/compiler.ts';
import { filesOnPGlite } from './test/pglite-files.mjs';

/**
 * Units beside the code; the end-to-end files on a real PostgreSQL, and some of them on PGlite too (`test/pglite-files.mjs`
 * says which and why; with `ON_PGLITE=all` every one of them); the tests that start the built service as a process.
 */
const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', COMPILER] },
};

const plan = bundlePlan();
const throughHttp = { ...base, moduleNameMapper: mapToBundle(plan) };

export default {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['src', 'sandbox', 'bench', 'clients'].map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
      setupFiles: ['<rootDir>/test/support/set-up/own-switches.mjs'],
    },
    {
      ...throughHttp,
      displayName: 'pglite',
      testMatch: filesOnPGlite().map((file) => `<rootDir>/test/${file}`),
      moduleNameMapper: {
        ...throughHttp.moduleNameMapper,
        '^@electric-sql/pglite$': '<rootDir>/test/support/pglite-from-snapshot.ts',
      },
      globals: { TEST_DATABASE: 'pglite', PGLITE_SNAPSHOT: join(plan.packages.folder, PGLITE_SNAPSHOT) },
      globalSetup: '<rootDir>/test/support/set-up/bundle.ts',
    },
    {
      ...throughHttp,
      displayName: 'postgres',
      testMatch: ['<rootDir>/test/**/*.e2e.ts'],
      globals: { TEST_DATABASE: 'postgres' },
      globalSetup: '<rootDir>/test/support/set-up/postgres.ts',
      globalTeardown: '<rootDir>/test/support/set-up/stop-postgres.ts',
    },
    {
      ...throughHttp,
      displayName: 'process',
      testMatch: ['<rootDir>/test/**/*.process.ts'],
      globals: { TEST_DATABASE: 'postgres' },
      globalSetup: '<rootDir>/test/support/set-up/process.ts',
      globalTeardown: '<rootDir>/test/support/set-up/stop-postgres.ts',
    },
  ],
  testSequencer: '<rootDir>/test/support/set-up/long-first.mjs',
  // Generous: a machine that does other work too takes minutes to start what takes seconds alone.
  testTimeout: 180_000,
  // Two cores are the least that this is run on. A third of the time a file waits for its database or a process: a third
  // worker uses it, which takes two minutes off a run.
  maxWorkers: 3,
  // Modules of a test file that has ended are not all given back; a worker that has grown is replaced.
  workerIdleMemoryLimit: '1500MB',
  // A test that fails may leave its service running; the run must end all the same.
  forceExit: true,
};
