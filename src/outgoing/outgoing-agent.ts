import { Agent, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';

/** An address that may hold a user and a password. */
interface HiddenAddress {
  reveal(): string;
}

/** Through which HTTP proxy what goes out goes; `except` as in `NO_PROXY`. */
export interface ProxySettings {
  /** For `https` addresses. */
  readonly https: HiddenAddress | undefined;
  /** For `http` addresses; for `https` ones too where `https` is absent. */
  readonly http: HiddenAddress | undefined;
  /** Hosts that are reached directly: separated by commas, each with the names below it; `*` for all. */
  readonly except: string;
}

export interface OutgoingAgentOptions {
  /** To one address at once. */
  readonly connections: number;
  /** Milliseconds; the proxy's answer is part of it. */
  readonly connectTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly proxy?: ProxySettings | undefined;
}

export interface AgentStats {
  /** Sockets that are open. */
  readonly connected: number;
  /** Requests under way. */
  readonly running: number;
  /** Requests that wait for a socket. */
  readonly queued: number;
}

/**
 * Connections to other services, through a proxy where one is set. A proxy only ever gets a `CONNECT`, for `http` addresses
 * too: until the tunnel stands nothing was sent (M5), and no answer of the proxy can be taken for one of the service's.
 * Deadlines are the caller's.
 */
export class OutgoingAgent {
  readonly dispatcher: Dispatcher;
  readonly #pools = new Set<Pool>();

  constructor({ connections, connectTimeoutMs, keepAliveMs, proxy }: OutgoingAgentOptions) {
    const options = {
      connections,
      pipelining: 1,
      // What "sent" means is read off HTTP/1.1; multiplexing would need its own proof.
      allowH2: false,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      headersTimeout: 0,
      bodyTimeout: 0,
      factory: (origin: string | URL, poolOptions: object) => this.#newPool(origin, poolOptions),
    };
    this.dispatcher =
      proxy === undefined
        ? new Agent({ ...options, connect: { timeout: connectTimeoutMs } })
        : new EnvHttpProxyAgent({
            ...options,
            httpProxy: proxy.http?.reveal() ?? '',
            httpsProxy: proxy.https?.reveal() ?? '',
            noProxy: proxy.except,
            proxyTunnel: true,
            connectTimeout: connectTimeoutMs,
            proxyTls: { allowH2: false },
            requestTls: { allowH2: false },
            // A proxy that never answers would keep a connection's place for ever.
            clientFactory: (origin: URL, poolOptions: object) =>
              new Pool(origin, { ...poolOptions, headersTimeout: connectTimeoutMs }),
          });
  }

  stats(): AgentStats {
    const sum = { connected: 0, running: 0, queued: 0 };
    for (const { stats } of this.#pools) {
      sum.connected += stats.connected;
      sum.running += stats.running;
      sum.queued += stats.pending;
    }
    return sum;
  }

  async destroy(): Promise<void> {
    await this.dispatcher.destroy();
  }

  /** The agent closes a pool that nobody uses, and makes another when it is needed. */
  #newPool(origin: string | URL, options: object): Pool {
    for (const pool of this.#pools) {
      if (pool.closed || pool.destroyed) this.#pools.delete(pool);
    }
    const pool = new Pool(origin, options);
    this.#pools.add(pool);
    return pool;
  }
}
