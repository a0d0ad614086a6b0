/** Milliseconds. Tests make them shorter. */
export interface Timing {
  /** Between two tries of what got no answer. */
  readonly pauseMs: number;
  /** For how long a payment whose answers are lost is sent again before it is followed only. */
  readonly patienceMs: number;
  /** How long an answer may take. */
  readonly answerMs: number;
  /** How long the answer to a charge may take: longer than the service waits for Ottu. */
  readonly chargeMs: number;
  /** For how long after a reload a payment by a saved card is sent again. */
  readonly repeatMs: number;
  /** A stream that says nothing for so long, heart-beats included, is taken for broken. */
  readonly silenceMs: number;
  /** The same before its first word, which comes at once unless somebody in between keeps it back. */
  readonly firstWordMs: number;
  /** Between two questions where there is no stream, at first and at most. */
  readonly pollMs: number;
  readonly slowestPollMs: number;
  /** Between two checkouts of whoever has come back from the payment page, at first and at most. */
  readonly returnMs: number;
  readonly slowestReturnMs: number;
}

export const TIMING: Timing = {
  pauseMs: 1200,
  patienceMs: 30_000,
  answerMs: 40_000,
  chargeMs: 75_000,
  repeatMs: 300_000,
  silenceMs: 45_000,
  firstWordMs: 8000,
  pollMs: 1500,
  slowestPollMs: 6000,
  returnMs: 2000,
  slowestReturnMs: 30_000,
};

/** Ends early, and well, when the signal says stop. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
