import type { CallGroup } from './transport/call-policy.ts';

export interface ReadOptions {
  /** `read` unless given. */
  readonly group?: CallGroup | undefined;
  /** Ends the call when its caller has gone. */
  readonly signal?: AbortSignal | undefined;
}

/** A write has no signal: once begun it goes on, even when its caller has gone. */
export interface CreateOptions {
  /** `charge` unless given, since a create may be one. */
  readonly group?: CallGroup | undefined;
}

export interface ExpireOptions {
  /** `background` unless given. */
  readonly group?: CallGroup | undefined;
}

export interface UpdateOptions {
  /** `checkout` unless given. */
  readonly group?: CallGroup | undefined;
  /**
   * Whether it is sent again after a 429, 502, 503, 504 or a connection fault. Right where the caller says what the
   * transaction should become, as merchant servers do; of a cart's transaction only M52 knows. False unless given.
   */
  readonly repeat?: boolean | undefined;
}
