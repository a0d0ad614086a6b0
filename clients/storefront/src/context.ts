import { answered, type Answer, type Api, type Fetch, type Result } from './api.ts';
import type { Kept } from './kept.ts';
import { isProblem, Unreachable } from './problem.ts';
import type { Shopper } from './shopper.ts';
import { sleep, type Timing } from './timing.ts';
import type { Challenge } from './types.ts';

/** What the parts of one client share. */
export interface Context {
  readonly baseUrl: string;
  readonly api: Api;
  readonly send: Fetch;
  readonly kept: Kept;
  readonly shopper: Shopper;
  readonly timing: Timing;
  readonly language: () => string | undefined;
  readonly challenge: Challenge | undefined;
  /** Keys of the payments that this page is sending at the moment. */
  readonly sending: Set<string>;
  /** Tells this browser's cart, if it is this one, that it has changed at the service or is over. */
  readonly moved: (id: string, over: boolean) => Promise<void>;
}

/** What opens a cart, and with it who is signed in. */
export interface Ways {
  readonly cart: { readonly 'cart-token': string };
  readonly signedIn: { readonly 'cart-token': string; readonly authorization?: string };
}

/**
 * One request about a cart, by the secret that it has now: one that another tab has replaced meanwhile counts no more.
 *
 * @throws {Problem | Unreachable}
 */
export async function callCart<Body>(
  { kept, shopper }: Context,
  id: string,
  request: (ways: Ways) => Promise<Result<Body>>,
): Promise<Answer<Body>> {
  for (;;) {
    const token = kept.token(id) ?? '';
    const cart = { 'cart-token': token };
    try {
      return await answered(request({ cart, signedIn: { ...cart, ...shopper.headers } }));
    } catch (error) {
      if (!isProblem(error, 'not_found') || (kept.token(id) ?? '') === token) throw error;
    }
  }
}

const TRIES = 3;

/**
 * Sends the same again where no answer came. Only for what does no harm when it is done twice.
 *
 * @throws {Problem | Unreachable}
 */
export async function untilAnswered<T>(send: () => Promise<T>, { pauseMs }: Timing): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === TRIES) throw error;
      await sleep(pauseMs);
    }
  }
}
