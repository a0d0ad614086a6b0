import main from '../../jest.config.mjs';

const [project] = main.projects;

/** The demo shop in a real browser, against the built service and the simulator. `npm run test:browser` runs it. */
export default {
  ...project,
  displayName: 'browser',
  testMatch: ['<rootDir>/test/browser/**/*.browser.ts'],
  globalSetup: '<rootDir>/test/support/set-up/build-service.ts',
  testTimeout: 240_000,
  // Two cores are the least that this is run on; a browser waits for its pages most of the time.
  maxWorkers: 2,
  forceExit: true,
};
