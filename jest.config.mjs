/**
 * Three projects: units beside the code, then the end-to-end files twice (the same files on PGlite and on a real
 * PostgreSQL), then the tests that start the built service as a process.
 */
const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

export default {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/sandbox/**/*.spec.ts'],
    },
    {
      ...base,
      displayName: 'pglite',
      testMatch: ['<rootDir>/test/**/*.e2e.ts'],
      globals: { TEST_DATABASE: 'pglite' },
    },
    {
      ...base,
      displayName: 'postgres',
      testMatch: ['<rootDir>/test/**/*.e2e.ts'],
      globals: { TEST_DATABASE: 'postgres' },
      globalSetup: '<rootDir>/test/support/start-postgres.ts',
      globalTeardown: '<rootDir>/test/support/stop-postgres.ts',
    },
    {
      ...base,
      displayName: 'process',
      testMatch: ['<rootDir>/test/**/*.process.ts'],
      globalSetup: '<rootDir>/test/support/build-service.ts',
    },
  ],
  // Generous: a machine that does other work too takes minutes to start what takes seconds alone.
  testTimeout: 180_000,
  // Two cores are the least that this is run on; Jest by itself would leave one idle.
  maxWorkers: 2,
  // Modules of a test file that has ended are not all given back; a worker that has grown is replaced.
  workerIdleMemoryLimit: '1500MB',
  // A test that fails may leave its service running; the run must end all the same.
  forceExit: true,
};
