import type { Fault } from '../faults/fault.ts';
import type { Answer } from './answer.ts';

/** An answer as bytes. */
export interface Rendered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = 'application/json';
const HTML_TYPE = 'text/html; charset=utf-8';
const PAGE =
  '<!DOCTYPE html><html><head><title>Service</title></head><body><h1>Something went wrong</h1></body></html>';

export function render(answer: Answer): Rendered {
  if (typeof answer.body === 'string') {
    return { status: answer.status, headers: { 'content-type': HTML_TYPE, ...answer.headers }, body: answer.body };
  }
  const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
  return {
    status: answer.status,
    headers: { ...(body !== '' && { 'content-type': JSON_TYPE }), ...answer.headers },
    body,
  };
}

export function renderStatus(fault: Extract<Fault, { kind: 'status' }>): Rendered {
  const type = fault.content_type ?? JSON_TYPE;
  const fallback = type.includes('html') ? PAGE : { detail: `Status ${fault.status} by a fault rule.` };
  const body = fault.body ?? fallback;
  return {
    status: fault.status,
    headers: { 'content-type': type, ...fault.headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** A 400 that gives the caller's secrets back, as a careless service would. */
export function renderEcho(raw: Buffer, authorization: string | undefined): Rendered {
  const text = `Could not read ${raw.toString('utf8')} sent with Authorization ${authorization ?? ''}`;
  return render({ status: 400, body: { payment_instrument: [text] } });
}

/** What the faults make of a rendered answer. */
export function spoil(rendered: Rendered, faults: readonly Fault[]): Rendered {
  return faults.reduce((current, fault) => {
    if (fault.kind === 'malformed') return { ...current, body: current.body.slice(0, -1) };
    if (fault.kind === 'empty') return { ...current, body: '' };
    if (fault.kind === 'html') return { ...withType(current, 'text/html'), body: PAGE };
    if (fault.kind === 'wrong_content_type') return withType(current, 'text/plain');
    return current;
  }, rendered);
}

const withType = (rendered: Rendered, type: string): Rendered => ({
  ...rendered,
  headers: { ...rendered.headers, 'content-type': type },
});
