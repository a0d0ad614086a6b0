import config from './jest.config.mjs';

/** The files whose waits are hours of the money protocol, scaled down: one at a time, with the machine to themselves. */
export default {
  ...config,
  maxWorkers: 1,
  projects: config.projects
    .filter(({ displayName }) => displayName !== 'unit')
    .map((project) => ({
      ...project,
      testMatch: project.testMatch.map((pattern) => pattern.replace('/test/', '/test/reconciliation/')),
      testPathIgnorePatterns: [],
    })),
};
