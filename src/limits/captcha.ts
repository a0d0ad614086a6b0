import { Logger } from '@nestjs/common';

import type { CaptchaSettings } from '../config/settings.ts';
import type { Fetch } from '../outgoing/outgoing-fetch.ts';
import { Problem } from '../problems/problem.ts';
import type { AttemptOutcomes } from './attempt-outcomes.ts';

/** M96: what tells people from programs. Nest injects it under this class. */
export abstract class Captcha {
  /** Whether attempts to pay need a solved CAPTCHA at the moment. */
  abstract required(): Promise<boolean>;

  /** Whether `response` is what a solved CAPTCHA gave the shopper's browser. */
  abstract verify(response: string | undefined): Promise<boolean>;

  /**
   * Called before an attempt to pay consumes its permits.
   *
   * @throws Problem `challenge_required` (403, outcome `none`).
   */
  async require(response: string | undefined): Promise<void> {
    if (await this.required()) await this.demand(response);
  }

  /**
   * For what is asked of this shopper alone; where no CAPTCHA is configured, of nobody.
   *
   * @throws Problem `challenge_required` (403, outcome `none`).
   */
  async demand(response: string | undefined): Promise<void> {
    if (await this.verify(response)) return;
    throw new Problem('challenge_required', {
      detail: 'Let the shopper solve the challenge and send what it gave with the next attempt.',
      outcome: 'none',
    });
  }
}

/** Where none is configured: the share of declines is still measured and warned of. */
export class NoCaptcha extends Captcha {
  async required(): Promise<boolean> {
    return false;
  }

  async verify(): Promise<boolean> {
    return true;
  }
}

const TIMEOUT_MS = 5_000;
/** Responses of the known services have at most this many characters. */
const MAX_RESPONSE_LENGTH = 2_048;

/**
 * CAPTCHAs that are verified the way Turnstile, hCaptcha and reCAPTCHA have it: a form with `secret` and `response` is
 * posted, JSON with `success` comes back.
 */
export class SiteverifyCaptcha extends Captcha {
  readonly #logger = new Logger('Challenge');
  readonly #settings: CaptchaSettings;
  readonly #outcomes: Pick<AttemptOutcomes, 'unusuallyDeclined'>;
  readonly #fetch: Fetch;

  constructor(
    settings: CaptchaSettings,
    outcomes: Pick<AttemptOutcomes, 'unusuallyDeclined'>,
    fetch: Fetch = globalThis.fetch,
  ) {
    super();
    this.#fetch = fetch;
    this.#settings = settings;
    this.#outcomes = outcomes;
  }

  async required(): Promise<boolean> {
    return this.#outcomes.unusuallyDeclined();
  }

  /** A response that cannot be verified counts as false: CAPTCHAs are asked for only while cards are being tested. */
  async verify(response: string | undefined): Promise<boolean> {
    if (response === undefined || response === '' || response.length > MAX_RESPONSE_LENGTH) return false;
    try {
      const answer = await this.#fetch(this.#settings.verifyUrl, {
        method: 'POST',
        body: new URLSearchParams({ secret: this.#settings.secret.reveal(), response }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return answer.ok && isSuccess(await answer.json());
    } catch (error) {
      this.#logger.warn({ err: error }, 'A challenge could not be verified; it counts as not solved');
      return false;
    }
  }
}

function isSuccess(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'success' in answer && answer.success === true;
}
