import type { Problem } from '../types.ts';
import type { WaitsFor } from './result.ts';

/** What one try came to. */
export type Reading<Answer> =
  | { readonly kind: 'final'; readonly answer: Answer }
  /** The payment itself says that nothing came of it. */
  | { readonly kind: 'none'; readonly answer: Answer }
  | { readonly kind: 'open'; readonly answer: Answer; readonly waitsFor: WaitsFor }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retryAfterMs?: number }
  /** No answer that says anything. `sent` is false where no connection was made. */
  | { readonly kind: 'lost'; readonly sent: boolean; readonly retryAfterMs?: number };

/** What an answer of 2xx says. @returns nothing where it is not of the shape that its route has */
export type ReadAnswer<Answer> = (json: unknown, status: number) => Reading<Answer> | undefined;

/** An answer as it came. */
export interface Received {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly text: string;
}

/** Whatever cannot be read counts as lost: behind it the money may have moved. */
export function readReceived<Answer>(
  { status, retryAfterMs, text }: Received,
  read: ReadAnswer<Answer>,
): Reading<Answer> {
  const later = retryAfterMs === undefined ? {} : { retryAfterMs };
  const lost = { kind: 'lost', sent: true, ...later } as const;
  const json = parsed(text);
  if (status >= 200 && status < 300) return read(json, status) ?? lost;
  return isProblem(json) && status >= 400 ? { kind: 'problem', problem: json, ...later } : lost;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isProblem(json: unknown): json is Problem {
  return isObject(json) && typeof json['code'] === 'string' && typeof json['status'] === 'number';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
