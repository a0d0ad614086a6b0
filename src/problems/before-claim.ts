import { Problem } from './problem.ts';

/**
 * Runs what comes before the claim of a charge. A fault of our own there has charged nothing and says so: without this it
 * would be answered as `unknown`, which is right only from the claim on.
 *
 * @throws Problem as `work` throws it; `internal_error` with outcome `none` for everything else
 */
export async function beforeClaim<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw problemBeforeClaim(error);
  }
}

/** An error from before the claim, as the problem that its caller gets. */
export function problemBeforeClaim(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('internal_error', { outcome: 'none', cause: error });
}
