import { Axios } from 'axios';

import { OutgoingAgent, type AgentStats, type ProxySettings } from '../../outgoing/outgoing-agent.ts';
import type { Authorization } from './credentials.ts';
import type { Multipart } from './multipart.ts';
import type { ExchangeReply } from './exchange.ts';
import { scrubbed } from './scrub.ts';
import { TransportFault } from './transport-fault.ts';
import { undiciAdapter } from './undici-adapter.ts';

/** Ottu's largest answers are a few tens of kilobytes. */
const MAX_REPLY_BYTES = 4 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;
/** Shorter than servers and proxies keep idle connections, so that a call seldom meets one that is just being closed. */
const KEEP_ALIVE_MS = 4_000;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below the merchant's instance, with its trailing slash. */
  readonly path: string;
  /** JSON text, sent as it is. */
  readonly json?: string;
  readonly multipart?: Multipart;
  /** Sent as `Idempotency-Key`: Ottu takes one request of each key (F16.2). */
  readonly idempotencyKey?: string;
  /** Names an operation, so that Ottu does not carry it out twice (F8.4). */
  readonly trackingKey?: string;
}

/** The complete reply, read to its end and not judged; only the key that was sent is taken out. */
export interface OttuReply {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  /** Ottu's clock, as its `Date` header says it, where there is one. */
  readonly date?: string | undefined;
  readonly body: Buffer;
}

export type SenderStats = AgentStats;

export interface SenderOptions {
  readonly baseUrl: string;
  readonly maxConcurrency: number;
  readonly proxy?: ProxySettings | undefined;
}

/** Sends one request to the merchant's Ottu instance, once. */
export class HttpSender {
  readonly #axios: Axios;
  readonly #agent: OutgoingAgent;

  constructor({ baseUrl, maxConcurrency, proxy }: SenderOptions) {
    // The deadline of the call covers everything.
    this.#agent = new OutgoingAgent({
      connections: maxConcurrency,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      keepAliveMs: KEEP_ALIVE_MS,
      proxy,
    });
    // None of axios's defaults, which it would merge into each call: bodies are made by our own writers and read by our
    // own readers, and the adapter judges no status and follows no redirect.
    this.#axios = new Axios({ baseURL: baseUrl });
  }

  /**
   * @param mayStart asked right before the first byte; from a yes on, the request counts as sent (M5).
   * @throws TransportFault when no complete answer came
   */
  async send(
    request: HttpRequest,
    authorization: Authorization,
    { signal, mayStart }: { readonly signal: AbortSignal; readonly mayStart: () => boolean },
  ): Promise<OttuReply> {
    let started = false;
    const data = request.multipart?.body ?? (request.json === undefined ? undefined : ownBytes(request.json));
    try {
      const { data: reply } = await this.#axios.request<ExchangeReply>({
        method: request.method,
        url: request.path,
        ...(data === undefined ? {} : { data }),
        adapter: undiciAdapter({
          dispatcher: this.#agent.dispatcher,
          headers: headersOf(request, authorization),
          signal,
          mayStart: () => (started = mayStart()),
          maxReplyBytes: MAX_REPLY_BYTES,
        }),
      });
      const { headers } = reply;
      return {
        status: reply.status,
        contentType: textOf(headers['content-type']) ?? '',
        retryAfter: textOf(headers['retry-after']),
        date: textOf(headers['date']),
        body: scrubbed(reply.body, authorization.secrets),
      };
    } catch (error) {
      // Axios's own errors carry the request in several places: none of them leaves this function.
      // A fault of unknown kind counts as sent once the first byte may have left (M5).
      throw error instanceof TransportFault
        ? error
        : new TransportFault('connection_lost', started, { systemCode: 'CLIENT_ERROR' });
    }
  }

  stats(): SenderStats {
    return this.#agent.stats();
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** Apart from the pool that small buffers share: of each a body that waits for its answer would keep the whole. */
function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text, 'utf8'));
  bytes.write(text, 'utf8');
  return bytes;
}

function headersOf(
  { json, multipart, idempotencyKey, trackingKey }: HttpRequest,
  { header }: Authorization,
): Record<string, string> {
  return {
    authorization: header,
    accept: 'application/json',
    'user-agent': 'ottu-bff',
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(trackingKey === undefined ? {} : { 'tracking-key': trackingKey }),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(multipart === undefined ? {} : { 'content-type': multipart.contentType }),
    ...(multipart?.contentLength === undefined ? {} : { 'content-length': String(multipart.contentLength) }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
