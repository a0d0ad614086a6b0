import { isProblem } from './problem.ts';
import type { Challenge } from './types.ts';

/**
 * Sends a request again with what the shopper solved, for as long as it is asked for and solved.
 *
 * @throws {Problem} `challenge_required` where nobody solves it
 */
export async function withChallenge<T>(
  challenge: Challenge | undefined,
  send: (solution: string | undefined) => Promise<T>,
): Promise<T> {
  let solution: string | undefined;
  for (;;) {
    try {
      return await send(solution);
    } catch (error) {
      if (challenge === undefined || !isProblem(error, 'challenge_required')) throw error;
      solution = await challenge(solution !== undefined);
      if (solution === undefined) throw error;
    }
  }
}
