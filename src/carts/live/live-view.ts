/** What a stream tells of, in the order in which it does: the last word is about the payment. */
export const EVENT_NAMES = ['cart', 'payment'] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** One thing that is shown, as it goes over the wire. */
export interface Rendered {
  /** Changes with `data` and with nothing else. */
  readonly key: string;
  /** JSON, in one line. */
  readonly data: string;
}

/** All that may be seen of a cart at one moment, written out once for all streams of it. */
export type LiveView = Readonly<Record<EventName, Rendered>> & {
  /** Nothing more will come. */
  readonly final: boolean;
};

/** What somebody has seen last: a key per name, or nothing of that name yet. */
export type LastSeen = Readonly<Record<EventName, string | undefined>>;
