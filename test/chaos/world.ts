import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { freePort } from '../support/free-port.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import type { Caller } from './operations/plan-operations.ts';
import type { ChaosOptions } from './options.ts';
import type { Random } from './random.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { createReplica, type Replica } from './replica.ts';
import { startRoad, type Road } from './road.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface World {
  readonly simulator: Simulator;
  readonly receiver: Receiver;
  readonly road: Road;
  readonly replicas: readonly Replica[];
  readonly authorization: string;
  /** Of each of the merchant's service keys, `authorization` among them. */
  readonly authorizations: Readonly<Record<Caller, string>>;
  /** Of the PostgreSQL under the replicas; absent on PGlite, which is inside the service. */
  readonly databaseUrl: string | undefined;
  /** When something happened of which the simulator says when by its own clock; ms since 1970. */
  realTime(simulated: string): number;
  /** Stops and starts the database under the running service; nothing on PGlite, which is inside the service. */
  restartDatabase(): Promise<void>;
  close(): Promise<void>;
}

/** A long run compares what Ottu got from its beginning on: nothing of it may be forgotten. */
const REQUESTS_PER_PAYMENT = 40;

/** The simulator, the merchant's receiver, and the built service: two replicas on one PostgreSQL, or one on PGlite. */
export async function startWorld(options: ChaosOptions, random: Random): Promise<World> {
  const began = Date.now();
  const recordLimit = Math.max(20_000, options.charges * REQUESTS_PER_PAYMENT);
  const simulator = await createSimulator({ clockSpeed: options.timeScale, recordLimit });
  const eventsSecret = `whsec_${randomBytes(24).toString('base64')}`;
  const receiver = await startReceiver(eventsSecret, random);
  const database = await startDatabase(options.world);
  const secret = randomBytes(24).toString('base64url');
  const ports = await Promise.all(Array.from({ length: options.world === 'postgres' ? 2 : 1 }, freePort));
  const urls = ports.map((port) => `http://127.0.0.1:${String(port)}`);
  const road = await startRoad(urls, random);
  const variables = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    PUBLIC_URL: road.url,
    OTTU_BASE_URL: simulator.url,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: simulator.apiKey,
    OTTU_WEBHOOK_KEYS: simulator.hmacKey,
    OTTU_CHARGE_TIMEOUT_MS: '1500',
    OTTU_TIMEOUT_MS: '2000',
    OTTU_PG_CODES: 'credit-card',
    CATALOG: `file:${join(ROOT, 'sandbox', 'catalog.json')}`,
    // Each shopper comes from an address of his own: limits count by network.
    TRUST_PROXY: '1',
    DATABASE_URL: database.url,
    MERCHANT_EVENTS_URL: receiver.url,
    MERCHANT_EVENTS_SECRET: eventsSecret,
    TIME_SCALE: String(options.timeScale),
    SERVICE_KEYS: serviceKeys(secret),
  };
  const replicas = ports.map((port) => createReplica({ port, variables, broken: options.broken }));
  await Promise.all(replicas.map(async (replica) => replica.start()));
  return {
    simulator,
    receiver,
    road,
    replicas,
    realTime: (simulated) => began + (Date.parse(simulated) - began) / options.timeScale,
    authorization: `Api-Key chaos.${secret}`,
    authorizations: { chaos: `Api-Key chaos.${secret}`, desk: `Api-Key desk.${secret}` },
    databaseUrl: options.world === 'postgres' ? database.url : undefined,
    restartDatabase: database.restart,
    close: async () => {
      // What is broken on purpose may never stop by itself.
      const end = (replica: Replica): Promise<unknown> => (options.broken === 'none' ? replica.stop() : replica.kill());
      await Promise.all(replicas.map(end));
      await road.close();
      await receiver.close();
      await simulator.close();
      await database.close();
    },
  };
}

const SCOPES = [
  'payments:charge',
  'transactions:write',
  'transactions:read',
  'payments:read',
  'payments:operate',
  'events:operate',
];

function serviceKeys(secret: string): string {
  const secret_sha256 = createHash('sha256').update(secret).digest('hex');
  return JSON.stringify(['chaos', 'desk'].map((id) => ({ id, name: id, secret_sha256, scopes: SCOPES })));
}

interface ChaosDatabase {
  readonly url: string;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function startDatabase(world: ChaosOptions['world']): Promise<ChaosDatabase> {
  if (world === 'postgres') {
    const server = await startPostgresServer();
    return { url: server.url, restart: server.restart, close: server.stop };
  }
  const directory = mkdtempSync(join(tmpdir(), 'ottu-bff-chaos-'));
  return {
    url: `pglite:${directory}`,
    restart: async () => undefined,
    close: async () => rmSync(directory, { recursive: true, force: true }),
  };
}
