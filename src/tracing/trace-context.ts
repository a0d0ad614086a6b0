import { randomFillSync } from 'node:crypto';

/** What W3C Trace Context says of one step of a trace (https://www.w3.org/TR/trace-context/). */
export interface TraceContext {
  /** 32 digits of lower-case hexadecimal, not all zero. */
  readonly traceId: string;
  /** 16 digits of lower-case hexadecimal, not all zero. */
  readonly spanId: string;
  /** Whether whoever began the trace records it. */
  readonly sampled: boolean;
}

/** Version 00 to its end; a later version may go on after another dash. */
const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
/** A header of any version that could be meant; a stranger chooses its length. */
const MAX_LENGTH = 256;

/**
 * Reads a `traceparent` strictly. Whatever is not one is nothing: it is no reason to refuse a request, and its text goes
 * nowhere.
 */
export function readTraceparent(header: unknown): TraceContext | undefined {
  if (typeof header !== 'string' || header.length > MAX_LENGTH) return undefined;
  const [, version = 'ff', traceId = '', spanId = '', flags = '', rest] = TRACEPARENT.exec(header) ?? [];
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export function writeTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** A step of our own within the trace of whoever caused it, or the first of a new trace, which nobody records. */
export function newStep(parent: TraceContext | undefined): TraceContext {
  return {
    traceId: parent?.traceId ?? randomHex(16),
    spanId: randomHex(8),
    sampled: parent?.sampled ?? false,
  };
}

/** Asking the system for each few bytes by themselves costs more than everything that is done with them. */
const random = Buffer.alloc(4_096);
let used = random.length;

function randomHex(bytes: number): string {
  if (used + bytes > random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += bytes;
  return random.toString('hex', used - bytes, used);
}
