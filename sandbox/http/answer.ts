import type { JsonObject } from '../json.ts';
import type { Notice } from '../webhooks/webhooks.ts';
import type { Problems } from '../rules/problems.ts';

/** What a handler answers, before faults and the wire. */
export interface Answer {
  readonly status: number;
  /** JSON; a string is an HTML page; undefined is an empty body. */
  readonly body: JsonObject | readonly unknown[] | string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Events to tell because of what was done; they go out even when this answer does not arrive. */
  readonly webhooks?: readonly Notice[];
  /** The work is done, but the connection ends without a byte of the answer, and the events go out this much later. */
  readonly lostForMs?: number;
}

export function json(status: number, body: JsonObject | readonly unknown[]): Answer {
  return { status, body };
}

/** An HTML page. */
export function page(status: number, html: string): Answer {
  return { status, body: html, headers: { 'cache-control': 'no-store' } };
}

/** Sends a browser elsewhere with GET. */
export function redirect(location: string): Answer {
  return { status: 303, body: undefined, headers: { location } };
}

/** E3. */
export function detail(status: number, text: string): Answer {
  return { status, body: { detail: text } };
}

/** E1 and E2. */
export function invalid(problems: Problems): Answer {
  return { status: 400, body: problems };
}

/** E4. */
export function executionFailed(text: string, more: JsonObject = {}): Answer {
  return { status: 400, body: { detail: text, result: 'failed', ...more } };
}

export const NOT_FOUND = detail(404, 'Not found.');
export const FORBIDDEN = detail(403, 'You do not have permission to perform this action.');
