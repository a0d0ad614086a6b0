import { setTimeout as sleep } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import { Settings } from '../../config/settings.ts';
import { PaymentMethodsApi, type GatewayTraits } from '../../ottu/payment-methods-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';

const PLUGINS = ['e_commerce', 'payment_request'] as const;
type Plugin = (typeof PLUGINS)[number];

interface Known {
  readonly gateways: ReadonlyMap<string, GatewayTraits>;
  readonly at: number;
}

/** For so long after Ottu was asked requests wait for what is not known yet; then they go on without. A look may take longer. */
const MAX_WAIT_MS = 2_000;
/** However fast a test's clock runs, Ottu is asked no oftener. */
const MIN_WAIT_MS = 1_000;

/**
 * M97: what Ottu itself says about its gateways, read at start and hourly, outside of any request. A charge is refused
 * only by what Ottu has said; where Ottu has said nothing, it goes on.
 */
@Injectable()
export class GatewayDirectory implements OnApplicationBootstrap {
  readonly #logger = new Logger('Gateways');
  readonly #known = new Map<string, Known>();
  readonly #asked = new Map<Plugin, number>();
  readonly #refreshing = new Map<Plugin, Promise<void>>();
  readonly #warned = new Set<string>();
  readonly #refreshMs: number;
  readonly #retryMs: number;
  #firstLoad: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly api: PaymentMethodsApi,
    private readonly settings: Settings,
    background: Background,
  ) {
    this.#refreshMs = Math.max(settings.durations.gatewayRefresh, MIN_WAIT_MS);
    this.#retryMs = Math.max(settings.durations.gatewayRetry, MIN_WAIT_MS);
    background.poller({
      name: 'Gateways',
      everyMs: this.#retryMs,
      // The end of the service does not wait for Ottu.
      run: () => waitAtMost(MAX_WAIT_MS, this.#refreshOld()),
      // Silence lets a charge pass.
      onFault: () => undefined,
      whenTold: 'never',
    });
  }

  onApplicationBootstrap(): void {
    this.#firstLoad = this.#refreshOld();
  }

  /** Resolves when Ottu has been asked for the first time, answered or not. */
  async firstLoad(): Promise<void> {
    await this.#firstLoad;
  }

  /** What Ottu says of this code; nothing when it is not known. An old answer serves while a new one is fetched. */
  async find(plugin: Plugin, code: string): Promise<GatewayTraits | undefined> {
    if (!this.#known.has(plugin)) await this.#refreshSoon(plugin);
    else if (this.#isOld(plugin)) void this.#refreshNow(plugin);
    const found = this.known(plugin, code);
    this.#warnOfUnknownMode(code, found);
    return found;
  }

  /** The same without asking: what is known by now. */
  known(plugin: string, code: string): GatewayTraits | undefined {
    return this.#known.get(plugin)?.gateways.get(code);
  }

  /** Of one look that stays silent, all requests together see no more than the first moments. */
  async #refreshSoon(plugin: Plugin): Promise<void> {
    const refreshed = this.#refreshNow(plugin);
    const waited = Date.now() - (this.#asked.get(plugin) ?? 0);
    if (waited < MAX_WAIT_MS) await waitAtMost(MAX_WAIT_MS - waited, refreshed);
  }

  async #refreshOld(): Promise<void> {
    await Promise.all(PLUGINS.filter((plugin) => this.#isOld(plugin)).map((plugin) => this.#refreshNow(plugin)));
    // M97: the codes that shoppers are offered, before the first of them pays.
    for (const code of this.settings.ottu.pgCodes) this.#warnOfUnknownMode(code, this.known('e_commerce', code));
  }

  #isOld(plugin: Plugin): boolean {
    const known = this.#known.get(plugin);
    return known === undefined || Date.now() - known.at > this.#refreshMs;
  }

  async #refreshNow(plugin: Plugin): Promise<void> {
    const running = this.#refreshing.get(plugin);
    if (running !== undefined) return running;
    const last = this.#asked.get(plugin);
    if (last !== undefined && Date.now() - last < this.#retryMs) return;
    this.#asked.set(plugin, Date.now());
    const asking = this.#load(plugin).finally(() => this.#refreshing.delete(plugin));
    this.#refreshing.set(plugin, asking);
    return asking;
  }

  async #load(plugin: Plugin): Promise<void> {
    try {
      const gateways = await this.api.gateways(plugin, new Deadline(this.settings.ottu.timeoutMs));
      if (gateways === undefined) return;
      this.#known.set(plugin, {
        gateways: new Map(gateways.map((gateway) => [gateway.code, gateway])),
        at: Date.now(),
      });
    } catch {
      // Silence lets a charge pass; Ottu will judge it itself.
    }
  }

  /** M97: in live mode, once per code until its mode is known. Only what has the form of a code may reach the log. */
  #warnOfUnknownMode(code: string, found: GatewayTraits | undefined): void {
    if (this.settings.ottu.mode !== 'live' || !/^[-\w]{1,50}$/.test(code)) return;
    if (found?.isSandbox !== undefined) {
      this.#warned.delete(code);
    } else if (!this.#warned.has(code)) {
      this.#warned.add(code);
      this.#logger.warn(
        { pg_code: code },
        'M97: Ottu has not said whether this gateway is live; it is charged all the same',
      );
    }
  }
}

async function waitAtMost(milliseconds: number, work: Promise<void>): Promise<void> {
  const enough = new AbortController();
  const waited = sleep(milliseconds, undefined, { ref: false, signal: enough.signal }).catch(() => undefined);
  await Promise.race([work, waited]);
  enough.abort();
}
