const DEFAULT_SECONDS = 5;
const WEEKDAY = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** Both forms of `Retry-After` (RFC 9110): whole seconds, or a date. Nothing for anything else. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  if (!WEEKDAY.test(text)) return undefined;
  // The oldest of the three forms of a date names no zone; all three are GMT.
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** How long the caller is to wait, in whole seconds; five where Ottu's header is missing or cannot be read. */
export function retryAfterSeconds(header: string | undefined, now = Date.now()): number {
  const wait = retryAfterMs(header, now);
  return wait === undefined ? DEFAULT_SECONDS : Math.ceil(wait / 1000);
}
