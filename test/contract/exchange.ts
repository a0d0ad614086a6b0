import type { IncomingHttpHeaders } from 'node:http';

/** One request and its answer, as they went over the wire between the service and the simulator. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: IncomingHttpHeaders;
  readonly requestBody: Buffer;
  readonly status: number;
  readonly answerHeaders: IncomingHttpHeaders;
  readonly answerBody: Buffer;
  /** Whether the service sent it, or the check itself, to hear an answer that the service never provokes. */
  readonly sender: 'service' | 'check';
}

export interface ReadBody {
  readonly mediaType: string;
  /** undefined for an empty body. */
  readonly value: unknown;
  /** Every value of a form is text; the schema says what it stands for. */
  readonly isForm: boolean;
}

/** A body as the value that a schema describes; a file of a form counts as its name. */
export async function readBody(headers: IncomingHttpHeaders, bytes: Buffer): Promise<ReadBody> {
  const header = headers['content-type'] ?? '';
  const mediaType = header.split(';')[0]?.trim().toLowerCase() ?? '';
  if (bytes.length === 0) return { mediaType, value: undefined, isForm: false };
  if (mediaType === 'application/json') return { mediaType, value: JSON.parse(bytes.toString('utf8')), isForm: false };
  if (mediaType !== 'multipart/form-data' && mediaType !== 'application/x-www-form-urlencoded') {
    return { mediaType, value: bytes.toString('utf8'), isForm: false };
  }
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': header } }).formData();
  const value: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name).map((entry) => (typeof entry === 'string' ? entry : entry.name));
    value[name] = values.length === 1 ? values[0] : values;
  }
  return { mediaType, value, isForm: true };
}
