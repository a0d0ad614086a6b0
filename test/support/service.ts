import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { createSimulator, type Simulator, type SimulatorOptions } from '../../sandbox/simulator.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { createApp } from '../../src/create-app.ts';
import { Background } from '../../src/jobs/background.ts';
import { GatewayDirectory } from '../../src/payments/gateways/gateway-directory.ts';
import { freshDatabaseUrl } from './fresh-database.ts';
import { serviceKeysSetting } from './service-keys.ts';
import { timeOf, type TestTime } from './time.ts';

export interface TestService extends TestTime {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly simulator: Simulator;
  readonly databaseUrl: string;
  readonly close: () => Promise<void>;
}

export type Variables = Readonly<Record<string, string | undefined>>;

export interface TestServiceOptions {
  readonly port?: number;
  /** `running`: sweeps, jobs and wake-ups as in production, for tests whose sentence is that they come by themselves. */
  readonly background?: 'when_told' | 'running';
  readonly simulator?: SimulatorOptions;
}

/** The variables of a service that speaks to this simulator. */
export function variablesFor(simulator: Simulator, databaseUrl: string, more: Variables = {}): Variables {
  return {
    NODE_ENV: 'development',
    LOG_LEVEL: 'silent',
    OTTU_BASE_URL: simulator.url,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: simulator.apiKey,
    OTTU_WEBHOOK_KEYS: simulator.hmacKey,
    DATABASE_URL: databaseUrl,
    CATALOG: 'file:sandbox/catalog.json',
    SERVICE_KEYS: serviceKeysSetting(),
    ...more,
  };
}

/** The service and the simulator, both over real HTTP, on an empty database. Nothing happens in it that the test has not begun. */
export async function startTestService(
  more: Variables = {},
  { port = 0, background: mode = 'when_told', simulator: options = {} }: TestServiceOptions = {},
): Promise<TestService> {
  const simulator = await createSimulator(options);
  const databaseUrl = await freshDatabaseUrl();
  const background = new Background(mode === 'running' ? 'alone' : 'when_told');
  const app = await createApp(readSettings(variablesFor(simulator, databaseUrl, more)), background);
  await app.listen(port, '127.0.0.1');
  // M97: what is asked at start must not be among the requests that a test counts.
  await app.get(GatewayDirectory).firstLook();
  return {
    url: await app.getUrl(),
    app,
    simulator,
    databaseUrl,
    ...timeOf({ app, background, simulator }),
    close: async () => {
      await app.close();
      await simulator.close();
    },
  };
}
