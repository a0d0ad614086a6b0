import { Problem } from '../problems/problem.ts';

/** M96: what tells people from programs, such as a CAPTCHA. Also the token under which it is injected. */
export abstract class Challenge {
  /** Whether attempts to pay need a solved challenge at the moment. */
  abstract required(): Promise<boolean>;

  /** Whether `token` is what a solved challenge gave the shopper's browser. */
  abstract verify(token: string | undefined): Promise<boolean>;

  /**
   * Before an attempt to pay; tokens of limits are taken after it.
   *
   * @throws Problem `challenge_required` (403, outcome `none`).
   */
  async demand(token: string | undefined): Promise<void> {
    if (!(await this.required()) || (await this.verify(token))) return;
    throw new Problem('challenge_required', {
      detail: 'Let the shopper solve the challenge and send what it gave with the next attempt.',
      outcome: 'none',
    });
  }
}

/** Where none is configured: the share of declines is still measured and warned of. */
export class NoChallenge extends Challenge {
  async required(): Promise<boolean> {
    return false;
  }

  async verify(): Promise<boolean> {
    return true;
  }
}
