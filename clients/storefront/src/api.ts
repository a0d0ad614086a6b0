import createFetchClient from 'openapi-fetch';

import type { components, paths } from './api-types.ts';
import { Problem, Unreachable } from './problem.ts';
import type { Timing } from './timing.ts';

export type Fetch = (request: Request, init?: RequestInit) => Promise<Response>;

export type Api = ReturnType<typeof createApi>;

/** The routes of the service, typed by its document. A request that nobody answers ends by itself. */
export function createApi(baseUrl: string, send: Fetch, timing: Timing) {
  return createFetchClient<paths>({
    baseUrl,
    // Nothing is known by cookies, and no answer about a cart may be another time's.
    credentials: 'omit',
    cache: 'no-store',
    headers: { accept: 'application/json' },
    fetch: (request) => send(request, { signal: AbortSignal.timeout(patience(request, timing)) }),
  });
}

/** What has a key waits for Ottu, and for a bank behind it. */
function patience(request: Request, { answerMs, chargeMs }: Timing): number {
  return request.headers.has('idempotency-key') ? chargeMs : answerMs;
}

export interface Result<Body> {
  readonly data?: Body;
  readonly error?: unknown;
  readonly response: Response;
}

export interface Answer<Body> {
  readonly body: Body;
  readonly etag: string;
}

/**
 * What the service answered.
 *
 * @throws {Problem | Unreachable}
 */
export async function answered<Body>(request: Promise<Result<Body>>): Promise<Answer<Body>> {
  // An answer that breaks off is lost too: what was done, and how, is in its body.
  const { data, error, response } = await request.catch((cause: unknown) => {
    throw new Unreachable(cause);
  });
  if (!response.ok) throw refusal(error, response);
  return { body: data as Body, etag: response.headers.get('etag') ?? '' };
}

/** An error that is no problem document and no fault of the request is of somebody in between, who lost the answer. */
function refusal(error: unknown, { status, headers }: Response): Problem | Unreachable {
  const document =
    typeof error === 'object' && error !== null ? (error as Partial<components['schemas']['Problem']>) : {};
  if (document.code === undefined && status >= 500) return new Unreachable(`status ${status}`);
  return new Problem(document, status, Number(headers.get('retry-after')) || 0);
}
