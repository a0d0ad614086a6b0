import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind as ApiKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span as ApiSpan,
  type Tracer as ApiTracer,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

import type { ProxySettings } from '../../outgoing/outgoing-agent.ts';
import type { Span, SpanAttributes, SpanEnd, SpanKind } from '../span.ts';
import type { TraceContext } from '../trace-context.ts';
import type { TraceSettings } from '../../config/settings.ts';
import { Traces } from '../traces.ts';
import { OtlpExporter } from './otlp-exporter.ts';

/** Spans that wait for the collector; those that come then are dropped. */
export const MAX_WAITING = 2_048;
export const BATCH = 512;

const TIMINGS = {
  everyMs: 5_000,
  /** Of one batch. */
  timeoutMs: 10_000,
  /** How long the end of the process waits for the collector. */
  closeWithinMs: 2_000,
};

/**
 * Traces by OpenTelemetry's own SDK. It is given all that it would otherwise read from the environment, registers nothing
 * globally and instruments nothing by itself: spans are begun where `Work` begins them.
 */
export function exportedTraces(
  settings: TraceSettings,
  proxy: ProxySettings | undefined,
  { everyMs, timeoutMs, closeWithinMs } = TIMINGS,
): Traces {
  const exporter = new OtlpExporter(settings, proxy, timeoutMs);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': settings.serviceName }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.ratio) }),
    spanLimits: { attributeCountLimit: 32, attributeValueLengthLimit: 256 },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: MAX_WAITING,
        maxExportBatchSize: BATCH,
        scheduledDelayMillis: everyMs,
        exportTimeoutMillis: timeoutMs,
      }),
    ],
  });
  const tracer = provider.getTracer('ottu-bff');
  return new Traces(
    {
      begin: (name, kind, parent) => {
        const context = parent === undefined ? ROOT_CONTEXT : contextOf(parent);
        return new RecordedSpan(tracer, tracer.startSpan(name, { kind: KINDS[kind] }, context));
      },
    },
    async () => {
      const late = setTimeout(() => exporter.giveUp(), closeWithinMs);
      await provider.shutdown().catch(() => undefined);
      clearTimeout(late);
    },
  );
}

const KINDS: Readonly<Record<SpanKind, ApiKind>> = {
  server: ApiKind.SERVER,
  client: ApiKind.CLIENT,
  internal: ApiKind.INTERNAL,
};

class RecordedSpan implements Span {
  readonly context: TraceContext;
  readonly #tracer: ApiTracer;
  readonly #span: ApiSpan;
  readonly #within: Context;

  constructor(tracer: ApiTracer, span: ApiSpan) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.context = { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
    this.#tracer = tracer;
    this.#span = span;
    this.#within = trace.setSpan(ROOT_CONTEXT, span);
  }

  begin(name: string, kind: SpanKind): Span {
    return new RecordedSpan(this.#tracer, this.#tracer.startSpan(name, { kind: KINDS[kind] }, this.#within));
  }

  ended(name: string, kind: SpanKind, durationMs: number, end: SpanEnd): void {
    if (!this.context.sampled) return;
    const now = Date.now();
    const span = this.#tracer.startSpan(name, { kind: KINDS[kind], startTime: now - durationMs }, this.#within);
    finish(span, end, now);
  }

  end(end: SpanEnd): void {
    finish(this.#span, end);
  }
}

/** A status without words: those of an error could quote what it stumbled over. */
function finish(span: ApiSpan, { attributes = {}, failed = false }: SpanEnd, at?: number): void {
  span.setAttributes(known(attributes));
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(at);
}

function known(attributes: SpanAttributes): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined),
  );
}

function contextOf({ traceId, spanId, sampled }: TraceContext): Context {
  const context = { traceId, spanId, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
  return isSpanContextValid(context) ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
}
