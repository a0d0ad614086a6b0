import { Inject, Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.ts';
import type { Scope } from '../config/service-keys.ts';
import { rawBodyOf } from '../http/raw-body.ts';
import { Metrics } from '../observability/metrics.ts';
import { Problem } from '../problems/problem.ts';
import { declaredAccess, type Access } from './decorators.ts';
import { assertNoBrowser, assertAllowedOrigin } from './browser-marks.ts';
import { rememberCaller } from './caller.ts';
import { FailedCredentials } from './failed-credentials.ts';
import { hasPaymentInstrument } from './payment-instrument-search.ts';
import { bearsServiceKey, checkServiceKey } from './service-key.ts';

/** The global guard: a request passes only by the one declaration of its route. */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #logger = new Logger(AccessGuard.name);
  readonly #settings: Settings;
  readonly #metrics: Metrics;

  readonly #failed: FailedCredentials;

  constructor(
    @Inject(Settings) settings: Settings,
    @Inject(Metrics) metrics: Metrics,
    @Inject(FailedCredentials) failed: FailedCredentials,
  ) {
    this.#settings = settings;
    this.#metrics = metrics;
    this.#failed = failed;
  }

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const [access, ...others] = declaredAccess(context.getHandler());
    // The start refuses such routes already; this is the second lock.
    if (access === undefined || others.length > 0) throw new Problem('forbidden');
    try {
      this.#admit(access, request);
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'service_key_invalid') throw error;
      return this.#refuseKey(request, error);
    }
  }

  /** A key is looked at first and counted when it is wrong: the right one of a shared network is never kept waiting. */
  async #refuseKey(request: FastifyRequest, invalid: Problem): Promise<never> {
    const seconds = await this.#failed.count(request, 'service_key');
    throw seconds === undefined
      ? invalid
      : new Problem('rate_limited', { outcome: 'none', retryAfterSeconds: seconds });
  }

  #admit(access: Access, request: FastifyRequest): void {
    switch (access.kind) {
      case 'ottu':
        return;
      case 'storefront':
        this.#assertNoPaymentInstrument(request);
        if (access.server === undefined || !bearsServiceKey(request.raw)) return;
        assertNoBrowser(request);
        this.#identify(request, access.server);
        return;
      case 'open':
        this.#assertNoPaymentInstrument(request);
        return;
      case 'operator':
        this.#assertNoPaymentInstrument(request);
        assertAllowedOrigin(request, this.#settings.http.publicUrl);
        this.#identify(request, access.scope);
        return;
      case 'server':
        // Before the key is checked: a key inside a browser is refused with every scope.
        assertNoBrowser(request);
        this.#identify(request, access.scope);
    }
  }

  #identify(request: FastifyRequest, scope: Scope): void {
    rememberCaller(request, checkServiceKey(request.raw, scope, this.#settings.serviceKeys));
  }

  #assertNoPaymentInstrument(request: FastifyRequest): void {
    if (!hasPaymentInstrument({ url: request.url, body: rawBodyOf(request) })) return;
    this.#metrics.paymentInstrumentRefused.inc();
    this.#logger.warn({ route: request.routeOptions.url }, 'payment_instrument was refused');
    throw new Problem('server_to_server_only', {
      detail: 'payment_instrument comes from servers only.',
      outcome: 'none',
    });
  }
}
