import { AsyncLocalStorage } from 'node:async_hooks';

import type { Span, Tracer } from './span.ts';
import { newStep, writeTraceparent, type TraceContext } from './trace-context.ts';

/** What a piece of work is about, once that is known. None of it is secret. */
export interface Subject {
  readonly payment_id?: string;
  readonly order_no?: string;
  readonly cart_id?: string;
}

/** Whose work it is: a request's, or one of those that this service does without being asked. */
export type WorkName = { readonly request_id: string } | { readonly work: string };

export interface WorkOptions {
  readonly name: WorkName;
  /** The recording of the whole, where there is one. */
  readonly span?: Span | undefined;
  /** The step of another service that caused it. */
  readonly parent?: TraceContext | undefined;
  /** Records the pieces that it begins. */
  readonly tracer?: Tracer | undefined;
  /** Goes through many rows: whatever one of its steps is about is not what the whole is about. */
  readonly manyRows?: boolean;
}

/**
 * One request, or later work on one row, or one pass over many. Whatever is logged and traced on its behalf says so,
 * however deep it was called.
 */
export class Work {
  readonly trace: TraceContext;
  readonly span: Span | undefined;
  readonly tracer: Tracer | undefined;
  readonly #name: WorkName;
  readonly #manyRows: boolean;
  #subject: Subject = {};

  constructor({ name, span, parent, tracer, manyRows = false }: WorkOptions) {
    this.trace = span?.context ?? newStep(parent);
    this.span = span;
    this.tracer = tracer;
    this.#name = name;
    this.#manyRows = manyRows;
  }

  get subject(): Subject {
    return this.#subject;
  }

  /** What it is about: of several payments that a request comes to, the one that it is at. */
  concerns(subject: Subject): void {
    if (!this.#manyRows) this.#subject = { ...this.#subject, ...subject };
  }

  /** What its log lines say of it. */
  get fields(): Readonly<Record<string, string>> {
    return { ...this.#name, trace_id: this.trace.traceId, ...this.#subject };
  }
}

const current = new AsyncLocalStorage<Work | undefined>();

export function within<T>(work: Work, run: () => T): T {
  return current.run(work, run);
}

/** Runs what is done for several at once, and is nobody's own work. */
export function withoutWork<T>(run: () => T): T {
  return current.run(undefined, run);
}

export function currentWork(): Work | undefined {
  return current.getStore();
}

/** From now on the work that this is called in is about it. */
export function concerns(subject: Subject): void {
  current.getStore()?.concerns(subject);
}

/**
 * Later work on one row: rows that are worked on side by side are told apart by it.
 *
 * @param name as the log and the traces say it.
 */
export async function onBehalfOf<T>(
  name: string,
  subject: Subject,
  run: () => Promise<T>,
  tracer = currentWork()?.tracer,
): Promise<T> {
  const span = tracer?.begin(name, 'internal');
  const work = new Work({ name: { work: name }, span, tracer });
  work.concerns(subject);
  let failed = true;
  try {
    const result = await within(work, run);
    failed = false;
    return result;
  } finally {
    span?.end({ attributes: attributesOf(work.subject), failed });
  }
}

/** Names of attributes of a span are of one namespace each, unlike those of log lines. */
export function attributesOf({ payment_id, order_no, cart_id }: Subject): Readonly<Record<string, string | undefined>> {
  return { 'ottu_bff.payment_id': payment_id, 'ottu_bff.order_no': order_no, 'ottu_bff.cart_id': cart_id };
}

/** A request to another service of the merchant's, which may go on with the trace. */
export interface OutgoingStep {
  readonly headers: Readonly<Record<string, string>>;
  /** @param answer without a status: none came. */
  end(answer: { readonly status?: number | undefined }): void;
}

export function beginOutgoing(name: string): OutgoingStep {
  const work = currentWork();
  if (work === undefined) return { headers: {}, end: () => undefined };
  const span = work.span?.begin(name, 'client');
  return {
    headers: { traceparent: writeTraceparent(span?.context ?? work.trace) },
    end: ({ status }) =>
      span?.end({ attributes: { 'http.response.status_code': status }, failed: status === undefined || status >= 500 }),
  };
}

/** Work of our own that takes time, such as a transaction: recorded where what it is part of is. What it waits for is in it. */
export async function recorded<T>(name: string, run: () => Promise<T>): Promise<T> {
  const span = currentWork()?.span?.begin(name, 'internal');
  if (span === undefined) return run();
  let failed = true;
  try {
    const result = await run();
    failed = false;
    return result;
  } finally {
    span.end({ failed });
  }
}
