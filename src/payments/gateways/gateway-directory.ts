import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { PaymentMethodsApi, type GatewayFacts } from '../../ottu/payment-methods-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';

type Plugin = 'e_commerce' | 'payment_request';

interface Known {
  readonly gateways: ReadonlyMap<string, GatewayFacts>;
  readonly at: number;
}

const REFRESH_MS = 60 * 60_000;
const RETRY_MS = 60_000;
/** A charge waits this long for the first look; then it goes on without knowing. */
const PATIENCE_MS = 2_000;

/**
 * What Ottu itself says about its gateways, kept for an hour. It is asked when the first charge needs it. Not knowing
 * never refuses a charge: only Ottu's own word does.
 */
@Injectable()
export class GatewayDirectory {
  readonly #known = new Map<Plugin, Known>();
  readonly #asked = new Map<Plugin, number>();
  readonly #asking = new Map<Plugin, Promise<void>>();

  constructor(
    private readonly api: PaymentMethodsApi,
    private readonly settings: Settings,
  ) {}

  /** What Ottu says of this code; nothing when it is not known. */
  async find(plugin: Plugin, code: string): Promise<GatewayFacts | undefined> {
    const known = this.#known.get(plugin);
    if (known === undefined || Date.now() - known.at > REFRESH_MS) {
      const asking = this.#ask(plugin);
      // An old answer serves while a new one is fetched.
      if (known === undefined) await asking;
    }
    return this.#known.get(plugin)?.gateways.get(code);
  }

  async #ask(plugin: Plugin): Promise<void> {
    const running = this.#asking.get(plugin);
    if (running !== undefined) return running;
    const last = this.#asked.get(plugin);
    if (last !== undefined && Date.now() - last < RETRY_MS) return;
    this.#asked.set(plugin, Date.now());
    const asking = this.#load(plugin).finally(() => this.#asking.delete(plugin));
    this.#asking.set(plugin, asking);
    return asking;
  }

  async #load(plugin: Plugin): Promise<void> {
    try {
      const gateways = await this.api.gateways(plugin, new Deadline(Math.min(PATIENCE_MS, this.settings.ottu.timeoutMs)));
      if (gateways === undefined) return;
      this.#known.set(plugin, { gateways: new Map(gateways.map((gateway) => [gateway.code, gateway])), at: Date.now() });
    } catch {
      // Silence lets a charge pass; Ottu will judge it itself.
    }
  }
}
