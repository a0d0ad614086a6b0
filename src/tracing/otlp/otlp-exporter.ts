import { Logger } from '@nestjs/common';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

import type { TraceSettings } from '../../config/settings.ts';
import type { ProxySettings } from '../../outgoing/outgoing-agent.ts';
import { outgoingFetch, type Fetch } from '../../outgoing/outgoing-fetch.ts';

type Done = Parameters<SpanExporter['export']>[1];

/** As `ExportResultCode` of the SDK has them, which would be one package more. */
const SUCCESS = 0;
const FAILED = 1;

/**
 * Sends spans as OTLP over HTTP, in JSON, on the way that all calls of this service take, so that a proxy and a private CA
 * count here too. A batch that is not taken is lost: nothing waits for it and nothing is kept for it.
 */
export class OtlpExporter implements SpanExporter {
  readonly #logger = new Logger('Traces');
  readonly #settings: TraceSettings;
  readonly #fetch: Fetch;
  readonly #timeoutMs: number;
  readonly #givenUp = new AbortController();
  #isDown = false;

  constructor(settings: TraceSettings, proxy: ProxySettings | undefined, timeoutMs: number) {
    this.#settings = settings;
    this.#fetch = outgoingFetch(proxy);
    this.#timeoutMs = timeoutMs;
  }

  export(spans: ReadableSpan[], done: Done): void {
    this.#send(spans).then(
      (status) => this.#ended(status >= 200 && status < 300, { status }, done),
      () => this.#ended(false, {}, done),
    );
  }

  async shutdown(): Promise<void> {
    this.giveUp();
  }

  /** What is under way is not waited for any more. */
  giveUp(): void {
    this.#givenUp.abort();
  }

  async #send(spans: ReadableSpan[]): Promise<number> {
    const body = JsonTraceSerializer.serializeRequest(spans);
    if (body === undefined) throw new Error('spans that are no JSON');
    const answer = await this.#fetch(this.#settings.url, {
      method: 'POST',
      headers: {
        'user-agent': 'ottu-bff',
        ...Object.fromEntries(this.#settings.headers.map(([name, value]) => [name, value.reveal()])),
        'content-type': 'application/json',
      },
      body: Buffer.from(body),
      redirect: 'error',
      signal: AbortSignal.any([this.#givenUp.signal, AbortSignal.timeout(this.#timeoutMs)]),
    });
    await answer.body?.cancel();
    return answer.status;
  }

  /** Said once, until spans are taken again. */
  #ended(isTaken: boolean, line: { readonly status?: number }, done: Done): void {
    if (!isTaken && !this.#isDown) {
      this.#logger.warn(line, 'Spans are not taken at OTEL_EXPORTER_OTLP_ENDPOINT, and are lost until they are');
    }
    if (isTaken && this.#isDown) this.#logger.log('Spans are taken again');
    this.#isDown = !isTaken;
    done({ code: isTaken ? SUCCESS : FAILED });
  }
}
