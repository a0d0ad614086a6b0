import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { request, type Dispatcher } from 'undici';
import type { Secret } from '../../config/secret.ts';
import { OutgoingAgent, type ProxySettings } from '../../outgoing/outgoing-agent.ts';
import { beginOutgoing } from '../../tracing/work.ts';
import { CatalogUnavailableError, QuoteUnusableError } from '../catalog-error.ts';

/** A hundred lines with long names in two alphabets are a fifth of this. */
export const MAX_REPLY_BYTES = 512 * 1024;
const CONNECT_TIMEOUT_MS = 3_000;
const KEEP_ALIVE_MS = 4_000;
const RETRY_AFTER_SECONDS = 5;
/** The other side closed an idle connection just as it was used: nothing was answered, and asking is safe to repeat. */
const CLOSED_IN_USE: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

export interface QuoteReply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Buffer;
}

/** Sends one signed request to the quote service and reads its answer. It follows no redirect. */
export class QuoteExchange {
  readonly #url: string;
  readonly #signers: readonly Webhook[];
  readonly #agent: OutgoingAgent;

  constructor(
    { url, secrets }: { readonly url: string; readonly secrets: readonly Secret[] },
    { connections, proxy }: { readonly connections: number; readonly proxy?: ProxySettings | undefined },
  ) {
    this.#url = url;
    this.#signers = secrets.map((secret) => new Webhook(secret.reveal()));
    // The deadline of the quote covers everything.
    this.#agent = new OutgoingAgent({
      connections,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      keepAliveMs: KEEP_ALIVE_MS,
      proxy,
    });
  }

  /**
   * @param signal the deadline: it covers connecting and the body to its end.
   * @throws CatalogUnavailableError when no complete answer came; QuoteUnusableError when it is too large.
   */
  async send(body: string, signal: AbortSignal): Promise<QuoteReply> {
    const first = await this.#try(body, signal);
    const reply = typeof first === 'string' && CLOSED_IN_USE.has(first) ? await this.#try(body, signal) : first;
    if (typeof reply === 'string') throw new CatalogUnavailableError(reply, RETRY_AFTER_SECONDS);
    return reply;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** The answer, or a word for why there is none. */
  async #try(body: string, signal: AbortSignal): Promise<QuoteReply | string> {
    const step = beginOutgoing('quote');
    let status: number | undefined;
    try {
      const reply = await request(this.#url, {
        dispatcher: this.#agent.dispatcher,
        method: 'POST',
        headers: { ...this.#headers(body), ...step.headers },
        body,
        signal,
      });
      status = reply.statusCode;
      const retryAfter = reply.headers['retry-after'];
      return {
        status: reply.statusCode,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
        body: await readAll(reply.body),
      };
    } catch (error) {
      if (error instanceof QuoteUnusableError) throw error;
      return signal.aborted ? 'TIMEOUT' : faultOf(error);
    } finally {
      step.end({ status });
    }
  }

  /** Signed anew at each try: receivers refuse old time stamps. With several keys there are several signatures. */
  #headers(body: string): Record<string, string> {
    const now = new Date();
    const id = randomUUID();
    return {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'ottu-bff',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': this.#signers.map((signer) => signer.sign(id, now, body)).join(' '),
    };
  }
}

async function readAll(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early closes the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REPLY_BYTES) throw new QuoteUnusableError(`it is larger than ${MAX_REPLY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A code of Node's or undici's and no message, which could quote what was sent or answered. */
function faultOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'UNREACHABLE';
}
