import type { JsonObject } from '../json.ts';

/** Why an event is told. */
export type Cause = 'api' | 'page' | 'control' | 'inquiry' | 'automatic_inquiry' | 'operation';

/** URLs that the merchant set in the dashboard; none by default. */
export interface Receivers {
  readonly payments?: string | undefined;
  readonly operations?: string | undefined;
}

/** One event for one receiver, signed, before the faults of its way. */
export interface Notice {
  readonly event: 'payment' | 'operation';
  readonly cause: Cause;
  readonly url: string;
  readonly sessionId: string;
  readonly orderNo: string | undefined;
  readonly body: JsonObject;
}

/** One POST to a receiver. */
export interface Try {
  /** ISO 8601, the simulator's time. */
  readonly at: string;
  /** Real milliseconds until the answer, the time-out or the error. */
  readonly took_ms: number;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** Start of the answer's body. */
  readonly answer: string;
  /** `timeout`, or the name of what broke. */
  readonly error?: string;
}

/**
 * How it ended: `delivered` with 200 or 201, `refused` with any other answer, `timed_out` three times, `unreachable`,
 * `lost` by a fault, `dropped` because the simulator was reset or closed.
 */
export type DeliveryState = 'waiting' | 'delivered' | 'refused' | 'timed_out' | 'unreachable' | 'lost' | 'dropped';

/** A webhook as it was sent, or as it was to be sent. */
export interface Delivery {
  readonly id: number;
  /** ISO 8601, the simulator's time at which it became due. */
  readonly at: string;
  readonly event: Notice['event'];
  readonly cause: Cause;
  readonly url: string;
  /** The transaction's, also where a fault puts another one into the body. */
  readonly session_id: string;
  readonly order_no: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  /** The exact text that is sent. */
  readonly raw_body: string;
  /** Kinds of the faults that were applied. */
  readonly faults: readonly string[];
  /** Id of the delivery that this one repeats. */
  readonly redelivery_of?: number;
  readonly tries: Try[];
  state: DeliveryState;
}

export interface DeliveryFilter {
  readonly order_no?: string | undefined;
  readonly session_id?: string | undefined;
}

export interface Webhooks {
  /**
   * Sends events on their way. Resolves when those that must arrive before the caller is answered have arrived; the
   * others start after the current answer was given.
   */
  dispatch(notices: readonly Notice[]): Promise<void>;
  /** Sends them now. Resolves with their end, or at once for those that a fault holds back or loses. */
  deliver(notices: readonly Notice[]): Promise<readonly Delivery[]>;
  /** Sends the same bytes again, without faults, and resolves with its end; undefined when there is no such delivery. */
  redeliver(id: number): Promise<Delivery | undefined>;
  /** Oldest first. */
  list(filter?: DeliveryFilter): readonly Delivery[];
  /** Forgets the deliveries; those on their way go on. */
  clear(): void;
  /** Ends those on their way and forgets everything. */
  reset(): void;
}
