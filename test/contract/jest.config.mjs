import main from '../../jest.config.mjs';

const [project] = main.projects;

/** The contract check alone: it needs Ottu's own OpenAPI file, which is no part of this repository. */
export default {
  ...project,
  displayName: 'contract',
  testMatch: ['<rootDir>/test/contract/**/*.contract.ts'],
  testTimeout: 180_000,
};
