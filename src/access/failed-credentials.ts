import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import { addressOf, networkOf } from '../http/network.ts';
import { beginAtZero, Metrics } from '../observability/metrics.ts';

const CREDENTIALS = ['service_key', 'docs_password'] as const;
export type Credential = (typeof CREDENTIALS)[number];

/** More than a person mistypes and a deployment with an old key tries; far too few to guess anything. */
const MAX_FAILURES = 30;
const SECONDS = 60;

/**
 * Counts keys and passwords that were wrong, by the network that they came from, in this process: whoever guesses is told to
 * wait (M96 asks for no limit on those who know their key, and there is none).
 */
@Injectable()
export class FailedCredentials {
  readonly #limiter = new RateLimiterMemory({ points: MAX_FAILURES, duration: SECONDS });
  readonly #refused: Counter<'credential' | 'slowed'>;

  constructor(@Inject(Metrics) { registry }: Metrics) {
    this.#refused = new Counter({
      name: 'ottu_bff_credentials_refused_total',
      help: 'Wrong service keys and documentation passwords; slowed where so many had come from one network that it has to wait',
      labelNames: ['credential', 'slowed'],
      registers: [registry],
    });
    beginAtZero(this.#refused, { credential: CREDENTIALS, slowed: ['false', 'true'] });
  }

  /** @returns seconds that the network has to wait; nothing where this was one of few. */
  async count(request: FastifyRequest, credential: Credential): Promise<number | undefined> {
    const seconds = await this.#consume(request);
    this.#refused.inc({ credential, slowed: String(seconds !== undefined) });
    return seconds;
  }

  /** The same for one whose password has not been looked at: while a network has to wait, no guess of it is answered. */
  async secondsToWait(request: FastifyRequest): Promise<number | undefined> {
    const counted = await this.#limiter.get(networkOf(addressOf(request)));
    return counted !== null && counted.consumedPoints > MAX_FAILURES ? secondsOf(counted) : undefined;
  }

  async #consume(request: FastifyRequest): Promise<number | undefined> {
    try {
      await this.#limiter.consume(networkOf(addressOf(request)));
      return undefined;
    } catch (result) {
      if (!(result instanceof RateLimiterRes)) throw result;
      return secondsOf(result);
    }
  }
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}
