import { dim, say } from './paint.ts';

const SETTLING_MS = 100;

/** Shows the service's requests while it runs: what of its log a person at the terminal wants to see. */
export interface Watch {
  /** Takes a line of the service's log. */
  take(line: string): void;
  /** From here on requests are shown. */
  open(): void;
}

export function startWatch(): Watch {
  let from = Infinity;
  return {
    open() {
      // Lines of the demo's own last request may still be on their way.
      from = Date.now() + SETTLING_MS;
    },
    take(line) {
      const request = readRequest(line);
      if (request !== undefined && request.at >= from) say(dim(`   ${clock(request.at)}  ${request.text}`));
    },
  };
}

/** One request to the API itself, in words, and when it ended; nothing for any other line. */
export function readRequest(line: string): { readonly at: number; readonly text: string } | undefined {
  let entry: Readonly<Record<string, unknown>>;
  try {
    entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
  const { time, msg, method, route, status, duration_ms: duration } = entry;
  if (msg !== 'request' || typeof route !== 'string' || !route.startsWith('/v1/')) return undefined;
  return {
    at: Date.parse(String(time)),
    text: `${String(method)} ${route} → ${String(status)} in ${String(duration)} ms`,
  };
}

function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
