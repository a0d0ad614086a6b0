import { eventId } from './event-id.ts';
import { EVENT_NAMES, type LiveView, type Seen } from './live-view.ts';

/** A comment: it says that the stream lives, to the front end and to every proxy in between. */
export const HEART_BEAT = ':\n\n';

/** How long a client that lost its stream waits before it resumes. */
export function retryText(milliseconds: number): string {
  return `retry: ${Math.round(milliseconds)}\n\n`;
}

export interface News {
  /** Empty when there is none. */
  readonly text: string;
  readonly seen: Seen;
}

/** An event for each part of the view that was not seen yet; each one's id tells all that has been seen with it. */
export function newsOf(view: LiveView, before: Seen): News {
  let seen = before;
  let text = '';
  for (const name of EVENT_NAMES) {
    const { key, data } = view[name];
    if (seen[name] === key) continue;
    seen = { ...seen, [name]: key };
    text += `id: ${eventId(seen)}\nevent: ${name}\ndata: ${data}\n\n`;
  }
  return { text, seen };
}
