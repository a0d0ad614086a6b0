import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { createSimulator, type Simulator, type SimulatorOptions } from '../../sandbox/simulator.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { createApp } from '../../src/create-app.ts';
import { Background } from '../../src/background/background.ts';
import { GatewayDirectory } from '../../src/payments/gateways/gateway-directory.ts';
import { freshDatabaseUrl } from './fresh-database.ts';
import { serviceKeysSetting } from './service-keys.ts';
import { timeOf, type TestTime } from './time.ts';

/** What a service runs on. */
export interface Surroundings {
  readonly simulator: Simulator;
  readonly databaseUrl: string;
}

/** One service of several, in this process. */
export interface Replica {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly background: Background;
  readonly close: () => Promise<void>;
}

export interface TestService extends Omit<Replica, 'background'>, Surroundings, TestTime {}

export type Variables = Readonly<Record<string, string | undefined>>;

export interface ReplicaOptions {
  readonly port?: number;
  /** `running`: polls and wake-ups as in production, for tests whose sentence is that they come by themselves. */
  readonly background?: 'when_told' | 'running';
  /** How long `/metrics` answers with what it read before, in milliseconds; not at all unless told. */
  readonly metricsKept?: number;
}

export interface TestServiceOptions extends ReplicaOptions {
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

/** The service over real HTTP, on a simulator and a database that are there already. */
export async function startReplica(
  { simulator, databaseUrl }: Surroundings,
  more: Variables = {},
  { port = 0, background: mode = 'when_told', metricsKept = 0 }: ReplicaOptions = {},
): Promise<Replica> {
  const background = new Background(mode === 'running' ? 'alone' : 'when_told');
  const settings = readSettings(variablesFor(simulator, databaseUrl, more));
  // A test reads what is so now.
  const app = await createApp({ ...settings, durations: { ...settings.durations, metricsKept } }, background);
  await app.listen(port, '127.0.0.1');
  return { url: await app.getUrl(), app, background, close: () => app.close() };
}

/** The service and the simulator, both over real HTTP, on an empty database. Nothing happens in it that the test has not begun. */
export async function startTestService(
  more: Variables = {},
  { simulator: simulatorOptions, ...options }: TestServiceOptions = {},
): Promise<TestService> {
  const simulator = await createSimulator(simulatorOptions);
  const databaseUrl = await freshDatabaseUrl();
  const { url, app, background, close } = await startReplica({ simulator, databaseUrl }, more, options);
  // M97: what is asked at start must not be among the requests that a test counts.
  await app.get(GatewayDirectory).firstLoad();
  return {
    url,
    app,
    simulator,
    databaseUrl,
    ...timeOf({ app, background, simulator }),
    close: async () => {
      await close();
      await simulator.close();
    },
  };
}
