import axios, { AxiosHeaders, type AxiosInstance } from 'axios';
import { Agent } from 'undici';

import type { OttuSettings } from '../../config/settings.ts';
import { Credentials } from './credentials.ts';
import type { Deadline } from './deadline.ts';
import { TransportFault } from './transport-fault.ts';
import { undiciAdapter } from './undici-adapter.ts';

/** Ottu's largest answers are a few tens of kilobytes. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;
/** Shorter than servers and proxies keep idle connections, so that a call seldom meets one that is just being closed. */
const KEEP_ALIVE_MS = 4_000;

export interface OttuCall {
  readonly method: 'GET' | 'POST';
  /** Path below the merchant's instance, with its trailing slash. */
  readonly path: string;
  /** JSON text, sent as it is. */
  readonly json?: string;
  readonly deadline: Deadline;
}

/** Whatever came back, read to its end. Nothing is judged here. */
export interface OttuReply {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly body: Buffer;
}

/** Called before every call; throws when the call must not be made here and now (M2). */
export type AssertMayCall = () => void;

/** Sends one request to the merchant's Ottu instance, once. */
export class OttuTransport {
  readonly #axios: AxiosInstance;
  readonly #agent: Agent;
  readonly #credentials: Credentials;
  readonly #assertMayCall: AssertMayCall;

  constructor(settings: OttuSettings, assertMayCall: AssertMayCall) {
    this.#credentials = new Credentials(settings.credentials);
    this.#assertMayCall = assertMayCall;
    this.#agent = new Agent({
      connections: settings.maxConcurrency,
      pipelining: 1,
      // What "sent" means is read off HTTP/1.1 (see `exchange`); multiplexing would need its own proof.
      allowH2: false,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      // The deadline of the call covers everything.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#axios = axios.create({
      baseURL: settings.baseUrl,
      maxRedirects: 0,
      responseType: 'arraybuffer',
      // Bodies are JSON text made by our own writer and bytes read by our own reader.
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
    });
  }

  /**
   * @throws TransportFault when no complete answer came; its `sent` says whether Ottu may have heard the request.
   */
  async send(call: OttuCall): Promise<OttuReply> {
    this.#assertMayCall();
    const { signal, done } = call.deadline.signal();
    let started = false;
    try {
      const response = await this.#axios.request<Buffer>({
        method: call.method,
        url: call.path,
        ...(call.json === undefined ? {} : { data: Buffer.from(call.json, 'utf8') }),
        headers: this.#headers(call),
        adapter: undiciAdapter({
          dispatcher: this.#agent,
          signal,
          mayStart: () => (started = call.deadline.mayStart()),
          maxAnswerBytes: MAX_ANSWER_BYTES,
        }),
      });
      const headers = AxiosHeaders.from(response.headers as AxiosHeaders);
      return {
        status: response.status,
        contentType: textOf(headers.get('content-type')) ?? '',
        retryAfter: textOf(headers.get('retry-after')),
        body: response.data,
      };
    } catch (error) {
      // Axios's own errors carry the request, key included, in several places: none of them leaves this function.
      // A fault of unknown kind counts as sent once the first byte may have left (M5).
      throw error instanceof TransportFault ? error : new TransportFault('connection_lost', started, 'CLIENT_ERROR');
    } finally {
      done();
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #headers(call: OttuCall): Record<string, string> {
    return {
      authorization: this.#credentials.authorization(),
      accept: 'application/json',
      'user-agent': 'ottu-bff',
      ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
    };
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
