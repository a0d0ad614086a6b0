import { Webhook } from 'standardwebhooks';
import { request } from 'undici';

import type { MerchantEventsSettings } from '../../config/settings.ts';
import { beginOutgoing } from '../../tracing/work.ts';
import { OutgoingAgent, type ProxySettings } from '../../outgoing/outgoing-agent.ts';

/** From the first byte to the status line of the answer. */
export const DELIVERY_DEADLINE_MS = 10_000;
/** How many deliveries one replica has under way. */
export const MAX_DELIVERIES = 16;
const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 4_000;
/** An answer's body means nothing; more of it than this closes the connection. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** What became of one try. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly status: number }
  /** 410: the receiver wants no more of it. */
  | { readonly kind: 'gone'; readonly status: number }
  /** Any other answer, or none: `fault` says why in a word, such as `ECONNREFUSED`. */
  | { readonly kind: 'failed'; readonly status?: number; readonly fault?: string };

/** Sends events to the merchant's address, signed by Standard Webhooks. It follows no redirect and repeats nothing. */
export class EventSender {
  readonly #url: string;
  readonly #signers: readonly Webhook[];
  readonly #deadlineMs: number;
  readonly #agent: OutgoingAgent;

  constructor(
    { url, secrets }: MerchantEventsSettings,
    {
      deadlineMs = DELIVERY_DEADLINE_MS,
      proxy,
    }: { readonly deadlineMs?: number | undefined; readonly proxy?: ProxySettings | undefined } = {},
  ) {
    // The deadline of the delivery covers everything.
    this.#agent = new OutgoingAgent({
      connections: MAX_DELIVERIES,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      keepAliveMs: KEEP_ALIVE_MS,
      proxy,
    });
    this.#url = url;
    this.#signers = secrets.map((secret) => new Webhook(secret.reveal()));
    this.#deadlineMs = deadlineMs;
  }

  /** Makes one try. It never throws: a failure is an outcome. */
  async send(event: { readonly id: string; readonly body: string }): Promise<DeliveryOutcome> {
    const step = beginOutgoing('event');
    const outcome = await this.#try(event, step.headers);
    step.end(outcome);
    return outcome;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #try(
    { id, body }: { readonly id: string; readonly body: string },
    trace: Readonly<Record<string, string>>,
  ): Promise<DeliveryOutcome> {
    try {
      const answer = await request(this.#url, {
        dispatcher: this.#agent.dispatcher,
        method: 'POST',
        headers: { ...this.#headers(id, body), ...trace },
        body,
        signal: AbortSignal.timeout(this.#deadlineMs),
      });
      // The status is all that counts; a body that never ends is cut off by the deadline.
      answer.body.dump({ limit: MAX_ANSWER_BYTES }).catch(() => undefined);
      return outcomeOf(answer.statusCode);
    } catch (error) {
      return { kind: 'failed', fault: faultOf(error) };
    }
  }

  /** Signed anew at each try: receivers refuse old time stamps. With several keys there are several signatures. */
  #headers(id: string, body: string): Record<string, string> {
    const now = new Date();
    return {
      'content-type': 'application/json',
      'user-agent': 'ottu-bff',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': this.#signers.map((signer) => signer.sign(id, now, body)).join(' '),
    };
  }
}

function outcomeOf(status: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  return status === 410 ? { kind: 'gone', status } : { kind: 'failed', status };
}

/** A code of Node's or undici's and no message, which could quote what was sent or answered. */
function faultOf(error: unknown): string {
  const { name, code } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown };
  if (name === 'TimeoutError') return 'TIMEOUT';
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'UNREACHABLE';
}
