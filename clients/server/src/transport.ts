import type { Received } from './charging/reading.ts';

/** What it takes to reach the service. */
export interface Transport {
  /** Without a slash at its end; may have a path. */
  readonly baseUrl: string;
  /** `<id>.<secret>`, as `npm run service-key` prints it. */
  readonly serviceKey: string;
  readonly fetch: typeof globalThis.fetch;
}

export interface Post {
  readonly path: string;
  readonly idempotencyKey: string;
  /** Sent as it is. */
  readonly body: string;
}

/** Codes of errors of which Node.js knows that no connection was made, so that no byte of the request has left. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** One try. @throws what `fetch` throws, and the reason of the signal, also while the answer is being read */
export async function post(
  transport: Transport,
  { path, idempotencyKey, body }: Post,
  signal: AbortSignal,
): Promise<Received> {
  const answer = await transport.fetch(`${transport.baseUrl}${path}`, {
    method: 'POST',
    headers: {
      authorization: authorizationOf(transport),
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    body,
    // A charge is sent nowhere but where it was meant to go.
    redirect: 'manual',
    signal,
  });
  return received(answer);
}

export async function received(answer: Response): Promise<Received> {
  const text = await answer.text();
  return { status: answer.status, retryAfterMs: retryAfterOf(answer.headers.get('retry-after')), text };
}

export function authorizationOf({ serviceKey }: Pick<Transport, 'serviceKey'>): string {
  return `Api-Key ${serviceKey}`;
}

/** Whether a byte of the request may have left. */
export function mayHaveLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  // Of a name with several addresses each was tried.
  const causes: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  return !causes.every((one) => one instanceof Error && 'code' in one && NOT_CONNECTED.has(String(one.code)));
}

/** Seconds, or the date until when. */
function retryAfterOf(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
