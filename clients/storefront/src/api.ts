import type { Client } from 'openapi-fetch';

import type { components, paths } from './api-types.ts';
import { Problem, Unreachable } from './problem.ts';
import type { Timing } from './timing.ts';

export type Fetch = (request: Request, init?: RequestInit) => Promise<Response>;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The routes of the service, typed by its document. */
export type Api = Pick<Client<paths>, Method>;

interface Init {
  readonly params?: {
    readonly path?: Readonly<Record<string, string>>;
    readonly header?: Readonly<Record<string, string>>;
  };
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Sends what `openapi-fetch` has checked against the document. Its types alone are used: its code, which puts forms and queries
 * together that no route here has, would be a quarter of a page's share.
 */
export function createApi(baseUrl: string, send: Fetch, timing: Timing): Api {
  const request =
    (method: Method) =>
    async (path: string, { params, headers, body }: Init = {}): Promise<Result<unknown>> => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.path?.[name] ?? ''));
      const made = new Request(baseUrl + filled, {
        method,
        // Nothing is known by cookies, and no answer about a cart may be another time's.
        credentials: 'omit',
        cache: 'no-store',
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...params?.header,
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const response = await send(made, { signal: AbortSignal.timeout(patience(made, timing)) });
      if (!response.ok) return { error: await response.json().catch(() => undefined), response };
      return { data: response.status === 204 ? undefined : await response.json(), response };
    };
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  return Object.fromEntries(methods.map((method) => [method, request(method)])) as unknown as Api;
}

/** What has a key waits for Ottu, and for a bank behind it. A request that nobody answers ends by itself. */
function patience({ headers }: Request, { answerMs, chargeMs }: Timing): number {
  return headers.has('idempotency-key') ? chargeMs : answerMs;
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
