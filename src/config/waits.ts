/**
 * Every wait of the money protocol in one table (M99), in milliseconds of real time. `TIME_SCALE` divides them all
 * together, so that tests and the sandbox keep their proportions.
 */
const WAITS_MS = {
  /** M3: a charge starts this soon after its claim or is not sent. */
  chargeStart: 10_000,
  /** M3: the lease outlives the charge deadline by this much. */
  leaseGrace: 30_000,
  /** M30: how often rows are swept. */
  sweep: 30_000,
  /** M14: `expiration_time` of a one-step transaction. */
  oneStepExpiry: 30 * 60_000,
} as const;

export type Waits = { readonly [Name in keyof typeof WAITS_MS]: number };

/** @param timeScale divisor of every wait; 1 outside tests and the sandbox. */
export function scaledWaits(timeScale: number): Waits {
  const scaled = Object.entries(WAITS_MS).map(([name, milliseconds]) => [name, milliseconds / timeScale]);
  return Object.fromEntries(scaled) as Waits;
}
