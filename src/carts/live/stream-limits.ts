/** Of one process, in real time whatever `TIME_SCALE` is: proxies and networks do not run faster for tests. */
export const STREAM_LIMITS = {
  /** Tabs and devices of one shopper. */
  perCart: 10,
  /** A company or a mobile carrier behind one address; a tenth of all, so that no one address takes the others' places. */
  perNetwork: 500,
  /** Sockets that one process keeps open for this. */
  inAll: 5_000,
  /** Reads of carts under way at the same time; most of the pool is for those who buy. */
  reads: 4,
} as const;

/** Milliseconds. */
export const STREAM_TIMES = {
  /** Sooner than proxies give up on a silent connection, which most do after 60 s. */
  heartBeat: 15_000,
  /** A stream ends after so long at the latest, and its client resumes: load moves to new replicas, tokens are looked at. */
  lifetime: 10 * 60_000,
  /** What a client that lost its stream waits: so long, and up to twice as long, that not all come back together. */
  retry: 1_000,
  /** For so long the last event may take to leave; then the socket is closed. */
  closeGrace: 2_000,
  /** A read that the database refused is tried again after this. */
  readAgain: 1_000,
} as const;

export type StreamTimes = { readonly [Name in keyof typeof STREAM_TIMES]: number };
