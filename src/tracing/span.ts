import type { TraceContext } from './trace-context.ts';

/** `server`: asked by another service; `client`: asks another one; `internal`: neither. */
export type SpanKind = 'server' | 'client' | 'internal';

/** What a span says: harmless words and numbers, never a body, a header, a query or an address. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanEnd {
  readonly attributes?: SpanAttributes;
  /** Whether it is one that somebody should look at. */
  readonly failed?: boolean;
}

/** A step of a trace that is recorded, from its beginning to its end. */
export interface Span {
  readonly context: TraceContext;
  begin(name: string, kind: SpanKind): Span;
  /** Records a step within this one that has ended now. */
  ended(name: string, kind: SpanKind, durationMs: number, end: SpanEnd): void;
  end(end: SpanEnd): void;
}

/** Begins what is recorded. There is none while traces are off. */
export interface Tracer {
  /** @param parent of another service, which decides whether this is recorded; absent: the sampler does. */
  begin(name: string, kind: SpanKind, parent?: TraceContext): Span;
}
