import type { IncomingMessage } from 'node:http';

/** Where solutions are verified, on the shop's own server. */
export const SITEVERIFY = '/challenge/siteverify';
const SECRET = 'marsa-simulated-challenge';
/** What the question of the shop's widget has as its answer. */
const RIGHT_CHOICE = 'DALLAH-BRASS';
/** Some hundred bytes of form are what a caller has to say. */
const LONGEST_FORM = 8_192;

/** The answer of a `siteverify`, as Turnstile, hCaptcha and reCAPTCHA have it. */
export interface Verdict {
  readonly success: boolean;
  readonly 'error-codes': readonly string[];
}

export interface Verifier {
  readonly verify: (form: URLSearchParams) => Verdict;
}

/**
 * SIMULATED: what verifies solved challenges (M96). It stands for the one that a shop has an account with, and does what
 * the service needs of that: a solution counts once, and only with the secret. The page's widget makes
 * `sim-<choice>-<random>` of what the shopper chose.
 */
export function createVerifier(): Verifier {
  const seen = new Set<string>();
  return {
    verify(form) {
      if (form.get('secret') !== SECRET) return refused('invalid-input-secret');
      const token = form.get('response') ?? '';
      if (token === '') return refused('missing-input-response');
      if (seen.has(token)) return refused('timeout-or-duplicate');
      seen.add(token);
      return token.startsWith(`sim-${RIGHT_CHOICE}-`)
        ? { success: true, 'error-codes': [] }
        : refused('invalid-input-response');
    },
  };
}

function refused(code: string): Verdict {
  return { success: false, 'error-codes': [code] };
}

/** What the service has to be told of the verifier, as the shop's server with this port serves it. */
export function challengeSettings(port: number): Readonly<Record<`CHALLENGE_${string}`, string>> {
  return { CHALLENGE_VERIFY_URL: `http://127.0.0.1:${port}${SITEVERIFY}`, CHALLENGE_SECRET: SECRET };
}

/** A form that was posted; nothing of one that broke off, or is longer than any that is meant for us. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const nothing = new URLSearchParams();
  let text = '';
  try {
    for await (const piece of request.setEncoding('utf8')) {
      text += String(piece);
      if (text.length > LONGEST_FORM) return nothing;
    }
  } catch {
    return nothing;
  }
  return new URLSearchParams(text);
}
