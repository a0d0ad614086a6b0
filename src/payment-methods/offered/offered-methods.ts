import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { writeJson } from '../../json/write-json.ts';
import { successObject } from '../../ottu/errors/problem-of-reply.ts';
import { PaymentMethodsApi } from '../../ottu/payment-methods-api.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { Problem } from '../../problems/problem.ts';
import { StaleWhileRevalidate } from '../stale-while-revalidate.ts';
import { offeredMethods } from './offered-method.ts';
import type { OfferedMethod } from './offered-methods.response.ts';

const FRESH_MS = 60_000;
/** A shopper's page waits no longer than this for news about something that it has. */
const MAX_WAIT_MS = 2_000;
const COOLDOWN_MS = 5_000;

/** What the storefront may offer, asked of Ottu once a minute at most. Ottu being down does not empty the page. */
@Injectable()
export class OfferedMethods {
  readonly #listed: StaleWhileRevalidate<readonly unknown[]>;

  constructor(
    private readonly api: PaymentMethodsApi,
    private readonly settings: Settings,
  ) {
    this.#listed = new StaleWhileRevalidate(() => this.#ask(), {
      freshMs: FRESH_MS,
      maxWaitMs: MAX_WAIT_MS,
      cooldownMs: COOLDOWN_MS,
      now: () => performance.now(),
    });
  }

  /** @throws Problem `ottu_unreachable` only as long as Ottu has never answered */
  async list(): Promise<OfferedMethod[]> {
    const { pgCodes, mode } = this.settings.ottu;
    if (pgCodes.length === 0) return [];
    try {
      return offeredMethods(await this.#listed.get(), { pgCodes, mode });
    } catch (error) {
      throw new Problem('ottu_unreachable', {
        detail: 'The payment methods are not known yet, because Ottu could not be asked.',
        retryAfterSeconds: Math.ceil(COOLDOWN_MS / 1000),
        cause: error,
      });
    }
  }

  async #ask(): Promise<readonly unknown[]> {
    const reply = await this.api.query(writeJson({ plugin: 'e_commerce' }), new Deadline(this.settings.ottu.timeoutMs));
    const methods: unknown = successObject(reply).source('/payment_methods')?.value();
    if (!Array.isArray(methods)) throw new Problem('ottu_bad_answer');
    return methods as readonly unknown[];
  }
}
