import { eventId } from './event-id.ts';
import { EVENT_NAMES, type LiveView, type LastSeen } from './live-view.ts';

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
