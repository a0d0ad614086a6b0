import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

import { Settings } from '../config/settings.ts';

const SAID =
  'Requests carry X-Forwarded-For, and TRUST_PROXY is not set: behind a proxy all shoppers would share one limit. ' +
  'Set TRUST_PROXY to the number of proxies or to their addresses, or to false where nobody stands in front.';

/** M95a: notices a proxy that `TRUST_PROXY` says nothing about, at once, and keeps it in sight of whoever looks at the service. */
@Injectable()
export class UnnamedProxy implements OnModuleInit {
  readonly #logger = new Logger('TrustProxy');
  #seen = false;

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    private readonly settings: Settings,
  ) {}

  /** For an operator; nothing where no such request was seen. */
  get warning(): string | undefined {
    return this.#seen ? SAID : undefined;
  }

  onModuleInit(): void {
    if (!this.settings.http.proxyUnsaid) return;
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', ({ headers }, _reply, done) => {
      if (!this.#seen && headers['x-forwarded-for'] !== undefined) {
        this.#seen = true;
        this.#logger.warn(SAID);
      }
      done();
    });
  }
}
