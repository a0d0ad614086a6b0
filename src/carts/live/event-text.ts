import { createHash } from 'node:crypto';

/** The parts of a cart that a stream sends, in this order: the payment comes last. */
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

/** What a client has seen last: a key per name; undefined where it has seen no event of that name. */
export type LastSeen = Readonly<Record<EventName, string | undefined>>;

const KEY = /^[\w-]{16}$/;
const NOTHING = '-';

/** 96 bits of the hash of what is shown: the id of an event holds it, and nothing can be read out of it. */
export function keyOf(data: string): string {
  return createHash('sha256').update(data).digest('base64url').slice(0, 16);
}

/**
 * The id of an event: a key for each part that the client has seen by then. From this id alone any replica knows which
 * parts the client has not seen.
 */
export function eventId(lastSeen: LastSeen): string {
  return EVENT_NAMES.map((name) => lastSeen[name] ?? NOTHING).join('.');
}

/** What is not an id of this service was never seen. */
export function parseEventId(header: string | undefined): LastSeen {
  const keys = header?.split('.') ?? [];
  const [cart, payment] = keys.length === EVENT_NAMES.length ? keys : [];
  return { cart: keyOrNothing(cart), payment: keyOrNothing(payment) };
}

function keyOrNothing(text: string | undefined): string | undefined {
  return text !== undefined && KEY.test(text) ? text : undefined;
}

/** A comment: it says that the stream lives, to the front end and to every proxy in between. */
export const HEART_BEAT = ':\n\n';

/** How long a client that lost its stream waits before it resumes. */
export function retryText(milliseconds: number): string {
  return `retry: ${Math.round(milliseconds)}\n\n`;
}

export interface StreamUpdate {
  /** Empty when there is none. */
  readonly text: string;
  readonly lastSeen: LastSeen;
}

/** An event for each part of the view that was not seen yet; each one's id tells all that has been seen with it. */
export function updateFor(view: LiveView, before: LastSeen): StreamUpdate {
  let lastSeen = before;
  let text = '';
  for (const name of EVENT_NAMES) {
    const { key, data } = view[name];
    if (lastSeen[name] === key) continue;
    lastSeen = { ...lastSeen, [name]: key };
    text += `id: ${eventId(lastSeen)}\nevent: ${name}\ndata: ${data}\n\n`;
  }
  return { text, lastSeen };
}
