import type { Simulator } from '../../sandbox/simulator.ts';
import { startBalancer, type Balancer } from '../support/balancer.ts';
import { freePort } from '../support/free-port.ts';
import { serviceKeysSetting } from '../support/service-keys.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';

/** One replica, at an address of its own, as a container has it. */
export interface Replica {
  readonly host: string;
  readonly process: ServiceProcess;
}

/** Replicas of the built service on one database, behind nginx with the configuration that compose ships. */
export interface ReplicaSet {
  readonly simulator: Simulator;
  readonly balancer: Balancer;
  readonly replicas: readonly Replica[];
  /** Ends it as a deployment does; its name is gone once it has ended. Its exit status. */
  stop(replica: Replica): Promise<number | NodeJS.Signals | null>;
  /** Ends it with SIGKILL. It is named until another one is started, as if nobody had noticed. */
  kill(replica: Replica): Promise<void>;
  /** A new one, named as soon as its process is there. */
  start(): Promise<Replica>;
  close(): Promise<void>;
}

/** Addresses of the loopback network: Linux has all of 127.0.0.0/8. */
const FIRST_HOST = 11;

export async function startReplicaSet(
  simulator: Simulator,
  databaseUrl: string,
  { replicas: wanted, more = {} }: { readonly replicas: number; readonly more?: Readonly<Record<string, string>> },
): Promise<ReplicaSet> {
  const [port, internalPort] = [await freePort(), await freePort()];
  const named = new Set<string>();
  const dead = new Set<string>();
  let replicas: readonly Replica[] = [];
  let started = 0;
  const balancer = await startBalancer(() => [...named], { port, internalPort });
  const variables = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    OTTU_BASE_URL: simulator.url,
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: simulator.apiKey,
    OTTU_WEBHOOK_KEYS: simulator.hmacKey,
    OTTU_PG_CODES: 'credit-card',
    DATABASE_URL: databaseUrl,
    CATALOG: 'file:sandbox/catalog.json',
    SERVICE_KEYS: serviceKeysSetting(),
    PUBLIC_URL: balancer.url,
    INTERNAL_PORT: String(internalPort),
    // nginx, and a proxy in front of it that ends TLS.
    TRUST_PROXY: '2',
    // Longer than anything is held up here.
    OTTU_TIMEOUT_MS: '60000',
    RATE_LIMIT_PER_MINUTE: '1000000',
    CARTS_PER_HOUR: '1000000',
    ...more,
  };

  const start = async (): Promise<Replica> => {
    const host = `127.0.0.${FIRST_HOST + started}`;
    started += 1;
    for (const gone of dead) named.delete(gone);
    named.add(host);
    const replica = { host, process: await startServiceProcess(variables, { host, port }) };
    replicas = [...replicas, replica];
    return replica;
  };
  const gone = (replica: Replica): void => {
    replicas = replicas.filter((each) => each !== replica);
  };
  const set: ReplicaSet = {
    simulator,
    balancer,
    get replicas() {
      return replicas;
    },
    start,
    stop: async (replica) => {
      const status = await replica.process.end('SIGTERM');
      named.delete(replica.host);
      gone(replica);
      return status;
    },
    kill: async (replica) => {
      await replica.process.end('SIGKILL');
      dead.add(replica.host);
      gone(replica);
    },
    close: async () => {
      await Promise.all(replicas.map((replica) => replica.process.end('SIGKILL')));
      await balancer.close();
    },
  };
  // The first one migrates; a container's neighbours wait for that, too.
  for (let count = 0; count < wanted; count += 1) await start();
  return set;
}
